import type { ModuleAst } from "../syntax/ast.js";
import type { PythonParser } from "../syntax/parser.js";

/** About 40,000 lines: what one file imports, without holding on to all that was ever open. */
const mostCharacters = 1_500_000;

/** Parses texts and keeps the last ones: after a keystroke the files around the edited one are as they were. */
export class ParsedTexts {
  readonly #known = new Map<string, ModuleAst>();
  #characters = 0;

  constructor(private readonly parser: PythonParser) {}

  parse(text: string): ModuleAst {
    const known = this.#known.get(text);
    if (known !== undefined) {
      // The ones that were used last are the last to go.
      this.#known.delete(text);
      this.#known.set(text, known);
      return known;
    }
    const ast = this.parser.parse(text);
    this.#known.set(text, ast);
    this.#characters += text.length;
    for (const [oldest] of this.#known) {
      if (this.#characters <= mostCharacters || oldest === text) break;
      this.#known.delete(oldest);
      this.#characters -= oldest.length;
    }
    return ast;
  }
}
