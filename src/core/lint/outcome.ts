import type { Expr } from "../syntax/ast.js";
import type { Rewrite } from "../text/edits.js";
import type { Reference } from "./references.js";

/** The outcome of converting one use of an API. */
export interface Conversion {
  readonly rewrites: readonly Rewrite[];
  readonly helpers: readonly string[];
  readonly needsPaddle: boolean;
  /** Why it has to stay open; empty when the rewrites do all of it. */
  readonly problems: readonly string[];
  /** Parameters that the call gives, for the check against the proofs. */
  readonly given: readonly string[];
}

export function failed(problem: string): Conversion {
  return { rewrites: [], helpers: [], needsPaddle: false, problems: [problem], given: [] };
}

export function converted(
  rewrites: readonly Rewrite[],
  helpers: readonly string[] = [],
  needsPaddle = false,
): Conversion {
  return { rewrites, helpers, needsPaddle, problems: [], given: [] };
}

/** How the called thing is written: through a reference to a name, or as a method of a receiver. */
export type Callee =
  | { readonly kind: "reference"; readonly reference: Reference }
  | { readonly kind: "method"; readonly receiver: Expr };
