import { halfPortedCalls } from "../halfPorted.js";
import { defineRule } from "../rule.js";

/** `permute` is `transpose` with all dimensions on Paddle. */
export const rule = defineRule({
  code: "PP202",
  name: "tensor-permute",
  summary: "`permute` is `transpose` with all dimensions on Paddle.",
  severity: "warning",
  docs: {
    what: "Reports `x.permute(0, 2, 1, 3)` on a tensor, in PyTorch code and in half-ported Paddle code.",
    why: "Before Paddle 3.2 tensors have no `permute`. Paddle's `transpose` takes the new order of all dimensions as one list.",
    fixSafety: "Safe: both give a view with the dimensions in the given order.",
    limits:
      "A permutation that is a variable keeps its form; whether it names all dimensions is checked at run time by Paddle.",
  },
  rows: ["torch.Tensor.permute", "torch.permute"],
  check: (context) => halfPortedCalls(context, "PP202", "permute", "transpose"),
});
