import type { Range } from "../text/range.js";
import type { Rewrite } from "../text/edits.js";

export type Severity = "error" | "warning" | "info" | "hint";

/**
 * `safe`: right for the types at hand, which are certain. `unsafe`: right if the likely types are right.
 * `suggestion`: a person has to look.
 */
export type Applicability = "safe" | "unsafe" | "suggestion";

export interface Fix {
  /** What the quick fix does, as an imperative sentence. */
  readonly title: string;
  readonly applicability: Applicability;
  readonly rewrites: readonly Rewrite[];
  /** Helpers (api/helpers/) that the rewritten code calls. */
  readonly helpers: readonly string[];
  /** True when the rewritten code needs `import paddle` at the top of the file. */
  readonly needsPaddle: boolean;
}

export interface Finding {
  /** Stable code of the rule: PP201. */
  readonly code: string;
  readonly severity: Severity;
  readonly range: Range;
  readonly message: string;
  readonly fix: Fix | null;
  /**
   * True when the code fails or gives other results on the target as long as this finding stands.
   * A file is complete when no such finding is left.
   */
  readonly blocks: boolean;
}
