import { defineRule } from "../rule.js";

/** Paddle has no counterpart on the chosen version. */
export const rule = defineRule({
  code: "PP003",
  name: "no-counterpart",
  summary: "Paddle has no counterpart on the chosen version.",
  severity: "warning",
  docs: {
    what: "Reports a use of a PyTorch API that the chosen Paddle version has nothing for. The message says what to do by hand.",
    why: "The name would fail at run time on Paddle.",
    fixSafety: "There is no fix; the finding stays until the code is changed.",
    limits: "Whether the line is ever reached is not known.",
  },
});
