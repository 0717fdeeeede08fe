import { externalBases } from "../semantics/classes.js";
import type { Type } from "../semantics/types.js";
import { members } from "../semantics/types.js";
import type { Expr } from "../syntax/ast.js";
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
