import { members } from "../../semantics/types.js";
import type { AttributeExpr, Expr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import type { Finding } from "../finding.js";
import { rewrite } from "../fix.js";
import { defineRule } from "../rule.js";

/** Layers are told apart by the names of their classes, of which Paddle has others. */
export const rule = defineRule({
  code: "PP609",
  name: "class-names",
  summary: "A layer's class is asked for its name.",
  severity: "warning",
  docs: {
    what: "Reports `type(layer).__name__`, `layer.__class__.__name__` and `layer._get_name()` of PyTorch's layers, and of what may be one.",
    why: 'Paddle has `Conv2D`, `BatchNorm2D` and `LayerList` where PyTorch has `Conv2d`, `BatchNorm2d` and `ModuleList`: `type(m).__name__ == "Conv2d"` says no without a word.',
    fixSafety:
      "`torch_class_name(layer)` gives PyTorch's name of a layer's class, and of anything else its own.",
    limits:
      "Of what is not known to be a layer the name is reported only where the file has the name of such a layer as text. The name of a class of the program's own is its own on both.",
  },
  check: (context) => [
    ...context.attributesNamed("__name__", "__qualname__").flatMap((expr) => named(context, expr)),
    ...context.attributesNamed("_get_name").flatMap((expr) => asked(context, expr)),
  ],
});

function named(context: FileContext, expr: AttributeExpr): Finding[] {
  const { object } = expr;
  if (object.type === "Attribute" && object.attribute.name === "__class__")
    return report(context, expr, object.object);
  const [only, ...more] = object.type === "Call" ? object.args : [];
  const ofType = object.type === "Call" && object.callee.type === "Name" && object.callee.name === "type";
  return ofType && only !== undefined && more.length === 0 ? report(context, expr, only.value) : [];
}

function asked(context: FileContext, expr: AttributeExpr): Finding[] {
  const call = context.parent(expr)?.expr;
  return call?.type === "Call" && call.callee === expr && call.args.length === 0
    ? report(context, call, expr.object)
    : [];
}

function report(context: FileContext, at: Expr, layer: Expr): Finding[] {
  return mayBeRenamed(context, layer)
    ? [
        {
          code: "PP609",
          severity: "warning",
          range: { start: at.start, end: at.end },
          message: "Paddle's layers have other class names than PyTorch's.",
          fix: {
            title: "Ask for PyTorch's name",
            applicability: "safe",
            rewrites: [rewrite(at, ["torch_class_name(", { start: layer.start, end: layer.end }, ")"])],
            helpers: ["torch_class_name"],
            needsPaddle: false,
          },
          blocks: true,
        },
      ]
    : [];
}

function mayBeRenamed(context: FileContext, layer: Expr): boolean {
  const { type: own, confidence } = context.typeOf(layer);
  return members(own).some((type) => {
    if (type.kind === "unknown")
      return context.project.reachesTorch(context.module) && speaksOfRenamed(context);
    if (type.kind !== "instance" || !type.of.startsWith("torch.nn.")) return false;
    // What is handed on as a value has a class of the port's own, with PyTorch's signature.
    return /\.(Module|Embedding)$/.test(type.of) || confidence !== "certain" || isRenamed(context, type.of);
  });
}

function isRenamed(context: FileContext, name: string): boolean {
  const row = context.catalog.row(name);
  if (row?.kind !== "class" || !row.name.startsWith("torch.nn.")) return false;
  const form = context.catalog.form(row, context.target);
  const target = form?.to ?? null;
  return target !== null && last(target) !== last(row.name);
}

/** True when the file has such a name as text. */
function speaksOfRenamed(context: FileContext): boolean {
  return context
    .ofType("String")
    .some(
      ({ value }) => value !== null && /^[A-Z]\w+$/.test(value) && isRenamed(context, `torch.nn.${value}`),
    );
}

function last(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
