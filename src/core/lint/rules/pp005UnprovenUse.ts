import { defineRule } from "../rule.js";

/** No executed proof covers this use. */
export const rule = defineRule({
  code: "PP005",
  name: "unproven-use",
  summary: "No executed proof covers this use.",
  severity: "warning",
  docs: {
    what: "Reports a use whose counterpart, or one of whose arguments, no proof has exercised on the chosen Paddle version.",
    why: "Every fact that the product acts on has an executed proof. What is not proven is not written.",
    fixSafety: "There is no fix. Compare the results by hand, or add a proof to the row.",
    limits: "Proofs run on CPU.",
  },
});
