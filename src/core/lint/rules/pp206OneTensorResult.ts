import type { AttributeExpr, CallExpr } from "../../syntax/ast.js";
import { unwrap } from "../../syntax/walk.js";
import type { FileContext } from "../context.js";
import type { Finding } from "../finding.js";
import type { PaddleCall } from "../paddleCode.js";
import { paddleCallee, paddleCalls } from "../paddleCode.js";
import { defineRule } from "../rule.js";

const reductions = /^paddle\.(Tensor\.)?(max|min|sort)$/;

/** `max`, `min` and `sort` along a dimension give one tensor on Paddle, values and indices on PyTorch. */
export const rule = defineRule({
  code: "PP206",
  name: "one-tensor-result",
  summary: "Paddle's `max`, `min` and `sort` along a dimension give one tensor, no pair.",
  severity: "error",
  docs: {
    what: "Reports, in Paddle code, the result of `max`, `min` and `sort` along a dimension being taken apart: unpacked into two names, `.values`, `.indices`, `[0]` and `[1]`. Also `.values` of a pair that a converter wrote out.",
    why: "Paddle gives the values alone. Unpacking takes the first two rows, if there are two, and `[0]` the first: nothing fails, the numbers are others.",
    fixSafety:
      "There is no fix. The indices come from `argmax`, `argmin` and `argsort`; whether they are needed is for a person to say.",
    limits:
      "`[0]` is information only, since the first row may be what is meant. A result that is stored under a name and taken apart later is not followed.",
  },
  check: (context) => [
    ...paddleCalls(context).flatMap((use) => inspect(context, use)),
    ...context.attributesNamed("values", "indices").flatMap((expr) => writtenPair(context, expr)),
  ],
});

function inspect(context: FileContext, { call, name }: PaddleCall): Finding[] {
  const short = reductions.exec(name)?.[2];
  if (short === undefined || !hasAxis(call, name.includes(".Tensor."), short)) return [];
  const parent = context.parent(call);
  if (parent === undefined) return [];
  const { expr, stmt } = parent;
  const says = `Paddle's \`${short}\` along a dimension gives the values alone, no pair of values and indices.`;
  if (expr?.type === "Attribute" && /^(values|indices)$/.test(expr.attribute.name))
    return [finding(expr.attribute, `${says} They have no \`${expr.attribute.name}\`.`)];
  if (expr?.type === "Subscript" && expr.object === call) {
    const [index] = expr.indices;
    return expr.indices.length === 1 && index?.type === "Number" && index.value < 2
      ? [finding(index, `${says} If a pair was meant, this takes a row of them.`, "info")]
      : [];
  }
  const unpacks =
    expr === null &&
    stmt.type === "Assign" &&
    stmt.value === call &&
    stmt.targets.some((target) => {
      const inner = unwrap(target);
      return (inner.type === "Tuple" || inner.type === "List") && inner.items.length === 2;
    });
  return unpacks ? [finding(call.callee, `${says} This unpacks their first dimension.`)] : [];
}

/** Along a dimension: the second argument of a function, the first of a method; `sort` always is. */
function hasAxis(call: CallExpr, method: boolean, name: string): boolean {
  if (name === "sort") return true;
  return call.args.some(
    ({ kind, keyword }, index) =>
      keyword?.name === "axis" ||
      keyword?.name === "dim" ||
      (kind === "positional" && index === (method ? 0 : 1)),
  );
}

/** `(x.max(axis=1), x.argmax(axis=1)).values`, as PaConvert writes it. */
function writtenPair(context: FileContext, expr: AttributeExpr): Finding[] {
  const pair = unwrap(expr.object);
  if (pair.type !== "Tuple" || pair.items.length !== 2) return [];
  const [first] = pair.items;
  if (first?.type !== "Call" || paddleCallee(context, first) === null) return [];
  return [finding(expr.attribute, `A tuple has no \`${expr.attribute.name}\`: take the item.`)];
}

function finding(
  { start, end }: Finding["range"],
  message: string,
  severity: Finding["severity"] = "error",
): Finding {
  return { code: "PP206", severity, range: { start, end }, message, fix: null, blocks: severity === "error" };
}
