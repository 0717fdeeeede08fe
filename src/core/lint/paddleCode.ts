import { asTensor, members } from "../semantics/types.js";
import type { Argument, CallExpr, Expr } from "../syntax/ast.js";
import type { FileContext } from "./context.js";
import { keyword } from "./context.js";

/** Questions about code that is written for Paddle already. */

export function isPaddleTensor(context: FileContext, expr: Expr): boolean {
  return asTensor(context.typeOf(expr).type)?.framework === "paddle";
}

/** A name of Paddle's that the expression stands for, whatever it is imported as: `paddle.nn.functional.relu`. */
export function paddleName(context: FileContext, expr: Expr): string | null {
  const { type } = context.typeOf(expr);
  return type.kind === "external" && type.name.startsWith("paddle.") ? type.name : null;
}

/** What is called: a name of Paddle's, or `paddle.Tensor.<method>` for a method of one of its tensors. */
export function paddleCallee(context: FileContext, call: CallExpr): string | null {
  const { callee } = call;
  const name = paddleName(context, callee);
  if (name !== null) return name;
  return callee.type === "Attribute" && isPaddleTensor(context, callee.object)
    ? `paddle.Tensor.${callee.attribute.name}`
    : null;
}

/** A call of a name of Paddle's or of a method of one of its tensors: `paddle.split`, `paddle.Tensor.split`. */
export interface PaddleCall {
  readonly call: CallExpr;
  readonly name: string;
}

const knownCalls = new WeakMap<FileContext, readonly PaddleCall[]>();

/** The calls of Paddle in a file; found once, since many rules ask. */
export function paddleCalls(context: FileContext): readonly PaddleCall[] {
  const known = knownCalls.get(context);
  if (known !== undefined) return known;
  const calls: PaddleCall[] = [];
  for (const call of context.calls) {
    const name = paddleCallee(context, call);
    if (name !== null) calls.push({ call, name });
  }
  knownCalls.set(context, calls);
  return calls;
}

/** The qualified class of Paddle's that a value is an instance of. */
export function isInstanceOf(context: FileContext, expr: Expr, name: RegExp): boolean {
  return members(context.typeOf(expr).type).some((type) => type.kind === "instance" && name.test(type.of));
}

/** An argument by its keyword, else by its position from 0; null where stars hide it. */
export function argument(call: CallExpr, name: string, position: number): Argument | null {
  const named = keyword(call.args, name);
  if (named !== undefined) return named;
  const before = call.args.slice(0, position + 1);
  if (before.some(({ kind }) => kind === "star" || kind === "doubleStar")) return null;
  return before[position]?.kind === "positional" ? (before[position] ?? null) : null;
}

/** The numbers of a list or tuple of literals, or null. */
export function literalInts(expr: Expr): number[] | null {
  if (expr.type !== "List" && expr.type !== "Tuple") return null;
  const values = expr.items.map((item) => (item.type === "Number" && item.of === "int" ? item.value : null));
  return values.every((value) => value !== null) ? values : null;
}

/** True for the comment that a port leaves above what it could not do; port/todo.ts writes it. */
export function isLeftoverTodo(comment: { readonly text: string }): boolean {
  return /^#\s*TODO\(paddle-port PP\d{3}\)/.test(comment.text);
}

/** True when the file imports Paddle. */
export function usesPaddle(context: FileContext): boolean {
  return context.imports.bindings.some(({ qualified }) => /^paddle(\.|$)/.test(qualified));
}
