import { asTensor, members } from "../../semantics/types.js";
import type { Type } from "../../semantics/types.js";
import type { AugAssignStmt, BinaryExpr, CallExpr, CompareExpr, Expr } from "../../syntax/ast.js";
import { unwrap } from "../../syntax/walk.js";
import type { FileContext } from "../context.js";
import type { Finding, Fix } from "../finding.js";
import { isRepeatable, replace, rewrite, wrap } from "../fix.js";
import { defineRule } from "../rule.js";

/** Python's operators on tensors and containers of layers that Paddle answers in another way, or not at all. */
export const rule = defineRule({
  code: "PP607",
  name: "python-protocols",
  summary: "A tensor or a container of layers meets an operator of Python that Paddle answers differently.",
  severity: "warning",
  docs: {
    what: 'Reports `3 in x`, `x == None`, `x == "text"` and `x == [1, 2]`, `[0] * n` and `"-" * n` with a tensor n, `x & 1`, integers with NumPy numbers, `copy.copy(x)`, and `+` and `+=` on a ModuleList or Sequential.',
    why: "Paddle looks at one row after the other for `in` and fails where a row has several elements; before 3.3 it compares with nothing but numbers and tensors; it multiplies a list as if it were a tensor; it has no bitwise operator for Python's integers; it casts a NumPy float to an integer tensor's dtype; a copy of a tensor shares its storage in PyTorch only; and its LayerList cannot be added to before 3.3.",
    fixSafety:
      "`bool((x == 3).any())`, `x is None`, `[0] * int(n)`, `x & paddle.full_like(x, 1)` and `layers.extend(…)` are what PyTorch computes. The others stay open.",
    limits: "Values of unknown type are not reported.",
  },
  check: (context) => [
    ...context.ofType("Compare").flatMap((expr) => compared(context, expr)),
    ...context.ofType("Binary").flatMap((expr) => combined(context, expr)),
    ...context.callsTo("copy.copy").flatMap((call) => copied(context, call)),
    ...context.statementsOf("AugAssign").flatMap((statement) => augmented(context, statement)),
  ],
});

function compared(context: FileContext, expr: CompareExpr): Finding[] {
  return expr.operators.flatMap((operator, index): Finding[] => {
    const [left, right] = [expr.operands[index], expr.operands[index + 1]];
    if (left === undefined || right === undefined) return [];
    const alone = expr.operators.length === 1;
    if (operator === "in" || operator === "not in")
      return contained(context, expr, operator, left, right, alone);
    if (operator !== "==" && operator !== "!=") return [];
    const other = holdsTensor(context, left) ? right : left;
    const tensor = other === right ? left : right;
    if (!holdsTensor(context, tensor)) return [];
    const { type } = context.typeOf(other);
    if (type.kind === "none") return comparedWithNone(context, expr, operator, tensor, left, right);
    const foreign =
      ["list", "tuple", "tupleOf", "set", "dict", "size"].includes(type.kind) ||
      (type.kind === "builtin" && (type.name === "str" || type.name === "bytes"));
    return foreign
      ? [
          found(
            expr,
            "PyTorch says that a tensor and this are not equal; Paddle compares each element, or raises a TypeError. Ask for the type first.",
          ),
        ]
      : [];
  });
}

function contained(
  context: FileContext,
  expr: CompareExpr,
  operator: string,
  value: Expr,
  container: Expr,
  alone: boolean,
): Finding[] {
  const tensor = torchTensor(context, container);
  if (tensor === null || tensor.rank === 1) return [];
  const parts = [
    operator === "in" ? "bool((" : "not bool((",
    kept(value),
    " == ",
    kept(container),
    ").any())",
  ];
  const possible = alone && isOnlyTensor(context, container) && context.comments(expr).length === 0;
  const around = context.parent(expr)?.expr;
  const grouped = operator === "not in" && around !== null && around !== undefined && around.type !== "Paren";
  return [
    found(
      expr,
      "Paddle compares with one row after the other, and fails where a row has several elements.",
      possible ? fix("Ask all elements", rewrite(expr, grouped ? ["(", ...parts, ")"] : parts)) : null,
    ),
  ];
}

function comparedWithNone(
  context: FileContext,
  expr: CompareExpr,
  operator: string,
  tensor: Expr,
  left: Expr,
  right: Expr,
): Finding[] {
  if (!context.olderThan("3.3")) return [];
  const gap = { start: left.end, end: right.start };
  const at = context.source(gap).indexOf(operator);
  const plain = members(context.typeOf(tensor).type).every(
    ({ kind }) => kind === "tensor" || kind === "none",
  );
  const range = { start: gap.start + at, end: gap.start + at + operator.length };
  return [
    found(
      expr,
      "Before 3.3 Paddle cannot compare a tensor with None.",
      plain && at >= 0
        ? fix("Compare by identity", replace(range, operator === "==" ? "is" : "is not"))
        : null,
    ),
  ];
}

