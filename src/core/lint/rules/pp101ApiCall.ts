import { defineRule } from "../rule.js";

/** A function or class of PyTorch is written differently on Paddle. */
export const rule = defineRule({
  code: "PP101",
  name: "api-call",
  summary: "A function or class of PyTorch is written differently on Paddle.",
  severity: "warning",
  docs: {
    what: "Reports a call or reference whose name, arguments or form differ on the chosen Paddle version.",
    why: "PyTorch's spelling fails there, or means something else.",
    fixSafety: "Safe where the types are certain. Only the tokens that change are touched.",
    limits: "Random initial values follow Paddle's own distributions; load the converted weights.",
  },
});
