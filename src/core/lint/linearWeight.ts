import { externalBases } from "../semantics/classes.js";
import type { Type } from "../semantics/types.js";
import { asTensor, members } from "../semantics/types.js";
import type { CallExpr, Expr } from "../syntax/ast.js";
import { unwrap } from "../syntax/walk.js";
import type { FileContext } from "./context.js";
import { resolveReference } from "./references.js";

/** Layers whose `weight` PyTorch stores as [out, in] and Paddle as [in, out]. */
const linear = new Set(["torch.nn.Linear", "torch.nn.Bilinear", "torch.nn.MultiheadAttention"]);

/** True for `layer.weight` where the layer may be one whose weight Paddle stores the other way round. */
export function mayBeLinearWeight(
  context: FileContext,
  expr: Expr,
): expr is Extract<Expr, { type: "Attribute" }> {
  return (
    expr.type === "Attribute" &&
    expr.attribute.name === "weight" &&
    members(context.typeOf(expr.object).type).some((type) => ownsWeight(type, linear))
  );
}

/** True for `layer.weight` where the layer can be nothing but an `nn.Linear` or what derives from it. */
export function isOnlyLinearWeight(context: FileContext, expr: Expr): boolean {
  const inner = unwrap(expr);
  if (inner.type !== "Attribute" || inner.attribute.name !== "weight") return false;
  const only = new Set(["torch.nn.Linear"]);
  return members(context.typeOf(inner.object).type).every((member) => ownsWeight(member, only));
}

/** The same, where no run can contradict it. */
export function isLinearWeight(context: FileContext, expr: Expr): boolean {
  const inner = unwrap(expr);
  return (
    isOnlyLinearWeight(context, inner) &&
    inner.type === "Attribute" &&
    context.typeOf(inner.object).confidence === "certain"
  );
}

function ownsWeight(type: Type, classes: ReadonlySet<string>): boolean {
  if (type.kind === "instance") return classes.has(type.of);
  return (
    type.kind === "object" &&
    !type.of.attributes.has("weight") &&
    externalBases(type.of).some((base) => classes.has(base))
  );
}

/** `F.linear(x, layer.weight)`: Paddle's function takes the weight in the layout that Paddle's layer stores. */
export function isGivenToLinear(context: FileContext, expr: Expr): boolean {
  const call = context.parent(expr)?.expr;
  if (call?.type !== "Call" || !isLinearWeight(context, expr)) return false;
  const [first, second] = call.args;
  const isWeight = call.args.some(
    (argument) =>
      argument.value === expr &&
      (argument.keyword?.name === "weight" ||
        (argument === second && argument.kind === "positional" && first?.kind === "positional")),
  );
  return isWeight && resolveReference(context, call.callee)?.qualified === "torch.nn.functional.linear";
}

/** Members for which the order of the two dimensions is all the same. */
const indifferent = new Set(
  (
    "data grad grad_fn dtype device type requires_grad requires_grad_ is_leaf ndim dim numel nelement element_size itemsize " +
    "nbytes is_cuda is_contiguous is_floating_point is_complex data_ptr register_hook backward retain_grad zero_ fill_ normal_ " +
    "uniform_ clamp_ item detach detach_ clone cpu cuda to half float double bfloat16 contiguous storage untyped_storage"
  ).split(" "),
);
/** Reductions over the whole tensor, as long as they are not told a dimension. */
const reductions = /^(sum|mean|norm|max|min|amax|amin|std|var|any|all|prod|median|isnan|isinf|isfinite)$/;
const elementwise = /^(add|sub|mul|div|copy|lerp|addcmul|addcdiv|pow|where|masked_fill)_?$/;

/** Uses of tensors that may be a Linear layer's weight, for which the order of its two dimensions matters. */
export function turnedUses(context: FileContext): Expr[] {
  if (!context.project.handsOutWeights) return [];
  return [
    ...context
      .ofType("Attribute")
      .filter((expr) => isTurned(context, expr.object) && !memberIsIndifferent(context, expr)),
    ...context
      .ofType("Subscript")
      .filter((expr) => isTurned(context, expr.object) && !takesAll(expr.indices)),
    ...context
      .ofType("Binary")
      .filter(({ operator, left, right }) =>
        operator === "@"
          ? isTurned(context, left) || isTurned(context, right)
          : isTurned(context, left) !== isTurned(context, right) &&
            (isOther(context, left) || isOther(context, right)),
      ),
    ...context.calls.filter((call) => isGivenTurned(context, call)),
  ];
}

