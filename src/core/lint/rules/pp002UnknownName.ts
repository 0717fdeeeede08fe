import { defineRule } from "../rule.js";

/** A PyTorch name is not in the API knowledge. */
export const rule = defineRule({
  code: "PP002",
  name: "unknown-torch-name",
  summary: "A PyTorch name is not in the API knowledge.",
  severity: "error",
  docs: {
    what: "Reports a name under `torch`, or a method of a tensor, that no row of the API knowledge describes.",
    why: "Nothing is known about its counterpart. Passing over it would be a guess, and a guess may run and give other numbers.",
    fixSafety:
      "There is no fix. Look the name up in Paddle's documentation, or ask for it with `paddle-port query`.",
    limits: "A name that is reached through `getattr` with a computed string is reported as PP006.",
  },
});
