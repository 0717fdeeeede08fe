import type { Argument, CallExpr, Expr } from "../syntax/ast.js";
import type { Rewrite } from "../text/edits.js";
import type { Range } from "../text/range.js";
import type { FileContext } from "./context.js";

/** Builders of token-level rewrites. Each touches only the tokens that change. */

export function replace(range: Range, text: string): Rewrite {
  return { start: range.start, end: range.end, parts: text === "" ? [] : [text] };
}

export function insert(offset: number, text: string): Rewrite {
  return { start: offset, end: offset, parts: [text] };
}

/** Replaces a range but keeps parts of it: nested fixes inside the parts still apply. */
export function rewrite(range: Range, parts: readonly (string | Range)[]): Rewrite {
  return { start: range.start, end: range.end, parts };
}

/** Puts text around a range; what is rewritten inside it still is. */
export function wrap(range: Range, before: string, after: string): Rewrite {
  return {
    start: range.start,
    end: range.end,
    parts: [before, { start: range.start, end: range.end }, after].filter((part) => part !== ""),
  };
}

/** Types of expression that bind tighter than any operator, so that they need no parentheses inside another one. */
const atomic = new Set([
  "Name",
  "Attribute",
  "Call",
  "Subscript",
  "Number",
  "String",
  "Constant",
  "List",
  "Dict",
  "Set",
  "Paren",
]);

export function isAtomic(expr: Expr): boolean {
  if (expr.type === "Comprehension") return expr.of !== "generator";
  return atomic.has(expr.type);
}

/** The source of an expression as part of a bigger one, in parentheses where it needs them. */
export function operand(expr: Expr): (string | Range)[] {
  return isAtomic(expr)
    ? [{ start: expr.start, end: expr.end }]
    : ["(", { start: expr.start, end: expr.end }, ")"];
}

/** Removes arguments with the commas that go with them; comments between arguments stay. */
export function removeArguments(
  context: FileContext,
  call: CallExpr,
  indices: ReadonlySet<number>,
): Rewrite[] {
  const rewrites: Rewrite[] = [];
  for (let index = 0; index < call.args.length; index++) {
    if (!indices.has(index)) continue;
    let last = index;
    while (indices.has(last + 1)) last++;
    const next = call.args[last + 1];
    const before = call.args[index - 1];
    const first = call.args[index];
    const end = call.args[last];
    if (first === undefined || end === undefined) break;
    let range: Range;
    if (next !== undefined) range = { start: first.start, end: next.start };
    else if (before !== undefined) range = { start: before.end, end: end.end };
    else range = { start: first.start, end: trailingComma(context, end, call) };
    rewrites.push(keepingComments(context, range));
    index = last;
  }
  return rewrites;
}

/** The end of an only argument including a comma after it, which alone would not be Python. */
function trailingComma(context: FileContext, argument: Argument, call: CallExpr): number {
  const rest = context.source({ start: argument.end, end: call.argumentList.end - 1 });
  const comma = /^\s*,/.exec(rest);
  return argument.end + (comma?.[0].length ?? 0);
}

function keepingComments(context: FileContext, range: Range): Rewrite {
  const comments = context.comments(range);
  if (comments.length === 0) return replace(range, "");
  const tail = context.source({ start: comments.at(-1)?.end ?? range.end, end: range.end });
  return rewrite(range, [
    ...comments.flatMap((comment, index) => (index === 0 ? [comment] : ["\n", comment])),
    tail.includes("\n") ? tail : "\n",
  ]);
}

/** Adds keyword arguments at the end of a call. */
export function addArguments(context: FileContext, call: CallExpr, text: string, anyLeft: boolean): Rewrite {
  const last = call.args.at(-1);
  if (last === undefined || !anyLeft) return insert(call.argumentList.end - 1, text);
  const hasComma = trailingComma(context, last, call) > last.end;
  return hasComma ? insert(trailingComma(context, last, call), ` ${text},`) : insert(last.end, `, ${text}`);
}

/** True for an expression that may be written twice: evaluating it again changes nothing and costs nothing. */
export function isRepeatable(expr: Expr): boolean {
  if (expr.type === "Attribute") return isRepeatable(expr.object);
  return expr.type === "Name" || expr.type === "Number" || expr.type === "Constant" || expr.type === "String";
}
