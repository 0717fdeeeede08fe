import { isInstanceOf } from "../paddleCode.js";
import { defineRule } from "../rule.js";

const torchNames = ["in_proj_weight", "in_proj_bias", "bias_k", "bias_v"];

/** Paddle's MultiHeadAttention has three projections where PyTorch's has one matrix. */
export const rule = defineRule({
  code: "PP504",
  name: "attention-parameters",
  summary: "Paddle's `MultiHeadAttention` has no `in_proj_weight`.",
  severity: "error",
  docs: {
    what: "Reports `in_proj_weight`, `in_proj_bias`, `bias_k` and `bias_v` of Paddle's `MultiHeadAttention`.",
    why: "Paddle's has `q_proj`, `k_proj` and `v_proj`, each with a weight of [in, out]; the names raise `AttributeError`. They stand in paths for speed that no test takes.",
    fixSafety:
      "There is no fix. Delete the path, or use the three projections; the weight plan splits the matrix when weights are converted.",
    limits: "Attention of one's own that is built like PyTorch's is right, and not looked at.",
  },
  check: (context) =>
    context.attributesNamed(...torchNames).flatMap((expr) =>
      isInstanceOf(context, expr.object, /^paddle\.nn\.MultiHeadAttention$/)
        ? [
            {
              code: "PP504",
              severity: "error" as const,
              range: { start: expr.attribute.start, end: expr.attribute.end },
              message: `Paddle's \`MultiHeadAttention\` has no \`${expr.attribute.name}\`; it has \`q_proj\`, \`k_proj\` and \`v_proj\`.`,
              fix: null,
              blocks: true,
            },
          ]
        : [],
    ),
});
