import type { CallExpr, Expr } from "../../syntax/ast.js";
import { unwrap } from "../../syntax/walk.js";
import { operand, removeArguments, replace, rewrite } from "../fix.js";
import { argument, paddleCalls } from "../paddleCode.js";
import { defineRule } from "../rule.js";
import type { Finding } from "../finding.js";

const varlen = /^paddle\.nn\.functional\.(flash_attention\.)?(flash_attn_varlen_func|flash_attn_unpadded)$/;
const plain = /^paddle\.nn\.functional\.(flash_attention\.)?(flash_attn_func|flash_attention)$/;

/** `softmax_scale` is `scale` in Paddle's flash attention over packed sequences, and absent from the plain one. */
export const rule = defineRule({
  code: "PP301",
  name: "flash-attention-softmax-scale",
  summary: "`softmax_scale` is `scale` in Paddle's flash attention.",
  severity: "error",
  rows: ["flash_attn.flash_attn_varlen_func", "flash_attn.flash_attn_func"],
  docs: {
    what: "Reports `softmax_scale=`, a missing scale and a scale that is a square root in calls of flash attention, in PyTorch code that uses `flash_attn` and in half-ported Paddle code.",
    why: "Paddle's `flash_attn_unpadded` calls it `scale` and requires it; its default in `flash_attn` is one over the square root of the head size. `flash_attention` has no such argument and always uses that default. A converter writes `scale=math.sqrt(size)` for the default, which is its reciprocal: the softmax then sees values too big by the size.",
    fixSafety:
      "Renaming it is safe. Writing the reciprocal of a square root is unsafe, as the value may be meant. Leaving it out of `flash_attention` is right only if the value is the default, so that is a suggestion.",
    limits: "Whether a computed scale equals the default is not decided.",
  },
  check: (context) =>
    paddleCalls(context).flatMap(({ call, name }): Finding[] => {
      const named = call.args.find((argument) => argument.keyword?.name === "softmax_scale");
      if (varlen.test(name))
        return named?.keyword == null
          ? [...missing(call), ...upsideDown(call)]
          : [renamed(named.keyword, replace(named.keyword, "scale"))];
      if (!plain.test(name) || named?.keyword == null) return [];
      const index = call.args.indexOf(named);
      const fix = {
        title: "Leave `softmax_scale` out",
        applicability: "suggestion" as const,
        rewrites: removeArguments(context, call, new Set([index])),
        helpers: [],
        needsPaddle: false,
      };
      const message =
        "Paddle's `flash_attention` has no `softmax_scale`; it always divides by the square root of the head size. Leave it out only if the value is that.";
      return [{ code: "PP301", severity: "error", range: named.keyword, message, fix, blocks: true }];
    }),
});

function renamed(range: { start: number; end: number }, rewrite: ReturnType<typeof replace>): Finding {
  return {
    code: "PP301",
    severity: "error",
    range,
    message: "Paddle's flash attention over packed sequences calls this argument `scale`.",
    fix: {
      title: "Rename it to `scale`",
      applicability: "safe",
      rewrites: [rewrite],
      helpers: [],
      needsPaddle: false,
    },
    blocks: true,
  };
}

/** The scale is the eighth argument of `flash_attn_unpadded`; there it has no default. */
function missing(call: CallExpr): Finding[] {
  const given = call.args.some(
    (argument) =>
      argument.keyword?.name === "scale" || argument.kind === "doubleStar" || argument.kind === "star",
  );
  const positional = call.args.filter((argument) => argument.kind === "positional").length;
  if (given || positional >= 8) return [];
  const message =
    "Paddle requires `scale` here; the default of `flash_attn` is one over the square root of the head size.";
  return [
    {
      code: "PP301",
      severity: "error",
      range: call.callee,
      message: `${message} Write \`scale=1.0 / math.sqrt(head_size)\`.`,
      fix: null,
      blocks: true,
    },
  ];
}

/** `scale=math.sqrt(size)`: the scores are multiplied by it, so that it has to be the reciprocal. */
function upsideDown(call: CallExpr): Finding[] {
  const scale = argument(call, "scale", 7)?.value;
  if (scale === undefined || !isRoot(unwrap(scale))) return [];
  return [
    {
      code: "PP301",
      severity: "error",
      range: { start: scale.start, end: scale.end },
      message: "Paddle multiplies the scores by `scale`; a square root of the head size has to divide them.",
      fix: {
        title: "Write the reciprocal",
        applicability: "unsafe",
        rewrites: [rewrite(scale, ["1.0 / ", ...operand(scale)])],
        helpers: [],
        needsPaddle: false,
      },
      blocks: true,
    },
  ];
}

function isRoot(expr: Expr): boolean {
  if (expr.type === "Binary")
    return expr.operator === "**" && expr.right.type === "Number" && expr.right.value === 0.5;
  if (expr.type !== "Call") return false;
  const { callee } = expr;
  const name =
    callee.type === "Attribute" ? callee.attribute.name : callee.type === "Name" ? callee.name : "";
  return name === "sqrt";
}
