import { externalBases } from "../../semantics/classes.js";
import { members } from "../../semantics/types.js";
import type { Expr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import type { Finding } from "../finding.js";
import { defineRule } from "../rule.js";

const linear = new Set(["torch.nn.Linear", "torch.nn.Bilinear", "torch.nn.MultiheadAttention"]);
/** Names after `.weight` for which the order of the two dimensions is all the same. */
const elementwise = new Set(
  "data dtype device detach requires_grad requires_grad_ grad numel normal_ uniform_ zero_ fill_ mul_ add_ clamp_ copy_ ndim dim is_cuda".split(
    " ",
  ),
);
/** Functions that fill a matrix element by element, whatever its layout. */
const initialisers = /(^|\.)(normal_|uniform_|zeros_|ones_|constant_|trunc_normal_|isinstance|id|hasattr)$/;

/** The weight of a Linear layer is used directly: Paddle stores it the other way round. */
export const rule = defineRule({
  code: "PP502",
  name: "linear-weight-layout",
  summary: "The weight of a Linear layer is used directly.",
  severity: "warning",
  docs: {
    what: "Reports `layer.weight` of an `nn.Linear` where the order of its dimensions matters: in products, shapes, slices, ties and assignments.",
    why: "PyTorch stores it as [out, in], Paddle as [in, out]. With a square matrix the wrong one runs and gives other numbers.",
    fixSafety: "There is no fix. Transpose at the place of use, or call the layer.",
    limits:
      "Filling the matrix element by element and reading its dtype are not reported; initialisers that look at fan-in and fan-out are.",
  },
  check: (context) =>
    context.expressions.flatMap((expr) =>
      expr.type === "Attribute" && expr.attribute.name === "weight" ? inspect(context, expr) : [],
    ),
});

function inspect(context: FileContext, expr: Extract<Expr, { type: "Attribute" }>): Finding[] {
  const owner = members(context.typeOf(expr.object).type).some(
    (type) =>
      (type.kind === "instance" && linear.has(type.of)) ||
      (type.kind === "object" &&
        !type.of.attributes.has("weight") &&
        externalBases(type.of).some((base) => linear.has(base))),
  );
  if (!owner || layoutDoesNotMatter(context, expr)) return [];
  const message =
    "Paddle stores this weight as [in, out], PyTorch as [out, in]: what is done with it here has to be turned round.";
  return [
    {
      code: "PP502",
      severity: "warning",
      range: { start: expr.attribute.start, end: expr.attribute.end },
      message,
      fix: null,
      blocks: true,
    },
  ];
}

function layoutDoesNotMatter(context: FileContext, expr: Expr): boolean {
  const parent = context.parent(expr)?.expr;
  if (parent === null || parent === undefined) return false;
  if (parent.type === "Attribute") {
    if (!elementwise.has(parent.attribute.name)) return false;
    // `.data` and `.detach()` are the same matrix: what follows them decides.
    if (parent.attribute.name !== "data" && parent.attribute.name !== "detach") return true;
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
