import { detached } from "./detached.js";

/** More different texts than a large package makes. */
const most = 100_000;

/** Texts that are made again and again, each kept as one string, with no part of another text. */
export class KeptTexts {
  readonly #known = new Map<string, string>();

  get(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= most) this.#known.clear();
    const kept = detached(text);
    this.#known.set(kept, kept);
    return kept;
  }
}
