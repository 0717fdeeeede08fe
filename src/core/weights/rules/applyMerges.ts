import { UserError } from "../../util/userError.js";
import type { Ledger } from "../inference/ledger.js";
import { mergeText } from "../inference/lowRank.js";
import type { SourceTensor } from "../inference/tensors.js";
import { mergeProblem, type MergePart } from "../mergeProblem.js";
import { fillTemplate } from "./pattern.js";
import type { Rule } from "./rulesFile.js";

type Merging = Extract<Rule, { kind: "merge" }>;

/** A merge that a rule asked for, and the target that it names, if it does. */
export interface Merged {
  readonly rule: Merging;
  readonly to: string | undefined;
}

/**
 * Carries out the merge rules; the other rules then see the original with what is merged into it.
 * @returns what was merged, by the original's name
 * @throws UserError when a factor does not exist or does not fit, or two rules name one tensor
 */
export function applyMerges(ledger: Ledger, rules: readonly Merging[]): Map<string, Merged> {
  const merged = new Map<string, Merged>();
  for (const rule of rules) {
    for (const source of ledger.openSources()) {
      const captured = rule.pattern.match(source.name);
      if (captured === undefined) continue;
      const before = merged.get(source.name);
      if (before !== undefined) {
        throw new UserError(
          `${before.rule.at} and ${rule.at} both say what is merged into "${source.name}".`,
          "Keep one of the two rules.",
        );
      }
      const left = factor(ledger, source, fillTemplate(rule.left, captured), rule);
      const right = factor(ledger, source, fillTemplate(rule.right, captured), rule);
      const problem = mergeProblem(source, left, right);
      if (problem !== undefined) {
        throw new UserError(
          `${rule.at} cannot be carried out for "${source.name}": ${problem}.`,
          "Correct the rule; `add` takes the factors in the order of their product.",
        );
      }
      const text = `${mergeText(left.name, right.name, rule.scale)} (by ${rule.at})`;
      ledger.mergeInto(source, { left, right, scale: rule.scale, text, confidence: "asked" });
      merged.set(source.name, {
        rule,
        to: rule.to === undefined ? undefined : fillTemplate(rule.to, captured),
      });
    }
  }
  return merged;
}

function factor(ledger: Ledger, source: SourceTensor, name: string, rule: Merging): MergePart {
  const { merge } = source;
  const found = ledger.source(name) ?? [merge?.left, merge?.right].find((part) => part?.name === name);
  if (found !== undefined) return found;
  throw new UserError(`${rule.at} adds "${name}", which the source does not have.`, "Correct the rule.");
}
