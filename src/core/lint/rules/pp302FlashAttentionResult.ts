import type { CallExpr, Expr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import { wrap } from "../fix.js";
import { paddleCalls } from "../paddleCode.js";
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
    limits:
      "A result that is stored under a name is passed over only if every use of that name in the file indexes or unpacks it; one that is handed on whole is reported.",
  },
  check: (context) =>
    paddleCalls(context).flatMap(({ call, name }) => {
      if (!paddleFlash.test(name) || isTakenApart(context, call)) return [];
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

/** `f(…)[0]`, `out, _ = f(…)`, or a name that is only ever indexed or unpacked. */
function isTakenApart(context: FileContext, call: CallExpr): boolean {
  if (isUnpacked(context, call)) return true;
  const parent = context.parent(call);
  if (parent?.expr !== null) return false;
  if (parent.stmt.type === "Expression") return true;
  const [target, ...others] = parent.stmt.type === "Assign" ? parent.stmt.targets : [];
  if (target?.type !== "Name" || others.length > 0) return false;
  const uses = context.ofType("Name").filter((expr) => expr.name === target.name && expr !== target);
  return uses.length > 0 && uses.every((use) => isUnpacked(context, use));
}

function isUnpacked(context: FileContext, expr: Expr): boolean {
  const parent = context.parent(expr);
  if (parent === undefined) return false;
  if (parent.expr !== null)
    return parent.expr.type === "Paren"
      ? isUnpacked(context, parent.expr)
      : parent.expr.type === "Subscript" && parent.expr.object === expr;
  const { stmt } = parent;
  return (
    stmt.type === "Assign" &&
    stmt.value === expr &&
    stmt.targets.every((target) => ["Tuple", "List", "Paren"].includes(target.type))
  );
}
