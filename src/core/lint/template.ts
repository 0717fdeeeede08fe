import type { Binding } from "../api/binding.js";
import type { TargetForm } from "../api/schema.js";
import type { CallExpr, Expr } from "../syntax/ast.js";
import type { Range } from "../text/range.js";
import { contains } from "../text/range.js";
import type { FileContext } from "./context.js";
import { isAtomic, isRepeatable, rewrite } from "./fix.js";
import type { Callee, Conversion } from "./outcome.js";
import { converted, failed } from "./outcome.js";
import { renderTarget } from "./references.js";

type Part = string | Range;

/** Writes a call as a row's template says, keeping the source of its arguments, their comments and line breaks. */
export function convertTemplate(
  context: FileContext,
  call: CallExpr,
  callee: Callee,
  binding: Binding,
  form: TargetForm,
  template: string,
): Conversion {
  const problems: string[] = [];
  const helpers: string[] = form.helper === undefined ? [] : [form.helper];
  const used = new Map<string, number>();
  const parts: Part[] = [];
  let needsPaddle = false;
  const pieces = template.split(/(\{\*?\w+\})/);
  for (const [place, piece] of pieces.entries()) {
    const name = /^\{\*?(\w+)\}$/.exec(piece)?.[1];
    if (name === undefined) {
      const named = localNames(context, piece);
      needsPaddle ||= named.needsPaddle;
      parts.push(named.text);
      continue;
    }
    if (name === "helper") {
      parts.push(form.helper ?? "");
      continue;
    }
    used.set(name, (used.get(name) ?? 0) + 1);
    const apart = standsApart(pieces[place - 1] ?? "", pieces[place + 1] ?? "");
    const value =
      name === "self"
        ? receiver(callee, apart)
        : valueFor(call, binding, name, piece.startsWith("{*"), apart);
    if (value === null) problems.push(`The argument ${name} is needed and not given.`);
    else parts.push(...value);
  }
  problems.push(
    ...unusedArguments(context, call, binding, form, used),
    ...repeated(call, callee, binding, used),
  );
  const kept = keepLayout(context, call, parts);
  if (kept === null) problems.push("Comments inside the call would be lost: rewrite it by hand.");
  if (kept === null || problems.length > 0) return { ...failed(""), problems };
  const grouped = needsGrouping(context, call, template) ? ["(", ...kept, ")"] : kept;
  return converted([rewrite(call, grouped)], helpers, needsPaddle);
}

/** What stands between brackets and commas needs no parentheses of its own. */
function standsApart(before: string, after: string): boolean {
  return /[([,=]\s*$/.test(before) && !/\*\s*$/.test(before) && (/^\s*[)\],]/.test(after) || after === "");
}

function grouped(expr: Expr, apart: boolean): Part[] {
  const range = { start: expr.start, end: expr.end };
  return apart || isAtomic(expr) ? [range] : ["(", range, ")"];
}

function receiver(callee: Callee, apart: boolean): Part[] | null {
  return callee.kind === "method" ? grouped(callee.receiver, apart) : null;
}

function valueFor(
  call: CallExpr,
  binding: Binding,
  name: string,
  spread: boolean,
  apart: boolean,
): Part[] | null {
  const indices = binding.bound.get(name);
  if (indices === undefined) {
    const parameter = binding.signature.parameters.find((candidate) => candidate.name === name);
    return parameter?.default === undefined ? (parameter?.kind === "star" ? [] : null) : [parameter.default];
  }
  const given = indices.map((index) => call.args[index]).filter((argument) => argument !== undefined);
  const [only] = given;
  if (only === undefined) return null;
  if (spread || given.length > 1) {
    return given.flatMap((argument, place): Part[] => {
      const range = { start: argument.start, end: argument.end };
      return place === 0 ? [range] : [", ", range];
    });
  }
  return grouped(only.value, apart);
}

/** Arguments that the template has no place for: fine with PyTorch's default, a problem otherwise. */
function unusedArguments(
  context: FileContext,
  call: CallExpr,
  binding: Binding,
  form: TargetForm,
  used: ReadonlyMap<string, number>,
): string[] {
  return [...binding.bound].flatMap(([name, [index]]) => {
    const rule = form.arguments?.[name];
    if (used.has(name) || rule?.drop !== undefined) return [];
    const parameter = binding.signature.parameters.find((candidate) => candidate.name === name);
    const given = index === undefined ? undefined : call.args[index];
    // A value that the row leaves out says what the counterpart does anyway.
    if (given !== undefined && rule?.values?.[context.source(given.value)] === null) return [];
    if (
      given !== undefined &&
      parameter?.default !== undefined &&
      context.source(given.value) === parameter.default
    )
      return [];
    return [`${name}: ${rule?.unsupported ?? "the counterpart has no such argument."}`];
  });
}

