import type { FileContext } from "./context.js";
import type { Finding, Severity } from "./finding.js";

/** The words of a rule: shown by `explain`, in hovers and on its page; the page's examples are executed as tests. */
export interface RuleDocs {
  /** What the rule reports. */
  readonly what: string;
  /** Why it matters: what goes wrong otherwise. */
  readonly why: string;
  /** When the fix may be applied without looking. */
  readonly fixSafety: string;
  /** What the rule does not see. */
  readonly limits: string;
}

export interface Rule {
  /** Stable code: `PP` and three digits. */
  readonly code: string;
  /** Short name of the bad pattern, in kebab case. */
  readonly name: string;
  /** One line for lists. */
  readonly summary: string;
  readonly severity: Severity;
  readonly docs: RuleDocs;
  /** API rows whose uses are reported under this code; the API pass does the work. */
  readonly rows?: readonly string[];
  /** A check of its own, for what rows cannot say. */
  readonly check?: (context: FileContext) => Finding[];
  /** The check goes by the text: it speaks about places that cannot be parsed too, and may not offer fixes there. */
  readonly readsText?: true;
}

export function defineRule(rule: Rule): Rule {
  return rule;
}
