import type { ModuleAst } from "../syntax/ast.js";
import type { ParsedVersion, PythonParser } from "../syntax/parser.js";

/**
 * The texts that are being edited, each parsed from its version before. What is given out belongs to that one version:
 * the next one moves it.
 */
export class OpenTexts {
  readonly #versions = new Map<string, ParsedVersion>();

  /** @param most texts that are kept; the one that was edited longest ago goes first */
  constructor(
    private readonly parser: PythonParser,
    private readonly most: number,
  ) {}

  parse(key: string, text: string): ModuleAst {
    const before = this.#versions.get(key) ?? null;
    this.#versions.delete(key);
    const version = this.parser.parseNext(text, before);
    this.#versions.set(key, version);
    const [oldest] = this.#versions.keys();
    if (this.#versions.size > this.most && oldest !== undefined) this.forget(oldest);
    return version.ast;
  }

  forget(key: string): void {
    this.#versions.get(key)?.tree?.delete();
    this.#versions.delete(key);
  }
}