/** A template may name an argument twice; then it must be something that costs and changes nothing to evaluate again. */
function repeated(
  call: CallExpr,
  callee: Callee,
  binding: Binding,
  used: ReadonlyMap<string, number>,
): string[] {
  return [...used].flatMap(([name, times]) => {
    const [index] = binding.bound.get(name) ?? [];
    const value =
      name === "self"
        ? callee.kind === "method"
          ? callee.receiver
          : undefined
        : index === undefined
          ? undefined
          : call.args[index]?.value;
    if (times < 2 || value === undefined || isRepeatable(value)) return [];
    return [`${name} is needed twice: store it in a variable first.`];
  });
}

/**
 * Carries line breaks and comments between the kept parts over into the text between them, as long as the parts keep
 * their order.
 * @returns null when a comment has no place any more
 */
function keepLayout(context: FileContext, call: CallExpr, parts: readonly Part[]): Part[] | null {
  const comments = context.comments(call);
  if (!inOrder(call, parts)) {
    const ranges = parts.filter((part) => typeof part !== "string");
    return comments.every((comment) => ranges.some((range) => contains(range, comment))) ? [...parts] : null;
  }
  const kept = new Set<number>();
  const result: Part[] = [];
  let position = call.start;
  for (const [place, part] of parts.entries()) {
    if (typeof part !== "string") {
      position = part.end;
      for (const comment of context.comments(part)) kept.add(comment.start);
      result.push(part);
      continue;
    }
    const next = parts[place + 1];
    const gap = {
      start: position,
      end: next === undefined ? call.end : typeof next === "string" ? position : next.start,
    };
    const fits = next === undefined || /[([,]\s*$/.test(part);
    const layout = fits ? layoutBetween(context, gap, kept) : "";
    if (layout === "") result.push(part);
    else result.push(next === undefined ? layout + part : part.trimEnd() + layout);
  }
  return comments.every((comment) => kept.has(comment.start)) ? result : null;
}

function inOrder(call: CallExpr, parts: readonly Part[]): boolean {
  let position = call.start;
  for (const part of parts) {
    if (typeof part === "string") continue;
    if (part.start < position) return false;
    position = part.end;
  }
  return true;
}

/** The line break in a gap with the comments before it: `,  # why` and the indentation that follows. */
function layoutBetween(context: FileContext, gap: Range, kept: Set<number>): string {
  const text = context.source(gap);
  const start = text.search(/[^\S\r\n]*(#|\r|\n)/);
  if (start < 0) return "";
  const tail =
    /[^\S\r\n]*(#[^\r\n]*)?(\r\n|\n|\r)([^\S\r\n]*(#[^\r\n]*)?(\r\n|\n|\r))*[^\S\r\n]*/.exec(
      text.slice(start),
    )?.[0] ?? "";
  for (const comment of context.comments(gap))
    if (comment.end <= gap.start + start + tail.length) kept.add(comment.start);
  return tail;
}

/** In a template `paddle.` stands for Paddle under whatever name this file imports it. */
export function localNames(context: FileContext, text: string): { text: string; needsPaddle: boolean } {
  if (!/\bpaddle\./.test(text)) return { text, needsPaddle: false };
  const rendered = renderTarget(context, "paddle", null);
  return { text: text.replaceAll(/\bpaddle\b(?=\.)/g, rendered.text), needsPaddle: rendered.needsPaddle };
}

/** A template that is not one primary (a name, call, subscript or attribute of one) needs parentheses inside a larger expression. */
export function needsGrouping(context: FileContext, expr: Expr, template: string): boolean {
  if (isPrimary(template)) return false;
  const parent = context.parent(expr)?.expr;
  if (parent === null || parent === undefined) return false;
  if (parent.type === "Call") return parent.callee === expr;
  return (
    !["Paren", "List", "Tuple", "Set", "Dict", "Subscript"].includes(parent.type) ||
    (parent.type === "Subscript" && parent.object === expr)
  );
}

function isPrimary(template: string): boolean {
  let depth = 0;
  for (const char of template.replaceAll(/\{\*?\w+\}/g, "x")) {
    if (char === "(" || char === "[") depth++;
    else if (char === ")" || char === "]") depth--;
    else if (depth === 0 && !/[\w.]/.test(char)) return false;
  }
  return true;
}
