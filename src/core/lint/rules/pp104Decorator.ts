import { defineRule } from "../rule.js";

/** A PyTorch decorator has to go. */
export const rule = defineRule({
  code: "PP104",
  name: "torch-decorator",
  summary: "A PyTorch decorator has to go.",
  severity: "warning",
  docs: {
    what: "Reports a decorator such as `@torch.jit.ignore` that has no meaning on Paddle.",
    why: "The name does not exist there, so the module could not even be imported.",
    fixSafety: "Safe: the decorator only speaks to PyTorch's compiler.",
    limits: "A decorator used as a plain function is reported as PP004.",
  },
});
