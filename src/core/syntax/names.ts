import { detached } from "../text/detached.js";

/** More different names than a large package has. */
const most = 100_000;

/**
 * The names of programs, each as one string however often it is written: that takes less memory, and finding things by
 * name is faster when equal names are the same string.
 */
export class Names {
  readonly #known = new Map<string, string>();

  /** Python compares names in the normal form NFKC: `ﬁt` and `fit` are one. */
  get(written: string): string {
    const known = this.#known.get(written);
    if (known !== undefined) return known;
    if (this.#known.size >= most) this.#known.clear();
    const name = detached(written.normalize("NFKC"));
    this.#known.set(name === written ? name : detached(written), name);
    return name;
  }
}
