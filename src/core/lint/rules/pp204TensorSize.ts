import { defineRule } from "../rule.js";

/** `x.size()` is `x.shape`; `size` is a number on Paddle. */
export const rule = defineRule({
  code: "PP204",
  name: "tensor-size",
  summary: "`x.size()` is `x.shape`; `size` is a number on Paddle.",
  severity: "warning",
  docs: {
    what: "Reports `x.size()` and `x.size(dim)` on a tensor, and reads of `x.shape` that need a tuple.",
    why: "On Paddle `size` is the number of elements, and before 3.3 `shape` is a list: adding a tuple to it or comparing it with one fails or is false.",
    fixSafety: "Safe: `tuple(\u2026)` is written wherever the type of the shape may matter.",
    limits: "Shapes that pass through variables are made tuples, also where nothing depends on it.",
  },
  rows: ["torch.Tensor.size", "torch.Tensor.shape"],
});