function combined(context: FileContext, expr: BinaryExpr): Finding[] {
  const { operator, left, right } = expr;
  if (operator === "+" && [left, right].some((side) => isContainer(context, side)))
    return [found(expr, "Before 3.3 Paddle cannot add containers of layers: extend one by the other.")];
  const [a, b] = [torchTensor(context, left), torchTensor(context, right)];
  if ((a === null) === (b === null)) return [];
  const [tensor, other] = a === null ? [right, left] : [left, right];
  const { type } = context.typeOf(other);
  if (operator === "*" && isSequence(type)) {
    const repair = isOnlyTensor(context, tensor)
      ? fix("Make a number of the tensor", wrap(tensor, "int(", ")"))
      : null;
    return [
      found(
        expr,
        "Python repeats a list or text as often as the tensor says; Paddle multiplies it, or fails.",
        repair,
      ),
    ];
  }
  if (/^[&|^]$/.test(operator) && type.kind === "builtin" && ["int", "bool"].includes(type.name)) {
    const filled = isRepeatable(unwrap(tensor))
      ? {
          ...fix(
            "Make a tensor of the number",
            wrap(other, `paddle.full_like(${context.source(tensor)}, `, ")"),
          ),
          needsPaddle: true,
        }
      : null;
    return [found(expr, "Paddle's bitwise operators take tensors only.", filled)];
  }
  const whole = /^u?int/.test((a ?? b)?.dtype ?? "");
  const array = type.kind === "instance" && type.of === "numpy.ndarray";
  return whole && array && operator !== "/" && operator !== "@"
    ? [
        found(
          expr,
          "PyTorch promotes to the dtype of the NumPy number; Paddle casts it to the tensor's. Convert one of them first.",
        ),
      ]
    : [];
}

function augmented(context: FileContext, statement: AugAssignStmt): Finding[] {
  const { target, operator, value } = statement;
  if (operator === "+=" && isContainer(context, target)) {
    const only = members(context.typeOf(target).type).every(
      (type) => type.kind === "instance" && type.of === "torch.nn.ModuleList",
    );
    const given =
      value.type === "Tuple" && !context.source(value).startsWith("(")
        ? ["(", kept(value), ")"]
        : [kept(value)];
    const possible = only && context.comments(statement).length === 0;
    return [
      found(
        statement,
        "Before 3.3 Paddle cannot add to a container of layers with `+=`.",
        possible ? fix("Extend it", rewrite(statement, [kept(target), ".extend(", ...given, ")"])) : null,
      ),
    ];
  }
  const { type } = context.typeOf(value);
  const number = type.kind === "builtin" && ["int", "bool"].includes(type.name);
  return /^[&|^]=$/.test(operator) && number && holdsTensor(context, target)
    ? [found(statement, "Paddle's bitwise operators take tensors only.")]
    : [];
}

function copied(context: FileContext, call: CallExpr): Finding[] {
  const [only] = call.args;
  return only !== undefined && holdsTensor(context, only.value)
    ? [
        found(
          call,
          "A shallow copy of a tensor shares its storage in PyTorch; Paddle makes a new one, or raises a TypeError before 3.3. Write `x.detach()` or `x.clone()`.",
        ),
      ]
    : [];
}

function torchTensor(context: FileContext, expr: Expr): ReturnType<typeof asTensor> {
  const tensor = asTensor(context.typeOf(expr).type);
  return tensor?.framework === "torch" ? tensor : null;
}

function holdsTensor(context: FileContext, expr: Expr): boolean {
  return members(context.typeOf(expr).type).some(
    (type) => type.kind === "tensor" && type.framework === "torch",
  );
}

function isOnlyTensor(context: FileContext, expr: Expr): boolean {
  return members(context.typeOf(expr).type).every(({ kind }) => kind === "tensor");
}

function isContainer(context: FileContext, expr: Expr): boolean {
  return members(context.typeOf(expr).type).some(
    (type) => type.kind === "instance" && /^torch\.nn\.(ModuleList|Sequential)$/.test(type.of),
  );
}

function isSequence(type: Type): boolean {
  return (
    ["list", "tuple", "tupleOf"].includes(type.kind) ||
    (type.kind === "builtin" && ["str", "bytes"].includes(type.name))
  );
}

function kept(expr: Expr): { start: number; end: number } {
  return { start: expr.start, end: expr.end };
}

function fix(title: string, change: Fix["rewrites"][number]): Fix {
  return { title, applicability: "safe", rewrites: [change], helpers: [], needsPaddle: false };
}

function found(at: { start: number; end: number }, message: string, repair: Fix | null = null): Finding {
  return {
    code: "PP607",
    severity: "warning",
    range: { start: at.start, end: at.end },
    message,
    fix: repair,
    blocks: true,
  };
}
