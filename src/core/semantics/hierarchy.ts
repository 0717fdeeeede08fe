import type { ProjectClass, ProjectFunction } from "./symbols.js";
import type { Inferred } from "./types.js";

/** What a name is in a class hierarchy; null where it does not exist. */
export type FoundMember =
  { readonly inferred: Inferred } | { readonly method: ProjectFunction; readonly overridden: boolean } | null;

/** What a class derives from. */
export interface Lineage {
  readonly ancestry: readonly ProjectClass[];
  readonly externalBases: readonly string[];
  readonly known: boolean;
}

/**
 * Knows which classes of a project define a name, and what lookups found as long as nothing about it changes, so that a
 * base class with thousands of descendants need not ask each of them every time. transformers has such classes.
 */
export class Hierarchy {
  /** True once everything is learnt: what is met from then on changes nothing. */
  settled = false;
  /** How often bases or descendants of some class, or all its attributes, have changed. */
  #growth = 0;
  /** How often what a class says of a name has changed. */
  readonly #changes = new Map<string, number>();
  readonly #members = new WeakMap<ProjectClass, Map<string, Lookup>>();
  /** How many classes define a name: what was found for it holds until that changes. */
  readonly #definitions = new Map<string, number>();
  readonly #names = new WeakMap<ProjectClass, Set<string>>();
  readonly #definers = new Map<string, Set<ProjectClass>>();
  readonly #found = new WeakMap<ProjectClass, Below>();
  readonly #lineages = new WeakMap<ProjectClass, { readonly growth: number; readonly lineage: Lineage }>();

  /** Notes that a class derives from another directly. */
  derive(base: ProjectClass, derived: ProjectClass): void {
    if (this.settled || base.derived.has(derived)) return;
    if (base.derived.size === 0) base.derived = new Set([derived]);
    else (base.derived as Set<ProjectClass>).add(derived);
    this.#growth += 1;
  }

  /** Notes that bases of a class, or the attributes of all classes, are other ones from now on. */
  change(): void {
    if (!this.settled) this.#growth += 1;
  }

  /** What a class derives from, worked out again only when bases have changed. */
  lineage(of: ProjectClass, find: () => Lineage): Lineage {
    const known = this.#lineages.get(of);
    if (known?.growth === this.#growth) return known.lineage;
    const lineage = find();
    this.#lineages.set(of, { growth: this.#growth, lineage });
    return lineage;
  }

  /** What a lookup finds, or found before if nothing has changed since. */
  lookUp(of: ProjectClass, name: string, find: () => FoundMember): FoundMember {
    let known = this.#members.get(of);
    if (known === undefined) this.#members.set(of, (known = new Map<string, Lookup>()));
    const changes = this.#changes.get(name) ?? 0;
    const earlier = known.get(name);
    if (earlier !== undefined && earlier.growth === this.#growth && earlier.changes === changes)
      return earlier.found;
    const found = find();
    known.set(name, { growth: this.#growth, changes, found });
    return found;
  }

  /** Notes that a class has a name, as a member, a method or an attribute that this round finds. */
  define(of: ProjectClass, name: string, as: "member" | "attribute"): void {
    if (this.settled) return;
    // What the round before has found of an attribute holds until this one ends.
    if (as === "member" || !of.attributes.has(name))
      this.#changes.set(name, (this.#changes.get(name) ?? 0) + 1);
    let names = this.#names.get(of);
    if (names === undefined) this.#names.set(of, (names = new Set<string>()));
    if (names.has(name)) return;
    names.add(name);
    const definers = this.#definers.get(name);
    if (definers === undefined) this.#definers.set(name, new Set([of]));
    else definers.add(of);
    this.#definitions.set(name, (this.#definitions.get(name) ?? 0) + 1);
  }

  /** All classes that have, or once had, a name. */
  definers(name: string): ReadonlySet<ProjectClass> {
    return this.#definers.get(name) ?? none;
  }

  /** The descendants of a class that have, or once had, a name: `self` may be an instance of any of them. */
  definersBelow(of: ProjectClass, name: string): readonly ProjectClass[] {
    if (of.derived.size === 0) return [];
    let below = this.#found.get(of);
    if (below === undefined || below.growth !== this.#growth) {
      below = { growth: this.#growth, classes: descendants(of), byName: new Map() };
      this.#found.set(of, below);
    }
    const definitions = this.#definitions.get(name) ?? 0;
    const known = below.byName.get(name);
    if (known?.definitions === definitions) return known.classes;
    const classes = below.classes.filter((candidate) => this.#names.get(candidate)?.has(name) === true);
    below.byName.set(name, { definitions, classes });
    return classes;
  }
}

const none: ReadonlySet<ProjectClass> = new Set();

interface Lookup {
  readonly growth: number;
  readonly changes: number;
  readonly found: FoundMember;
}

interface Below {
  readonly growth: number;
  readonly classes: readonly ProjectClass[];
  readonly byName: Map<string, { readonly definitions: number; readonly classes: readonly ProjectClass[] }>;
}

/** All classes that derive from a class, directly or through others. */
export function descendants(of: ProjectClass): readonly ProjectClass[] {
  const result = new Set<ProjectClass>();
  const visit = (current: ProjectClass): void => {
    for (const derived of current.derived) {
      if (derived === of || result.has(derived)) continue;
      result.add(derived);
      visit(derived);
    }
  };
  visit(of);
  return [...result];
}
