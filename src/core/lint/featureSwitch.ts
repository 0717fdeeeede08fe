import type { Project } from "../semantics/project.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { Inferred } from "../semantics/types.js";
import { members } from "../semantics/types.js";
import type { Expr, FunctionStmt, Stmt } from "../syntax/ast.js";
import type { ExpressionMap } from "../syntax/expressionMap.js";
import {
  childStatements,
  statementExpressions,
  unwrap,
  walkExpression,
  walkStatements,
} from "../syntax/walk.js";
import type { Range } from "../text/range.js";
import { contains } from "../text/range.js";
import type { FileContext } from "./context.js";

type Types = Pick<ExpressionMap<Inferred>, "get">;

/**
 * The switch that an expression is behind: it is only reached where a setting says so, in this function or, for a
 * function whose every use in the project can be seen, where that is called.
 * @returns the condition as the source has it; null where the code may be reached otherwise
 */
export function switchBefore(context: FileContext, expr: Expr): string | null {
  return switchAround(context.project, context.module, expr, new Set());
}

function switchAround(
  project: Project,
  module: SourceModule,
  place: Range,
  visited: Set<FunctionStmt>,
): string | null {
  const path = enclosing(module.ast.body, place);
  for (const [index, statement] of path.entries()) {
    const next = path[index + 1];
    if (statement.type !== "If" || next === undefined) continue;
    const functions = path.slice(0, index).filter((outer) => outer.type === "Function");
    // Nested definitions run when they are called, wherever that is.
    if (path.slice(index).some((inner) => inner.type === "Function" || inner.type === "Class")) continue;
    const flag = isSwitch(project.typesOf(module), statement.test, functions.at(-1) ?? null);
    const isThen = statement.then.body.includes(next);
    if (flag && (isThen || statement.test.type !== "Bool"))
      return module.text.slice(statement.test.start, statement.test.end);
  }
  const inner = path.findLast((statement) => statement.type === "Function");
  if (inner?.type !== "Function" || visited.has(inner)) return null;
  visited.add(inner);
  return switchAtEveryUse(project, module, inner, visited);
}

/** The statements around a place, outermost first. */
function enclosing(body: readonly Stmt[], place: Range): Stmt[] {
  const around = body.find((statement) => contains(statement, place));
  return around === undefined ? [] : [around, ...enclosing(childStatements(around), place)];
}

/**
 * A setting: an attribute (`config.use_lora`) or a parameter that is known to be a bool, `not` of one, or an `and` with
 * one. What a local name holds may have been computed from the data.
 */
function isSwitch(types: Types, test: Expr, inside: FunctionStmt | null): boolean {
  const expr = unwrap(test);
  if (expr.type === "Unary" && expr.operator === "not") return isSwitch(types, expr.operand, inside);
  if (expr.type === "Bool" && expr.operator === "and")
    return isSwitch(types, expr.left, inside) || isSwitch(types, expr.right, inside);
  if (expr.type === "Attribute") return expr.attribute.name !== "training" && isBool(types, expr);
  return (
    expr.type === "Name" &&
    inside !== null &&
    inside.params.some((param) => param.name.name === expr.name) &&
    isBool(types, expr)
  );
}

function isBool(types: Types, expr: Expr): boolean {
  const type = types.get(expr)?.type;
  return (
    type !== undefined && members(type).every((member) => member.kind === "builtin" && member.name === "bool")
  );
}

/** A plain function that is used somewhere, called at every use, and behind a switch each time. */
function switchAtEveryUse(
  project: Project,
  module: SourceModule,
  fn: FunctionStmt,
  visited: Set<FunctionStmt>,
): string | null {
  if (!module.ast.body.includes(fn) || fn.decorators.length > 0) return null;
  let first: string | null = null;
  for (const other of project.reachOf(module)) {
    for (const use of usesOf(other, project.typesOf(other), fn)) {
      const flag = use.called ? switchAround(project, other, use.expr, visited) : null;
      if (flag === null) return null;
      first ??= flag;
    }
  }
  return first;
}

function usesOf(
  module: SourceModule,
  types: Types,
  fn: FunctionStmt,
): { readonly expr: Expr; readonly called: boolean }[] {
  const isFunction = (expr: Expr): boolean => {
    const type = types.get(expr)?.type;
    return (
      type !== undefined &&
      members(type).some((member) => member.kind === "function" && member.of.node === fn)
    );
  };
  const called = new Set<Expr>();
  const found: Expr[] = [];
  walkStatements(module.ast.body, (statement) => {
    for (const root of statementExpressions(statement))
      walkExpression(root, (expr) => {
        if (expr.type === "Call") called.add(expr.callee);
        if ((expr.type === "Name" || expr.type === "Attribute") && isFunction(expr)) found.push(expr);
      });
  });
  return found.map((expr) => ({ expr, called: called.has(expr) }));
}
