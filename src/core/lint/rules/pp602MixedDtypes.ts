import { asTensor, members } from "../../semantics/types.js";
import type { CallExpr, CompareExpr, Expr } from "../../syntax/ast.js";
import type { Rewrite } from "../../text/edits.js";
import type { FileContext } from "../context.js";
import type { Finding, Fix } from "../finding.js";
import { rewrite } from "../fix.js";
import { defineRule } from "../rule.js";

/** Paddle's functions for the operators that mix dtypes. */
const functions: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "//": "floor_divide",
  "%": "remainder",
  "**": "pow",
  "==": "equal",
  "!=": "not_equal",
  "<": "less_than",
  "<=": "less_equal",
  ">": "greater_than",
  ">=": "greater_equal",
};

/** Operators between tensors of dtypes that PyTorch promotes and Paddle refuses. */
export const rule = defineRule({
  code: "PP602",
  name: "mixed-dtypes",
  summary: "Tensors of different dtypes meet in one operation.",
  severity: "warning",
  docs: {
    what: "Reports arithmetic, comparisons, `cat`, `stack` and `where` with tensors whose dtypes are known and differ: integer with float, int32 with int64, bool with float.",
    why: "PyTorch promotes all to a common dtype. Paddle raises a TypeError for most of these pairs.",
    fixSafety:
      "`paddle.add(*promote_all([a, b]))` computes in PyTorch's dtype. Where an operation has no such form, convert one side with `.to(…)` first.",
    limits:
      "Only dtypes that the code in sight shows are known; two floating dtypes are promoted by Paddle too and are not reported.",
  },
  check: (context) => [
    ...context
      .ofType("Binary")
      .flatMap((expr) => operation(context, expr, expr.operator, expr.left, expr.right)),
    ...context.calls.flatMap((call) => called(context, call)),
    ...context.ofType("Compare").flatMap((expr) => compared(context, expr)),
  ],
});

function compared(context: FileContext, expr: CompareExpr): Finding[] {
  return expr.operators.flatMap((operator, index) => {
    const [left, right] = [expr.operands[index], expr.operands[index + 1]];
    if (left === undefined || right === undefined || /^(is|in|not)/.test(operator)) return [];
    return operation(context, expr, expr.operators.length === 1 ? operator : "", left, right);
  });
}

function operation(context: FileContext, at: Expr, operator: string, left: Expr, right: Expr): Finding[] {
  const message = mixture(context, [left, right]);
  if (message === null) return [];
  const name = Object.hasOwn(functions, operator) ? functions[operator] : undefined;
  if (name === undefined || context.comments(at).length > 0) return [found(at, message, null)];
  const kept = (side: Expr): { start: number; end: number } => ({ start: side.start, end: side.end });
  const parts = [`paddle.${name}(*promote_all([`, kept(left), ", ", kept(right), "]))"];
  return [found(at, message, fixBy(rewrite(at, parts), true))];
}

/** Functions and methods for the same, of a tensor and another. */
const named =
  /^torch\.(Tensor\.)?(add|sub|subtract|mul|multiply|div|divide|true_divide|floor_divide|remainder|pow|eq|ne|lt|le|gt|ge|less|greater|maximum|minimum|max|min|atan2)$/;

/** Paddle's functions for them, by PyTorch's names. */
const counterparts: Readonly<Record<string, string>> = {
  add: "add",
  sub: "subtract",
  subtract: "subtract",
  mul: "multiply",
  multiply: "multiply",
  div: "divide",
  divide: "divide",
  eq: "equal",
  ne: "not_equal",
  lt: "less_than",
  le: "less_equal",
  gt: "greater_than",
  ge: "greater_equal",
  maximum: "maximum",
  minimum: "minimum",
};

/** `x.add(y)`, `torch.lt(x, y)`. */
function calledOperation(context: FileContext, call: CallExpr): Finding[] {
  const { type } = context.typeOf(call.callee);
  const row =
    type.kind === "external"
      ? context.catalog.row(type.name)
      : type.kind === "method" && type.receiver.kind === "tensor"
        ? context.catalog.method(type.name)
        : undefined;
  if (row === undefined || !named.test(row.name)) return [];
  const own = call.callee.type === "Attribute" && type.kind === "method" ? [call.callee.object] : [];
  const given = call.args.filter(({ kind }) => kind === "positional").map(({ value }) => value);
  const message = mixture(context, [...own, ...given].slice(0, 2));
  if (message === null) return [];
  const name = row.name.slice(row.name.lastIndexOf(".") + 1);
  const to = Object.hasOwn(counterparts, name) ? counterparts[name] : undefined;
  const [left, right, ...more] = [...own, ...given];
  const plain = given.length === call.args.length && more.length === 0 && context.comments(call).length === 0;
  if (to === undefined || left === undefined || right === undefined || !plain)
    return [found(call, message, null)];
  const kept = (side: Expr): { start: number; end: number } => ({ start: side.start, end: side.end });
  const parts = [`paddle.${to}(*promote_all([`, kept(left), ", ", kept(right), "]))"];
  return [found(call, message, fixBy(rewrite(call, parts), true))];
}

/** `torch.cat([a, b])`, `torch.stack((a, b))`, `torch.where(c, a, b)`. */
function called(context: FileContext, call: CallExpr): Finding[] {
  const operation = calledOperation(context, call);
  if (operation.length > 0) return operation;
  const { type } = context.typeOf(call.callee);
  if (type.kind !== "external") return [];
  const name = context.catalog.row(type.name)?.name;
  const [first, second, third] = call.args;
  if (name === "torch.where" && second?.kind === "positional" && third?.kind === "positional") {
    const message = mixture(context, [second.value, third.value]);
    const range = { start: second.start, end: third.end };
    if (message === null) return [];
    return [found(call, message, fixBy(rewrite(range, ["*promote_all([", range, "])"]), false))];
  }
  if ((name !== "torch.cat" && name !== "torch.stack") || first?.kind !== "positional") return [];
  const { value } = first;
  if (value.type !== "List" && value.type !== "Tuple") return [];
  const message = mixture(context, value.items);
  const range = { start: value.start, end: value.end };
  return message === null
    ? []
    : [found(call, message, fixBy(rewrite(range, ["promote_all(", range, ")"]), false))];
}

/** What is said about tensors whose dtypes are known and cannot meet on Paddle; null where none do. */
function mixture(context: FileContext, values: readonly Expr[]): string | null {
  const dtypes = values.flatMap((value) => {
    const { type } = context.typeOf(value);
    const tensor = asTensor(type);
    const torch = tensor?.framework === "torch" && members(type).every((member) => member.kind === "tensor");
    return torch && tensor.dtype !== null ? [tensor.dtype] : [];
  });
  const [first] = dtypes;
  const other = dtypes.find(
    (dtype) => dtype !== first && !(dtype.includes("float") && first?.includes("float")),
  );
  if (first === undefined || other === undefined) return null;
  return `${first} meets ${other} here: PyTorch promotes them, Paddle raises a TypeError. Convert one side first.`;
}

function fixBy(change: Rewrite, needsPaddle: boolean): Fix {
  return {
    title: "Compute in PyTorch's common dtype",
    applicability: "safe",
    rewrites: [change],
    helpers: ["promote_all"],
    needsPaddle,
  };
}

function found(at: Expr, message: string, fix: Fix | null): Finding {
  const range = { start: at.start, end: at.end };
  return { code: "PP602", severity: "warning", range, message, fix, blocks: true };
}
