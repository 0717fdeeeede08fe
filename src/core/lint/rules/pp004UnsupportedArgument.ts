import { defineRule } from "../rule.js";

/** An argument or a form of the call has no counterpart. */
export const rule = defineRule({
  code: "PP004",
  name: "unsupported-argument",
  summary: "An argument or a form of the call has no counterpart.",
  severity: "warning",
  docs: {
    what: "Reports a call whose arguments cannot be written for Paddle: one has no counterpart, or the call does not fit any known signature (for example because of `**kwargs`).",
    why: "Leaving an argument out changes what is computed.",
    fixSafety: "There is no fix; the message says what to do by hand.",
    limits: "An argument with PyTorch's default value is left out and not reported.",
  },
});
