import { Language, Parser } from "web-tree-sitter";

import type { Range } from "../text/range.js";
import type { ModuleAst } from "./ast.js";
import { StatementBuilder } from "./buildStatement.js";
import { Names } from "./names.js";
import { copyTree } from "./raw.js";
import type { TreeCopy, TreeModule } from "./raw.js";

/** The two WebAssembly files the parser is made of, as bytes; reading them is the platform's work. */
export interface GrammarBytes {
  /** web-tree-sitter.wasm */
  readonly runtime: Uint8Array;
  /** tree-sitter-python.wasm */
  readonly grammar: Uint8Array;
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
    const endless = endlessRun(text);
    if (endless !== null)
      return { start: 0, end: text.length, body: [], comments: [], errors: [endless], idEnd: 0 };
    // The grammar takes a lone `\r` for blank space, and a comment would go on behind it; for Python it ends the line.
    const tree = this.parser.parse(text.replaceAll(/\r(?!\n)/g, "\n"));
    if (tree === null) throw new Error("the parser was given no language");
    let copy: TreeCopy;
    try {
      copy = copyTree(tree, "meaning", wasm);
    } finally {
      tree.delete();
    }
    const { root } = copy;
    const comments = copy.comments.map(({ start, end }) => ({ start, end, text: text.slice(start, end) }));
    const errors: Range[] = copy.errors.map(({ start, end }) => ({ start, end }));
    const builder = new StatementBuilder(text, this.#names, errors);
    const { body } = builder.block(root);
    errors.sort((a, b) => a.start - b.start);
    return { start: 0, end: text.length, body, comments, errors, idEnd: builder.expressions.idEnd };
  }
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
