import { asTensor } from "../../semantics/types.js";
import type { Expr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import type { Finding } from "../finding.js";
import { defineRule } from "../rule.js";

/** Operators between tensors of dtypes that PyTorch promotes and Paddle refuses. */
export const rule = defineRule({
  code: "PP602",
  name: "mixed-dtypes",
  summary: "Tensors of different dtypes meet in one operation.",
  severity: "warning",
  docs: {
    what: "Reports arithmetic and comparisons between tensors whose dtypes are known and differ: integer with float, int32 with int64, bool with float.",
    why: "PyTorch promotes both to a common dtype. Paddle raises a TypeError for most of these pairs.",
    fixSafety: "There is no fix. Convert one side with `.to(…)` before the operation.",
    limits:
      "Only dtypes that the code in sight shows are known; two floating dtypes are promoted by Paddle too and are not reported.",
  },
  check: (context) =>
    context.expressions.flatMap((expr): Finding[] => {
      if (expr.type === "Binary") return inspect(context, expr, expr.left, expr.right);
      if (expr.type !== "Compare") return [];
      return expr.operators.flatMap((operator, index) => {
        const [left, right] = [expr.operands[index], expr.operands[index + 1]];
        return left === undefined || right === undefined || /^(is|in|not)/.test(operator)
          ? []
          : inspect(context, expr, left, right);
      });
    }),
});

function inspect(context: FileContext, at: Expr, left: Expr, right: Expr): Finding[] {
  const [a, b] = [left, right].map((side) => asTensor(context.typeOf(side).type));
  if (a === null || b === null || a === undefined || b === undefined || a.framework !== "torch") return [];
  if (a.dtype === null || b.dtype === null || a.dtype === b.dtype) return [];
  const floating = (dtype: string): boolean => dtype.includes("float");
  if (floating(a.dtype) && floating(b.dtype)) return [];
  const message = `${a.dtype} meets ${b.dtype} here: PyTorch promotes them, Paddle raises a TypeError. Convert one side first.`;
  return [
    {
      code: "PP602",
      severity: "warning",
      range: { start: at.start, end: at.end },
      message,
      fix: null,
      blocks: true,
    },
  ];
}
