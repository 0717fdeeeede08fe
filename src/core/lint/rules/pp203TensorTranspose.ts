import { defineRule } from "../rule.js";

/** `transpose(a, b)` exchanges two dimensions in PyTorch and reorders all of them in Paddle. */
export const rule = defineRule({
  code: "PP203",
  name: "tensor-transpose",
  summary: "`transpose(a, b)` exchanges two dimensions in PyTorch and reorders all of them in Paddle.",
  severity: "warning",
  docs: {
    what: "Reports `x.transpose(1, 2)` on a tensor.",
    why: "Same name, other meaning: Paddle's `transpose` wants the new order of all dimensions.",
    fixSafety:
      "Safe: with a known rank the full order is written; else `moveaxis` or a small helper, which need no rank.",
    limits: "The rank is known only where the code in sight shows it.",
  },
  rows: ["torch.Tensor.transpose", "torch.transpose", "torch.Tensor.t"],
});
