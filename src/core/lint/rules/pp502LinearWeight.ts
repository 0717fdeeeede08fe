import type { Expr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import type { Finding, Fix } from "../finding.js";
import { insert } from "../fix.js";
import { isGivenToLinear, isOnlyLinearWeight, mayBeLinearWeight, turnedUses } from "../linearWeight.js";
import { defineRule } from "../rule.js";

/** Names after `.weight` for which the order of the two dimensions is all the same. */
const elementwise = new Set(
  "data dtype device detach requires_grad requires_grad_ grad numel normal_ uniform_ zero_ fill_ clamp_ ndim dim is_cuda".split(
    " ",
  ),
);
/** In-place arithmetic, where a number treats every element alike and a matrix does not. */
const inPlace = /^(add|sub|mul|div)_$/;
/** Functions that fill a matrix element by element, whatever its layout. */
const initialisers =
  /(^|\.)(normal_|uniform_|zeros_|ones_|constant_|trunc_normal_|xavier_uniform_|xavier_normal_|isinstance|id|hasattr)$/;

/** The weight of a Linear layer is used directly: Paddle stores it the other way round. */
export const rule = defineRule({
  code: "PP502",
  name: "linear-weight-layout",
  summary: "The weight of a Linear layer is used directly.",
  severity: "warning",
  docs: {
    what: "Reports `layer.weight` of an `nn.Linear` where the order of its dimensions matters: in products, shapes, slices, ties and assignments; the same of what `parameters()`, `named_parameters()` and `state_dict()` give where such a layer may be among them. `F.linear(x, layer.weight)` is not reported: Paddle's function takes the weight as Paddle's layer stores it.",
    why: "PyTorch stores it as [out, in], Paddle as [in, out]. With a square matrix the wrong one runs and gives other numbers.",
    fixSafety:
      "Where the matrix is read on the spot, `layer.weight.T` is what PyTorch has, and a view of the same storage. Where it is kept, tied or replaced there is no fix.",
    limits:
      "Filling the matrix element by element and reading its dtype are not reported; initialisers that look at fan-in and fan-out are. A parameter that is looked up by a computed name is not followed.",
  },
  check: (context) => [
    ...context
      .attributesNamed("weight")
      .flatMap((expr) => (mayBeLinearWeight(context, expr) ? inspect(context, expr) : [])),
    ...turnedUses(context).map(found),
  ],
});

/** A parameter that a model hands out may be such a weight: what looks at its dimensions is for a person to decide. */
function found(use: Expr): Finding {
  return {
    code: "PP502",
    severity: "warning",
    range: { start: use.start, end: use.end },
    message:
      "This may be the weight of a Linear layer, which Paddle stores as [in, out] and PyTorch as [out, in]: the order of its dimensions matters here.",
    fix: null,
    blocks: true,
  };
}

function inspect(context: FileContext, expr: Extract<Expr, { type: "Attribute" }>): Finding[] {
  if (layoutDoesNotMatter(context, expr) || isGivenToLinear(context, expr)) return [];
  const message =
    "Paddle stores this weight as [in, out], PyTorch as [out, in]: what is done with it here has to be turned round.";
  const fix: Fix = {
    title: "Turn it round",
    applicability: "safe",
    rewrites: [insert(expr.end, ".T")],
    helpers: [],
    needsPaddle: false,
  };
  return [
    {
      code: "PP502",
      severity: "warning",
      range: { start: expr.attribute.start, end: expr.attribute.end },
      message,
      fix: isOnlyLinearWeight(context, expr) && isReadHere(context, expr) ? fix : null,
      blocks: true,
    },
  ];
}

/** True where nothing keeps the matrix: an operand, the receiver of a method, the argument of a function of PyTorch. */
function isReadHere(context: FileContext, expr: Expr): boolean {
  const parent = context.parent(expr)?.expr;
  if (parent === null || parent === undefined) return false;
  switch (parent.type) {
    case "Binary":
    case "Unary":
      return true;
    case "Paren":
      return isReadHere(context, parent);
    case "Subscript":
      return parent.object === expr && context.parent(parent)?.expr !== null;
    case "Attribute":
      return isMemberRead(context, parent);
    case "Call": {
      const { type } = context.typeOf(parent.callee);
      const row = type.kind === "external" ? context.catalog.row(type.name) : undefined;
      return parent.callee !== expr && row?.kind === "function" && row.name !== "torch.is_tensor";
    }
    default:
      return false;
  }
}

/** `weight.shape`, `weight.sum()`, `weight.data.copy_(…)`: what is read or called on the spot. */
function isMemberRead(context: FileContext, member: Extract<Expr, { type: "Attribute" }>): boolean {
  const next = context.parent(member)?.expr;
  const row = context.catalog.method(member.attribute.name);
  if (row === undefined) return false;
  if (member.attribute.name === "data") return next?.type === "Attribute" && isMemberRead(context, next);
  if (row.kind === "attribute")
    return next !== null && next !== undefined && row.name !== "torch.Tensor.grad";
  return next?.type === "Call" && next.callee === member;
}

function layoutDoesNotMatter(context: FileContext, expr: Expr): boolean {
  const parent = context.parent(expr)?.expr;
  if (parent === null || parent === undefined) return false;
  if (parent.type === "Attribute") {
    const call = context.parent(parent)?.expr;
    if (inPlace.test(parent.attribute.name) && call?.type === "Call")
      return call.args.every((argument) => {
        const { type } = context.typeOf(argument.value);
        return type.kind === "builtin" && ["int", "float", "bool"].includes(type.name);
      });
    if (!elementwise.has(parent.attribute.name)) return false;
    // `.data`, `.grad` and `.detach()` are laid out the same: what follows them decides.
    if (!["data", "grad", "detach"].includes(parent.attribute.name)) return true;
    const next = context.parent(parent)?.expr;
    return layoutDoesNotMatter(
      context,
      parent.attribute.name === "detach" && next?.type === "Call" ? next : parent,
    );
  }
  if (parent.type === "Compare")
    return parent.operators.every((operator) => operator === "is" || operator === "is not");
  if (parent.type !== "Call" || parent.args[0]?.value !== expr) return false;
  return initialisers.test(context.source(parent.callee));
}
