import { Language, Parser } from "web-tree-sitter";

import type { Range } from "../text/range.js";
import type { Comment, ModuleAst } from "./ast.js";
import { StatementBuilder } from "./buildStatement.js";
import { copyTree } from "./raw.js";
import type { RawNode } from "./raw.js";

/** The two WebAssembly files the parser is made of, as bytes; reading them is the platform's work. */
export interface GrammarBytes {
  /** web-tree-sitter.wasm */
  readonly runtime: Uint8Array;
  /** tree-sitter-python.wasm */
  readonly grammar: Uint8Array;
}

/** Parses Python. Parsing never fails: what cannot be read is listed in the result's `errors`. */
export class PythonParser {
  private constructor(private readonly parser: Parser) {}

  static async create(bytes: GrammarBytes): Promise<PythonParser> {
    await Parser.init({ wasmBinary: bytes.runtime });
    const parser = new Parser();
    parser.setLanguage(await Language.load(bytes.grammar));
    return new PythonParser(parser);
  }

  /** @param text the source, with `\n`, `\r\n` or `\r` line ends and an optional byte order mark */
  parse(text: string): ModuleAst {
    const tree = this.parser.parse(text);
    if (tree === null) throw new Error("the parser was given no language");
    let root: RawNode;
    try {
      root = copyTree(tree, "meaning");
    } finally {
      tree.delete();
    }
    const comments: Comment[] = [];
    const errors: Range[] = [];
    collect(root, text, comments, errors);
    const { body } = new StatementBuilder(text, errors).block(root);
    errors.sort((a, b) => a.start - b.start);
    return { start: 0, end: text.length, body, comments, errors };
  }
}

/** Iterative for the same reason as the copy: depth is the input's to choose. */
function collect(root: RawNode, text: string, comments: Comment[], errors: Range[]): void {
  const stack: RawNode[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const at = { start: node.start, end: node.end };
    if (node.type === "comment") comments.push({ ...at, text: text.slice(node.start, node.end) });
    if (node.type === "ERROR" || node.missing) errors.push(at);
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index];
      if (child !== undefined) stack.push(child);
    }
  }
}
