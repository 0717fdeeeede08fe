import { wrap } from "../fix.js";
import { defineRule } from "../rule.js";

const paddleFlash =
  /^paddle\.nn\.functional\.(flash_attention\.)?(flash_attn_unpadded|flash_attention|flash_attn_varlen_func|flash_attn_qkvpacked|flash_attn_varlen_qkvpacked)$/;

/** Paddle's flash attention returns a pair; the attention output is its first item. */
export const rule = defineRule({
  code: "PP302",
  name: "flash-attention-result",
  summary: "Paddle's flash attention returns a pair.",
  severity: "error",
  docs: {
    what: "Reports a call of Paddle's flash attention whose result is used as if it were the attention output itself.",
    why: "Paddle returns `(out, softmax)`; PyTorch's `flash_attn` returns `out`. Reshaping the pair fails, and iterating over it takes the wrong things.",
    fixSafety: "Unsafe: right unless the code handles the pair further on, under the name it is stored in.",
    limits: "A result that is stored and indexed later is reported too, unless it is unpacked at once.",
  },
  check: (context) =>
    context.calls.flatMap((call) => {
      const type = context.typeOf(call.callee).type;
      if (type.kind !== "external" || !paddleFlash.test(type.name)) return [];
      const parent = context.parent(call);
      if (parent?.expr?.type === "Subscript" && parent.expr.object === call) return [];
      if (
        parent?.expr === null &&
        parent.stmt.type === "Assign" &&
        parent.stmt.targets.every((target) => target.type === "Tuple")
      )
        return [];
      if (parent?.expr === null && parent.stmt.type === "Expression") return [];
      return [
        {
          code: "PP302",
          severity: "error" as const,
          range: { start: call.callee.start, end: call.callee.end },
          message: "Paddle's flash attention returns a pair `(out, softmax)`; take its first item.",
          fix: {
            title: "Take the first item",
            applicability: "unsafe" as const,
            rewrites: [wrap(call, "", "[0]")],
            helpers: [],
            needsPaddle: false,
          },
          blocks: true,
        },
      ];
    }),
});
