import { defineRule } from "../rule.js";

/** Paddle's Embedding returns zeros for the padding row. */
export const rule = defineRule({
  code: "PP501",
  name: "embedding-padding",
  summary: "Paddle's Embedding returns zeros for the padding row.",
  severity: "warning",
  docs: {
    what: "Reports `nn.Embedding(\u2026, padding_idx=k)`.",
    why: "PyTorch looks the padding row up as it is stored and only keeps its gradient at zero. Paddle returns zeros for it, whatever the checkpoint holds: every padded position differs, without a word.",
    fixSafety:
      "Safe: a small subclass of `paddle.nn.Embedding` looks the stored row up, blocks its gradient and keeps the key `weight`.",
    limits:
      "The helper ignores `max_norm`, `norm_type` and `scale_grad_by_freq`, which stay open when given.",
  },
  rows: ["torch.nn.Embedding"],
});
