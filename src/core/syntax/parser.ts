import type { Point, Tree } from "web-tree-sitter";
import { Edit, Language, Parser } from "web-tree-sitter";

import type { Range } from "../text/range.js";
import { countUpTo } from "../text/range.js";
import type { Comment, ModuleAst } from "./ast.js";
import { StatementBuilder } from "./buildStatement.js";
import type { Change, KnownStatement } from "./knownStatements.js";
import { changeBetween, knownStatements } from "./knownStatements.js";
import { ownsGetattr } from "./literalAttribute.js";
import { Names } from "./names.js";
import { copyTree } from "./raw.js";
import type { RawNode, TreeCopy, TreeModule } from "./raw.js";

/** The two WebAssembly files the parser is made of, as bytes; reading them is the platform's work. */
export interface GrammarBytes {
  /** web-tree-sitter.wasm */
  readonly runtime: Uint8Array;
  /** tree-sitter-python.wasm */
  readonly grammar: Uint8Array;
}

/** A text with what was made of it, from which the next version is made. */
export interface ParsedVersion {
  readonly text: string;
  readonly ast: ModuleAst;
  /** To be freed when no further version comes; null where the next one has to be read from the start. */
  readonly tree: Tree | null;
  readonly statements: readonly KnownStatement[];
  /** What the file means by `getattr` is its own. */
  readonly ownsGetattr: boolean;
}

/** The WebAssembly module, of which there is one however many parsers are made. */
const wasm: Record<string, unknown> & TreeModule = {};

/** Parses Python. Parsing never fails: what cannot be read is listed in the result's `errors`. */
export class PythonParser {
  readonly #names = new Names();

  private constructor(private readonly parser: Parser) {}

  static async create(bytes: GrammarBytes): Promise<PythonParser> {
    await Parser.init(Object.assign(wasm, { wasmBinary: bytes.runtime }));
    const parser = new Parser();
    parser.setLanguage(await Language.load(bytes.grammar));
    return new PythonParser(parser);
  }

  /** @param text the source, with `\n`, `\r\n` or `\r` line ends and an optional byte order mark */
  parse(text: string): ModuleAst {
    const version = this.#parseNew(text);
    version.tree?.delete();
    return version.ast;
  }

  /**
   * Parses the next version of a text, as fast as the change is small. The result is that of `parse`.
   * @param before the version that the text was changed from: it is used up, its syntax is moved to where the text has it
   * now, and its tree is freed
   */
  parseNext(text: string, before: ParsedVersion | null): ParsedVersion {
    if (before?.tree == null) return this.#parseNew(text);
    if (before.text === text) return before;
    if (hasLoneReturn(text) || endlessRun(text) !== null) {
      before.tree.delete();
      return this.#parseNew(text);
    }
    const change = changeBetween(before.text, text);
    const { start, oldEnd, newEnd } = change;
    before.tree.edit(
      new Edit({
        startIndex: start,
        oldEndIndex: oldEnd,
        newEndIndex: newEnd,
        startPosition: pointAt(text, start),
        oldEndPosition: pointAt(before.text, oldEnd),
        newEndPosition: pointAt(text, newEnd),
      }),
    );
    const tree = this.#treeOf(text, before.tree);
    before.tree.delete();
    // How a text with errors is read depends on where the parser begins, so it is always read from the start.
    if (tree.rootNode.hasError) {
      tree.delete();
      return this.#parseNew(text);
    }
    const comparable = before.ast.errors.length === 0 && before.ownsGetattr === ownsGetattr(text);
    return this.#build(text, tree, comparable ? { before, change } : null);
  }

  #parseNew(text: string): ParsedVersion {
    const endless = endlessRun(text);
    if (endless !== null) {
      const ast = { start: 0, end: text.length, body: [], comments: [], errors: [endless], idEnd: 0 };
      return { text, tree: null, ast, statements: [], ownsGetattr: false };
    }
    // The grammar takes a lone `\r` for blank space, and a comment would go on behind it; for Python it ends the line.
    const loneReturn = hasLoneReturn(text);
    const tree = this.#treeOf(loneReturn ? text.replaceAll(/\r(?!\n)/g, "\n") : text);
    const version = this.#build(text, tree, null);
    if (!loneReturn) return version;
    tree.delete();
    return { ...version, tree: null };
  }

  #treeOf(text: string, before?: Tree): Tree {
    const tree = this.parser.parse(text, before);
    if (tree === null) throw new Error("the parser was given no language");
    return tree;
  }

  #build(text: string, tree: Tree, from: { before: ParsedVersion; change: Change } | null): ParsedVersion {
    let copy: TreeCopy;
    try {
      const find = from === null ? null : knownStatements(from.before.statements, from.change);
      copy = copyTree(tree, "meaning", wasm, find);
    } catch (error) {
      tree.delete();
      throw error;
    }
    const comments = copy.comments.map(({ start, end }) => ({ start, end, text: text.slice(start, end) }));
    if (from !== null) {
      for (const comment of movedComments(from.before.ast.comments, copy.known)) comments.push(comment);
      comments.sort((a, b) => a.start - b.start);
    }
    const errors: Range[] = copy.errors.map(({ start, end }) => ({ start, end }));
    const builder = new StatementBuilder(text, this.#names, errors, copy.known);
    const { body } = builder.block(copy.root);
    errors.sort((a, b) => a.start - b.start);
    const { idEnd, ownsGetattr: owns } = builder.expressions;
    const ast = { start: 0, end: text.length, body, comments, errors, idEnd };
    return { text, tree, ast, statements: builder.statements, ownsGetattr: owns };
  }
}

/** A `\r` that ends a line by itself. */
function hasLoneReturn(text: string): boolean {
  return text.includes("\r") && /\r(?!\n)/.test(text);
}

function pointAt(text: string, offset: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let end = text.indexOf("\n"); end !== -1 && end < offset; end = text.indexOf("\n", lineStart)) {
    row += 1;
    lineStart = end + 1;
  }
  return { row, column: offset - lineStart };
}

/** The comments inside the statements that are taken over, before those are moved. */
function movedComments(before: readonly Comment[], known: ReadonlyMap<RawNode, KnownStatement>): Comment[] {
  const moved: Comment[] = [];
  for (const [node, { start, end }] of known) {
    const by = node.start - start;
    for (let index = countUpTo(before, start - 1); index < before.length; index++) {
      const comment = before[index];
      if (comment === undefined || comment.start >= end) break;
      moved.push({ start: comment.start + by, end: comment.end + by, text: comment.text });
    }
  }
  return moved;
}

/** More lines of nothing but comments, or of nothing but a backslash, than anybody writes. */
const longestRun = 4000;

/**
 * The grammar's scanner looks from each comment over all that follow it, so thousands of them in a row would take
 * minutes. A file with so many is not looked at.
 * @returns the run, or null as for any ordinary file
 */
function endlessRun(text: string): Range | null {
  if (text.length < 2 * longestRun) return null;
  const lines = /^[ \t\f]*(?:#.*|\\?)$/gm;
  let [count, start, end] = [0, 0, -1];
  for (let match = lines.exec(text); match !== null; match = lines.exec(text)) {
    const content = match[0].trim() !== "";
    const follows = match.index <= end + 2;
    if (!follows) [count, start] = [0, match.index];
    if (content) count += 1;
    end = match.index + match[0].length;
    if (count > longestRun) return { start, end };
    if (match[0] === "") lines.lastIndex += 1;
  }
  return null;
}
