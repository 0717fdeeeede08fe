import { defineRule } from "../rule.js";

/** A tensor method or attribute is written differently on Paddle. */
export const rule = defineRule({
  code: "PP102",
  name: "tensor-member",
  summary: "A tensor method or attribute is written differently on Paddle.",
  severity: "warning",
  docs: {
    what: "Reports a method or attribute of a tensor, or of a module, whose name, arguments or result differ on the chosen Paddle version.",
    why: "The receiver decides: the same name on a list, a NumPy array or a class of your own is left alone.",
    fixSafety: "Safe where the receiver is certain; unsafe where its type rests on use or call sites.",
    limits: "Receivers of unknown type are reported as PP210.",
  },
});
