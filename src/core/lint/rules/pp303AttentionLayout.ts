import type { Expr, NameExpr } from "../../syntax/ast.js";
import { unwrap } from "../../syntax/walk.js";
import type { FileContext } from "../context.js";
import type { Finding } from "../finding.js";
import type { PaddleCall } from "../paddleCode.js";
import { argument, literalInts, paddleCalls } from "../paddleCode.js";
import { defineRule } from "../rule.js";

const attention =
  /^paddle\.nn\.functional\.(scaled_dot_product_attention|(flash_attention\.)?(flash_attention|flash_attn_func))$/;

/** Paddle's attention gets tensors in PyTorch's layout. */
export const rule = defineRule({
  code: "PP303",
  name: "attention-layout",
  summary: "Paddle's attention takes the sequence before the heads.",
  severity: "warning",
  docs: {
    what: "Reports a query of Paddle's `scaled_dot_product_attention` or `flash_attention` that was split into heads and then turned to [batch, heads, sequence, size]: `x.reshape([b, s, heads, size]).transpose([0, 2, 1, 3])`.",
    why: "Paddle's take [batch, sequence, heads, size], PyTorch's [batch, heads, sequence, size]. Handed the other one it runs, and attends over the heads in place of the sequence.",
    fixSafety:
      "There is no fix: the transpose before the call and the one after it have to go together, and what stands between them may need them.",
    limits:
      "Only the query is looked at, and only where reshape and transpose stand in the call or in the last assignment before it. It is taken for granted that a reshape splits the last dimension.",
  },
  check: (context) => paddleCalls(context).flatMap((use) => inspect(context, use)),
});

function inspect(context: FileContext, { call, name }: PaddleCall): Finding[] {
  if (!attention.test(name)) return [];
  const query = argument(call, "query", 0)?.value;
  if (query === undefined) return [];
  const value = query.type === "Name" ? lastValue(context, query) : query;
  if (value === null || !isHeadsFirst(value)) return [];
  return [
    {
      code: "PP303",
      severity: "warning",
      range: { start: query.start, end: query.end },
      message:
        "This seems to be [batch, heads, sequence, size]; Paddle's attention takes [batch, sequence, heads, size]. Leave the transpose out here and after the call.",
      fix: null,
      blocks: true,
    },
  ];
}

/** `x.reshape([b, s, heads, size]).transpose([0, 2, 1, 3])`. */
function isHeadsFirst(expr: Expr): boolean {
  const call = unwrap(expr);
  if (call.type !== "Call" || call.callee.type !== "Attribute" || call.callee.attribute.name !== "transpose")
    return false;
  const perm = argument(call, "perm", 0)?.value;
  if (perm === undefined || literalInts(perm)?.join() !== "0,2,1,3") return false;
  const source = unwrap(call.callee.object);
  if (source.type !== "Call" || source.callee.type !== "Attribute") return false;
  if (source.callee.attribute.name !== "reshape") return false;
  const shape = argument(source, "shape", 0)?.value;
  return shape !== undefined && (shape.type === "List" || shape.type === "Tuple") && shape.items.length === 4;
}

/** What the name was given last before its use, going by the order of the text. */
function lastValue(context: FileContext, name: NameExpr): Expr | null {
  let value: Expr | null = null;
  for (const statement of context.statements) {
    if (statement.start >= name.start) break;
    const sets = (target: Expr): boolean => target.type === "Name" && target.name === name.name;
    if (statement.type === "Assign" && statement.value !== null && statement.targets.some(sets))
      value = statement.value;
    else if (statement.type === "Function") value = null;
    else if (statement.type === "Assign" && statement.targets.some((target) => mentions(target, name.name)))
      value = null;
  }
  return value;
}

function mentions(target: Expr, name: string): boolean {
  if (target.type === "Tuple" || target.type === "List")
    return target.items.some((item) => mentions(item, name));
  return target.type === "Name" && target.name === name;
}
