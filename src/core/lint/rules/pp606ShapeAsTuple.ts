import { members } from "../../semantics/types.js";
import type { BinaryExpr, CompareExpr, Expr } from "../../syntax/ast.js";
import { unwrap } from "../../syntax/walk.js";
import type { FileContext } from "../context.js";
import { wrap } from "../fix.js";
import type { Finding } from "../finding.js";
import { defineRule } from "../rule.js";

/** The shape of a Paddle tensor is a list before 3.3, and is treated as a tuple. */
export const rule = defineRule({
  code: "PP606",
  name: "shape-as-tuple",
  summary: "A shape is treated as a tuple, which it is on Paddle from 3.3 on only.",
  severity: "error",
  docs: {
    what: "Reports, in Paddle code, a shape that is compared with a tuple (`x.shape == (2, 3)`) or joined with one (`x.shape[:-1] + (1,)`).",
    why: "Before Paddle 3.3 a shape is a list. A list never equals a tuple, so that the test says no without a word; joining the two raises `TypeError`. From 3.3 on it is a `paddle.Size`, which equals lists and tuples.",
    fixSafety: "Safe: `tuple(x.shape)` is right on every version.",
    limits:
      "Comparing with a list is right everywhere and not reported. Tuples that come from elsewhere are not followed.",
  },
  check: (context) =>
    context.olderThan("3.3")
      ? [
          ...context.ofType("Binary").flatMap((expr) => joined(context, expr)),
          ...context.ofType("Compare").flatMap((expr) => compared(context, expr)),
        ]
      : [],
});

function joined(context: FileContext, { operator, left, right }: BinaryExpr): Finding[] {
  const message = `A list cannot be joined with a tuple, and a shape is a list on Paddle ${context.target}.`;
  return operator === "+" ? pair(context, left, right, message) : [];
}

function compared(context: FileContext, { operands, operators }: CompareExpr): Finding[] {
  const message = `A list never equals a tuple, and a shape is a list on Paddle ${context.target}.`;
  return operators.flatMap((operator, index) => {
    const [left, right] = [operands[index], operands[index + 1]];
    return (operator === "==" || operator === "!=") && left !== undefined && right !== undefined
      ? pair(context, left, right, message)
      : [];
  });
}

function pair(context: FileContext, left: Expr, right: Expr, message: string): Finding[] {
  const [size, other] = isShape(context, left) ? [left, right] : [right, left];
  if (!isShape(context, size) || unwrap(other).type !== "Tuple") return [];
  const certain = context.typeOf(size).confidence === "certain";
  return [
    {
      code: "PP606",
      severity: "error",
      range: { start: size.start, end: size.end },
      message,
      fix: {
        title: "Make a tuple of the shape",
        applicability: certain ? "safe" : "unsafe",
        rewrites: [wrap(size, "tuple(", ")")],
        helpers: [],
        needsPaddle: false,
      },
      blocks: true,
    },
  ];
}

function isShape(context: FileContext, expr: Expr): boolean {
  const types = members(context.typeOf(expr).type);
  return types.length === 1 && types.some((type) => type.kind === "size" && type.framework === "paddle");
}
