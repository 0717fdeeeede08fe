import type { Scope } from "./symbols.js";
import type { Inferred } from "./types.js";
import { join } from "./types.js";

/** What the local names hold at one point of the program. A dead environment is past a `return` or `raise`. */
export class Environment {
  dead = false;

  constructor(private readonly names = new Map<string, Inferred>()) {}

  get(name: string): Inferred | undefined {
    return this.names.get(name);
  }

  set(name: string, value: Inferred): void {
    this.names.set(name, value);
  }

  delete(name: string): void {
    this.names.delete(name);
  }

  entries(): IterableIterator<[string, Inferred]> {
    return this.names.entries();
  }

  copy(): Environment {
    const result = new Environment(new Map(this.names));
    result.dead = this.dead;
    return result;
  }

  /** Takes over the state where two paths meet. A name bound on one path only keeps what that path says. */
  merge(a: Environment, b: Environment): void {
    const live = a.dead ? [b] : b.dead ? [a] : [a, b];
    this.dead = a.dead && b.dead;
    this.names.clear();
    for (const environment of live) {
      for (const [name, value] of environment.entries()) {
        const earlier = this.names.get(name);
        this.names.set(name, earlier === undefined ? value : join(earlier, value));
      }
    }
  }
}

/** Looks a name up in the enclosing functions, innermost first. */
export function lookupEnclosing(scope: Scope | null, name: string): Inferred | undefined {
  for (let current = scope; current !== null; current = current.parent) {
    if (current.locals.has(name)) return current.names?.get(name);
  }
  return undefined;
}
