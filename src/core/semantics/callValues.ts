import type { CallExpr, Expr, LambdaExpr } from "../syntax/ast.js";
import type { CallValue, Engine, Frame } from "./frame.js";
import { whatIsHanded } from "./handedFunctions.js";
import type { Inferred } from "./types.js";
import { unknown } from "./types.js";

/** A call's arguments; what a lambda among them is called with is known where Python's own functions call it. */
export function callValues(engine: Engine, call: CallExpr, callee: Inferred, frame: Frame): CallValue[] {
  const args = call.args.map((argument): CallValue => ({
    kind: argument.kind,
    name: argument.keyword?.name ?? null,
    value: argument.value.type === "Lambda" ? unknown : engine.evaluate(argument.value, frame),
    items: displayLength(argument.value),
  }));
  for (const [index, { value }] of call.args.entries()) {
    if (value.type !== "Lambda") continue;
    const result = evaluateLambda(engine, value, frame, whatIsHanded(callee, args, index));
    frame.types?.set(value, result);
  }
  return args;
}

/** @param handed what its parameters are given, as far as that is known */
export function evaluateLambda(
  engine: Engine,
  expr: LambdaExpr,
  frame: Frame,
  handed: readonly Inferred[] = [],
): Inferred {
  const env = frame.env.copy();
  env.dead = false;
  const locals = new Set<string>([...frame.locals, ...expr.params.map((param) => param.name.name)]);
  const inner: Frame = { ...frame, env, locals, kind: "function", returns: [], bound: new Map(frame.bound) };
  for (const [index, param] of expr.params.entries()) {
    const given = param.kind === "plain" || param.kind === "positionalOnly" ? handed[index] : undefined;
    env.set(param.name.name, given ?? unknown);
  }
  engine.evaluate(expr.body, inner);
  return unknown;
}

function displayLength(expr: Expr): number | null {
  if (expr.type === "Paren") return displayLength(expr.inner);
  const display = expr.type === "List" || expr.type === "Tuple";
  return display && expr.items.every((item) => item.type !== "Starred") ? expr.items.length : null;
}
