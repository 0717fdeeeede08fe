import { elementOf } from "../../semantics/operators.js";
import type { Inferred, Type } from "../../semantics/types.js";
import { members } from "../../semantics/types.js";
import type { BinaryExpr, CallExpr, Expr, StringExpr } from "../../syntax/ast.js";
import { unwrap } from "../../syntax/walk.js";
import type { Rewrite } from "../../text/edits.js";
import type { FileContext } from "../context.js";
import type { Finding } from "../finding.js";
import { replace, wrap } from "../fix.js";
import { defineRule } from "../rule.js";

/** The text of tensors, shapes and dtypes, which each framework writes in its own way. */
export const rule = defineRule({
  code: "PP605",
  name: "text-of-tensors",
  summary: "A tensor, shape or dtype becomes text.",
  severity: "warning",
  docs: {
    what: "Reports `print(x)`, `str(x)`, `repr(x)`, `map(str, x)`, f-strings, `format` and `%s` with tensors, shapes and dtypes.",
    why: "PyTorch writes `tensor([1, 2])`, `torch.Size([2])` and `torch.float32`; Paddle writes `Tensor(shape=[2], …)`, a list or tuple, and `paddle.float32`. Whatever reads or compares the text gets another one.",
    fixSafety:
      "`torch_text(x)` writes what PyTorch writes, and of other values what Python writes. Tensors that recorded a gradient name another node.",
    limits:
      "Containers of tensors are reported without a fix. Text that is made elsewhere, by a logger or a table, is not seen.",
  },
  check: (context) => [
    ...context.ofType("String").flatMap((text) => fields(context, text)),
    ...context.calls.flatMap((call) => called(context, call)),
    ...context.ofType("Binary").flatMap((expr) => formatted(context, expr)),
  ],
});

function called(context: FileContext, call: CallExpr): Finding[] {
  const { callee, args } = call;
  if (callee.type === "Attribute" && callee.attribute.name === "format") {
    const template = callee.object;
    const simple = template.type === "String" && /^[^{]*(\{\w*\}[^{]*)*$/.test(template.value ?? "{:}");
    return simple ? positional(call).flatMap((value) => report(context, value, true, false)) : [];
  }
  if (callee.type !== "Name") return [];
  const { type } = context.typeOf(callee);
  if (type.kind !== "external" || !type.name.startsWith("builtins.")) return [];
  const plain = positional(call);
  if (callee.name === "print") return plain.flatMap((value) => report(context, value, false, false));
  const [only, over] = plain;
  if (callee.name === "map" && only?.type === "Name" && over !== undefined)
    return mapped(context, only, over);
  if ((callee.name !== "str" && callee.name !== "repr") || only === undefined || args.length > 1) return [];
  return report(context, only, false, callee.name === "repr", replace(callee, "torch_text"));
}

function positional({ args }: CallExpr): Expr[] {
  return args.filter(({ kind }) => kind === "positional").map(({ value }) => value);
}

/** `map(str, x)` with a tensor or a list of tensors. */
function mapped(context: FileContext, how: Extract<Expr, { type: "Name" }>, over: Expr): Finding[] {
  const { type } = context.typeOf(how);
  if (type.kind !== "external" || !/^builtins\.(str|repr)$/.test(type.name)) return [];
  const items = elementOf(context.typeOf(over));
  return reportType(how, items, false, how.name === "repr", replace(how, "torch_text"));
}

/** `"%s of %s" % (x, y)`; the other conversions make numbers of what they get. */
function formatted(context: FileContext, { operator, left, right }: BinaryExpr): Finding[] {
  if (operator !== "%" || left.type !== "String" || left.value === null) return [];
  const conversions = left.value.replaceAll("%%", "").match(/%[-#0-9 +.]*[a-zA-Z(]/g) ?? [];
  if (conversions.some((conversion) => conversion.endsWith("("))) return [];
  const given = unwrap(right);
  const values = given.type === "Tuple" ? given.items : [given];
  return values.flatMap((value, index) => {
    const written = conversions[index]?.at(-1);
    if (written !== "s" && written !== "r") return [];
    const findings = report(context, value, false, false);
    return written === "s" ? findings : findings.map((finding) => ({ ...finding, fix: null }));
  });
}

/** The fields of an f-string; one with a format of its own holds a number. */
function fields(context: FileContext, text: StringExpr): Finding[] {
  return text.interpolations.flatMap((inner) => {
    const rest = context.source({ start: inner.end, end: text.end });
    if (/^\s*\}/.test(rest)) return report(context, inner, true, false);
    if (/^\s*!s\s*\}/.test(rest)) return report(context, inner, false, false);
    // `{x!r}` and `{x=}` would show the quotes and the name of the helper.
    return /^\s*[!=]/.test(rest)
      ? report(context, inner, false, false).map((finding) => ({ ...finding, fix: null }))
      : [];
  });
}

/** @param exact the text of other values would change too, so that only what is certain can be rewritten */
function report(
  context: FileContext,
  value: Expr,
  field: boolean,
  exact: boolean,
  instead?: Rewrite,
): Finding[] {
  return reportType(value, context.typeOf(value), field, exact, instead);
}

function reportType(
  value: Expr,
  { type, confidence }: Inferred,
  field: boolean,
  exact: boolean,
  instead?: Rewrite,
): Finding[] {
  const parts = members(type).filter((member) => member.kind !== "none");
  if (!parts.some((part) => isWritten(part, field) || holdsWritten(part))) return [];
  const known = parts.every((part) => isWritten(part, field)) && (!exact || confidence === "certain");
  const rewritten = instead ?? wrap(value, "torch_text(", field ? ", True)" : ")");
  return [
    {
      code: "PP605",
      severity: "warning",
      range: { start: value.start, end: value.end },
      message: "Paddle writes another text for tensors, shapes and dtypes.",
      fix: known
        ? {
            title: "Write the text as PyTorch does",
            applicability: "safe",
            rewrites: [rewritten],
            helpers: ["torch_text"],
            needsPaddle: false,
          }
        : null,
      blocks: true,
    },
  ];
}

/** In a field a tensor without dimensions is its number on both. */
function isWritten(type: Type, field: boolean): boolean {
  if (type.kind === "tensor") return type.framework === "torch" && !(field && type.rank === 0);
  return type.kind === "dtype" || (type.kind === "size" && type.framework === "torch");
}

/** A container of nothing else. */
function holdsWritten(type: Type): boolean {
  const all = (element: Type): boolean => {
    const parts = members(element).filter((part) => part.kind !== "none");
    return parts.length > 0 && parts.every((part) => isWritten(part, false));
  };
  if (type.kind === "list" || type.kind === "tupleOf" || type.kind === "set") return all(type.element);
  if (type.kind === "dict") return all(type.value);
  return type.kind === "tuple" && type.items.some(all);
}
