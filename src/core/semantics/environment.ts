import type { Scope } from "./symbols.js";
import type { Inferred } from "./types.js";
import { join } from "./types.js";

const nothing = new Map<string, Inferred>();

/**
 * What the local names hold at one point of the program. A dead environment is past a `return` or `raise`.
 * Copies share the names until one of them changes: most branches of a program bind few names or none.
 */
export class Environment {
  dead = false;
  #names = nothing;
  #shared = true;

  get(name: string): Inferred | undefined {
    return this.#names.get(name);
  }

  set(name: string, value: Inferred): void {
    this.#own().set(name, value);
  }

  delete(name: string): void {
    if (this.#names.has(name)) this.#own().delete(name);
  }

  copy(): Environment {
    const result = new Environment();
    result.#share(this);
    result.dead = this.dead;
    return result;
  }

  /** Takes over the state where two paths meet. A name bound on one path only keeps what that path says. */
  merge(a: Environment, b: Environment): void {
    this.dead = a.dead && b.dead;
    this.#share(a.dead ? b : a);
    if (a.dead || b.dead || a.#names === b.#names) return;
    for (const [name, value] of b.#names) {
      const earlier = this.#names.get(name);
      if (earlier !== value) this.set(name, earlier === undefined ? value : join(earlier, value));
    }
  }

  #share(other: Environment): void {
    this.#names = other.#names;
    this.#shared = other.#shared = true;
  }

  #own(): Map<string, Inferred> {
    if (this.#shared) this.#names = new Map(this.#names);
    this.#shared = false;
    return this.#names;
  }
}

/** Looks a name up in the enclosing functions, innermost first. */
export function lookupEnclosing(scope: Scope | null, name: string): Inferred | undefined {
  for (let current = scope; current !== null; current = current.parent) {
    if (current.locals.has(name)) return current.names?.get(name);
  }
  return undefined;
}