function isTurned(context: FileContext, expr: Expr): boolean {
  const { type } = context.typeOf(expr);
  if (type.kind === "union") return type.members.some(isTurnedTensor);
  return isTurnedTensor(type);
}

function isTurnedTensor(type: Type): boolean {
  return type.kind === "tensor" && type.turned === true;
}

/** A tensor with dimensions that comes from elsewhere. */
function isOther(context: FileContext, expr: Expr): boolean {
  const type = asTensor(context.typeOf(expr).type);
  return type !== null && type.turned !== true && type.rank !== 0;
}

function memberIsIndifferent(context: FileContext, member: Extract<Expr, { type: "Attribute" }>): boolean {
  const { name } = member.attribute;
  const next = context.parent(member)?.expr;
  const call = next?.type === "Call" && next.callee === member ? next : null;
  if (elementwise.test(name) && call !== null) {
    // Values for a checkpoint's weight come in PyTorch's layout, numbers and other parameters in none or the same.
    const sure = (value: Expr): boolean =>
      isTurned(context, value) || members(context.typeOf(value).type).every(({ kind }) => kind === "builtin");
    return call.args.every(({ value }) =>
      name === "copy_" ? sure(value) : sure(value) || !isOther(context, value),
    );
  }
  if (indifferent.has(name)) return true;
  if (reductions.test(name) && call !== null)
    return (
      call.args.every(({ keyword }) => keyword === null || keyword.name === "p") &&
      call.args.length <= (name === "norm" ? 1 : 0)
    );
  if (name === "shape" || name === "size") return shapeIsIndifferent(context, call ?? member);
  const row = context.catalog.method(name);
  if (row?.kind !== "method") return row === undefined;
  return (
    row.rank === "same" && !/\bdims?\b/.test(JSON.stringify(row.signatures)) && !/^(t|T|mT|H|mH)$/.test(name)
  );
}

/** `len(p.shape)`, `p.shape == q.shape`, `p.size().numel()`. */
function shapeIsIndifferent(context: FileContext, shape: Expr): boolean {
  if (shape.type === "Call" && shape.args.length > 0) return false;
  const parent = context.parent(shape)?.expr;
  if (parent?.type === "Attribute") return parent.attribute.name === "numel";
  if (parent?.type === "Compare")
    return parent.operands.every(
      (operand) => operand === shape || (isShape(operand) && isTurned(context, operand.object)),
    );
  return (
    parent?.type === "Call" && parent.callee.type === "Name" && ["len", "prod"].includes(parent.callee.name)
  );
}

function isShape(expr: Expr): expr is Extract<Expr, { type: "Attribute" }> {
  return expr.type === "Attribute" && expr.attribute.name === "shape";
}

function takesAll(indices: readonly Expr[]): boolean {
  return indices.every(
    (index) =>
      (index.type === "Constant" && index.value === "...") ||
      (index.type === "Slice" && index.parts.length === 0),
  );
}

/** `torch.cat([…])` gets a list; a weight itself matters to functions that look at dimensions. */
function isGivenTurned(context: FileContext, call: CallExpr): boolean {
  const given = call.args.filter(({ kind, value }) => kind !== "doubleStar" && isTurned(context, value));
  if (given.length === 0) return false;
  const { type } = context.typeOf(call.callee);
  if (type.kind !== "external") return false;
  if (type.name === "builtins.len" || type.name === "builtins.list") return true;
  const row = context.catalog.row(type.name);
  if (row?.kind !== "function") return false;
  const short = row.name.slice(row.name.lastIndexOf(".") + 1);
  if (row.name.startsWith("torch.nn.init."))
    return !/^(normal|uniform|zeros|ones|constant|trunc_normal|xavier_uniform|xavier_normal)_$/.test(short);
  if (reductions.test(short)) return call.args.length > 1;
  if (row.rank === "same" && !/\bdims?\b/.test(JSON.stringify(row.signatures)))
    return row.name.startsWith("torch.nn.functional.linear");
  return !/^(is_tensor|numel|equal|allclose|isnan|isfinite|isinf|is_floating_point)$/.test(short);
}
