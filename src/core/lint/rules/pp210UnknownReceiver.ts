import { defineRule } from "../rule.js";

/** A method that tensors have too is called on something of unknown type. */
export const rule = defineRule({
  code: "PP210",
  name: "unknown-receiver",
  summary: "A method that tensors have too is called on something of unknown type.",
  severity: "info",
  docs: {
    what: "Reports a call such as `value.max(1)` where nothing says what `value` is and a tensor's method of that name has to be written differently on Paddle.",
    why: "If it is a tensor, leaving it would fail or give another result; if it is not, changing it would break it.",
    fixSafety:
      "The fix tests at run time whether it is a tensor. `check --fix-unsafe` and `port` apply it; an annotation makes it unnecessary.",
    limits:
      "Names that mean the same on both frameworks are not reported. Where the receiver may also be a module or another object of PyTorch whose method has to be changed, the call stays open.",
  },
});
