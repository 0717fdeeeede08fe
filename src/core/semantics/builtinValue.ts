import type { Inferred } from "./types.js";
import { certain, unknown } from "./types.js";

/** Names of Python's builtins module that model code uses; a name that is bound nowhere else is one of them. */
const builtinName = /^[a-z]\w*$|^[A-Z]\w*(Error|Exception|Warning|Iteration)$/;

/** By their names; not so many that a text could fill it. */
const builtinValues = new Map<string, Inferred>();
const mostBuiltins = 10_000;

/** What a name means that nothing binds. */
export function builtinValue(name: string): Inferred {
  const known = builtinValues.get(name);
  if (known !== undefined) return known;
  if (!builtinName.test(name)) return unknown;
  const value = certain({ kind: "external", name: `builtins.${name}` }, `Python's ${name}`);
  if (builtinValues.size < mostBuiltins) builtinValues.set(name, value);
  return value;
}
