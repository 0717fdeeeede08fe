import { asTensor } from "../../semantics/types.js";
import type { CallExpr, Expr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import type { Finding, Fix } from "../finding.js";
import { rewrite } from "../fix.js";
import { paddleCalls } from "../paddleCode.js";
import { defineRule } from "../rule.js";

/** `transpose(a, b)` exchanges two dimensions in PyTorch and reorders all of them in Paddle. */
export const rule = defineRule({
  code: "PP203",
  name: "tensor-transpose",
  summary: "`transpose(a, b)` exchanges two dimensions in PyTorch and reorders all of them in Paddle.",
  severity: "warning",
  docs: {
    what: "Reports `x.transpose(1, 2)` on a tensor, and in Paddle code an order that does not have one number for each dimension.",
    why: "Same name, other meaning: Paddle's `transpose` wants the new order of all dimensions. A list that is too short is the commonest mistake in converted code, and raises nothing on any version: `[1, 0]` of three dimensions leaves the last where it is, and `[0, 2]` gives a shape that the tensor never had. A longer one raises `ValueError`.",
    fixSafety:
      "Safe: with a known rank the full order is written; else `moveaxis` or a small helper, which need no rank. What a short order was meant to be is for a person to say.",
    limits: "The rank is known only where the code in sight shows it.",
  },
  rows: ["torch.Tensor.transpose", "torch.transpose"],
  check: (context) => paddleCalls(context).flatMap(({ call }) => inspect(context, call)),
});

function inspect(context: FileContext, call: CallExpr): Finding[] {
  const use = paddleTranspose(context, call);
  if (use === null) return [];
  const { input, values } = use;
  const rank = asTensor(context.typeOf(input).type)?.rank ?? writtenRank(input);
  const [first, second] = values;
  if (first === undefined || values.length > 2) return [];
  if (second !== undefined) return exchanged(context, call, input, [first, second], rank);
  if (first.type !== "List" && first.type !== "Tuple") return [];
  if (first.items.some((item) => item.type === "Starred")) return [];
  if (rank === null || first.items.length === rank) return [];
  return [
    {
      code: "PP203",
      severity: "error",
      range: { start: first.start, end: first.end },
      message:
        first.items.length < rank
          ? `The tensor has ${rank} dimensions, but this order names ${first.items.length}: Paddle completes it without a word, and mixes up the values where it leaves one out.`
          : `The tensor has ${rank} dimensions, but this order names ${first.items.length}: Paddle raises a ValueError.`,
      fix: null,
      blocks: true,
    },
  ];
}

/** The number of dimensions that `reshape([…])` or `zeros([…])` writes out. */
function writtenRank(expr: Expr): number | null {
  if (expr.type !== "Call" || expr.callee.type !== "Attribute") return null;
  if (!/^(reshape|zeros|ones|rand|randn|empty)$/.test(expr.callee.attribute.name)) return null;
  const shape = expr.args[expr.args.length - 1]?.value;
  if (expr.args.length > 2 || (shape?.type !== "List" && shape?.type !== "Tuple")) return null;
  return shape.items.some((item) => item.type === "Starred") ? null : shape.items.length;
}

/** The tensor and the other arguments of Paddle's transpose, as a method or a function. */
function paddleTranspose(context: FileContext, call: CallExpr): { input: Expr; values: Expr[] } | null {
  if (call.args.some((argument) => argument.kind === "star" || argument.kind === "doubleStar")) return null;
  const perm = call.args.filter((argument) => argument.keyword === null || argument.keyword.name === "perm");
  if (call.callee.type === "Attribute" && call.callee.attribute.name === "transpose") {
    const input = call.callee.object;
    if (asTensor(context.typeOf(input).type)?.framework === "paddle")
      return { input, values: perm.map((argument) => argument.value) };
  }
  const { type } = context.typeOf(call.callee);
  if (type.kind !== "external" || type.name !== "paddle.transpose") return null;
  const input = call.args.find((argument) => argument.keyword === null || argument.keyword.name === "x");
  if (input === undefined || asTensor(context.typeOf(input.value).type)?.framework !== "paddle") return null;
  return {
    input: input.value,
    values: perm.filter((argument) => argument !== input).map((argument) => argument.value),
  };
}

/** PyTorch's form with two numbers, which Paddle takes from 3.2 on. */
function exchanged(
  context: FileContext,
  call: CallExpr,
  input: Expr,
  dims: readonly [Expr, Expr],
  rank: number | null,
): Finding[] {
  if (!context.olderThan("3.2")) return [];
  const range = { start: dims[0].start, end: dims[1].end };
  const [a, b] = dims.map(number);
  const order = rank === null || a == null || b == null ? null : permutation(a, b, rank);
  const kept = { start: input.start, end: input.end };
  const certain = context.typeOf(input).confidence === "certain";
  const fix: Fix = {
    title: order === null ? "Exchange the two dimensions by a helper" : "Write the order of all dimensions",
    applicability: certain ? "safe" : "unsafe",
    rewrites:
      order === null
        ? [
            rewrite(call, [
              "swap_axes(",
              kept,
              ", ",
              { start: dims[0].start, end: dims[0].end },
              ", ",
              { start: dims[1].start, end: dims[1].end },
              ")",
            ]),
          ]
        : [rewrite(range, [`[${order.join(", ")}]`])],
    helpers: order === null ? ["swap_axes"] : [],
    needsPaddle: false,
  };
  const message = `Paddle ${context.target} takes the new order of all dimensions as one list, not two dimensions to exchange.`;
  return [{ code: "PP203", severity: "error", range, message, fix, blocks: true }];
}

function number(expr: Expr): number | null {
  if (expr.type === "Number") return expr.of === "int" ? expr.value : null;
  if (expr.type !== "Unary" || expr.operator !== "-") return null;
  const value = number(expr.operand);
  return value === null ? null : -value;
}

function permutation(a: number, b: number, rank: number): number[] | null {
  const [first, second] = [a < 0 ? a + rank : a, b < 0 ? b + rank : b];
  if (first < 0 || second < 0 || first >= rank || second >= rank) return null;
  const order = Array.from({ length: rank }, (_, index) => index);
  order[first] = second;
  order[second] = first;
  return order;
}
