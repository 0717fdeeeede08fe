import { halfPortedCalls } from "../halfPorted.js";
import { defineRule } from "../rule.js";

/** `Tensor.view` is `Tensor.reshape` on Paddle. */
export const rule = defineRule({
  code: "PP201",
  name: "tensor-view",
  summary: "`Tensor.view` is `Tensor.reshape` on Paddle.",
  severity: "warning",
  docs: {
    what: "Reports `x.view(\u2026)` on a tensor, in PyTorch code and in half-ported Paddle code.",
    why: "Before Paddle 3.2 `view(6, 4)` takes the first number for a dtype and fails. `reshape` takes one list and runs on every version; like `view` it shares storage where the layout allows it.",
    fixSafety:
      "Safe: a shape that `view` accepts gives the same result with `reshape`, which merely accepts more layouts.",
    limits: "`view(dtype)`, which reinterprets the bytes, is not converted and stays open.",
  },
  rows: ["torch.Tensor.view"],
  check: (context) => halfPortedCalls(context, "PP201", "view", "reshape"),
});
