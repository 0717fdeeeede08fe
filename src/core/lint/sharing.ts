import type { CatalogRow } from "../api/schema.js";
import type { ProjectFunction } from "../semantics/symbols.js";
import type { CallExpr, Expr, LambdaExpr, Stmt } from "../syntax/ast.js";
import { childStatements, statementExpressions, unwrap, walkExpression } from "../syntax/walk.js";
import { alternatives } from "./alternatives.js";
import type { FileContext } from "./context.js";

/** Results that never share storage with what they are computed from, although a row says nothing about it. */
const freshLayers =
  /\.(Linear|LayerNorm|Embedding|Conv[123]d|ConvTranspose[123]d|BatchNorm[123]d|GroupNorm|Softmax|GELU|SiLU|Tanh|Sigmoid|LogSoftmax|RMSNorm|MaxPool[123]d|AvgPool[123]d)$/;
/** Calls that may return the very tensor they are called on, or a view of it. */
const maybeSame =
  /\.(contiguous|to|float|half|double|bfloat16|type|type_as|cpu|cuda|detach|detach_|data|requires_grad_|reshape|flatten|squeeze|unsqueeze|dropout|as_tensor|from_numpy|numpy|identity|real|imag|ravel|positive)$/;
/** Calls whose pieces share PyTorch's storage and not Paddle's. */
export const unsharedOnPaddle =
  /^(tensor_split|hsplit|vsplit|dsplit|numpy|from_numpy|expand|expand_as|broadcast_to|unfold|as_tensor)$/;

/** The body that a statement belongs to, for questions about its names. */
export function bodyAround(context: FileContext, at: Stmt): readonly Stmt[] {
  const [innermost] = context.functionsAround(at);
  return innermost?.body.body ?? context.module.ast.body;
}

export function isParameter(context: FileContext, at: Stmt, name: string): boolean {
  return context.functionsAround(at).some(({ params }) => params.some((param) => param.name.name === name));
}

/** Visits the statements of one body, not those of functions and classes inside it. */
export function eachOwn(body: readonly Stmt[], visit: (statement: Stmt) => void): void {
  for (const statement of body) {
    visit(statement);
    if (statement.type !== "Function" && statement.type !== "Class")
      eachOwn(childStatements(statement), visit);
  }
}

/** What a name is bound to in a body: the values of plain assignments, or null where it is bound in another way. */
export function bindingsOf(body: readonly Stmt[], name: string): (Expr | null)[] {
  const values: (Expr | null)[] = [];
  eachOwn(body, (statement) => {
    if (statement.type === "Assign" && statement.value !== null) {
      for (const target of statement.targets) {
        if (target.type === "Name" && target.name === name) values.push(statement.value);
        else if (binds(target, name)) values.push(null);
      }
    } else if (statement.type === "For" && binds(statement.target, name)) values.push(null);
    else if (
      statement.type === "With" &&
      statement.items.some((item) => item.target !== null && binds(item.target, name))
    )
      values.push(null);
  });
  return values;
}

export function binds(target: Expr, name: string): boolean {
  if (target.type === "Name") return target.name === name;
  if (target.type === "Starred") return binds(target.value, name);
  return (
    (target.type === "Tuple" || target.type === "List") && target.items.some((item) => binds(item, name))
  );
}

/** True when a value is certainly a tensor of its own, whose storage nothing else has. */
export function isFresh(context: FileContext, value: Expr, depth = 0): boolean {
  const expr = unwrap(value);
  if (depth > 3) return false;
  if (expr.type === "Binary" || expr.type === "Compare" || expr.type === "Unary") return true;
  if (expr.type === "Conditional")
    return isFresh(context, expr.body, depth) && isFresh(context, expr.orElse, depth);
  if (expr.type !== "Call") return false;
  const types = alternatives(context.typeOf(expr.callee).type);
  return (
    types.length > 0 &&
    types.every((type) => {
      if (type.kind === "external") return isFreshRow(context.catalog.row(type.name));
      if (type.kind === "method")
        return type.receiver.kind === "tensor" && isFreshMethod(context, expr, type.name, depth);
      if (type.kind === "instance") return freshLayers.test(type.of);
      if (type.kind === "function") return returnsFresh(context, type.of, depth + 1);
      const forward = type.kind === "object" ? type.of.methods.get("forward") : undefined;
      return forward !== undefined && returnsFresh(context, forward, depth + 1);
    })
  );
}

/** A view of a tensor that has no name of its own, as in `f(x).flatten(1)`, is nobody else's either. */
function isFreshMethod(context: FileContext, call: CallExpr, name: string, depth: number): boolean {
  const row = context.catalog.method(name);
  if (isFreshRow(row)) return true;
  const keeps = row !== undefined && (row.effect === "view" || maybeSame.test(row.name));
  return keeps && call.callee.type === "Attribute" && isFresh(context, call.callee.object, depth + 1);
}

function isFreshRow(row: CatalogRow | undefined): boolean {
  return (
    row !== undefined &&
    row.effect === undefined &&
    !maybeSame.test(row.name) &&
    !unsharedOnPaddle.test(row.name.split(".").at(-1) ?? "")
  );
}

function returnsFresh(context: FileContext, fn: ProjectFunction, depth: number): boolean {
  // Only functions of the same file have their types at hand.
  if (fn.module !== context.module) return false;
  const { node } = fn;
  if (node.type === "Lambda") return isFresh(context, (node satisfies LambdaExpr).body, depth);
  const results: (Expr | null)[] = [];
  eachOwn(node.body.body, (statement) => {
    if (statement.type === "Return") results.push(statement.value);
  });
  return (
    results.length > 0 &&
    results.every((result) => {
      if (result === null) return false;
      const expr = unwrap(result);
      if (expr.type !== "Name") return isFresh(context, expr, depth);
      if (fn.node.params.some((param) => param.name.name === expr.name)) return false;
      const values = bindingsOf(node.body.body, expr.name);
      return (
        values.length > 0 &&
        values.every((value) => value !== null && isFresh(context, value, depth)) &&
        !isAliased(node.body.body, expr.name, [])
      );
    })
  );
}

/**
 * True when a body hands a name's tensor to something that may keep it: another name, a container, an attribute,
 * a call of unknown effect. Uses in arithmetic, as a receiver and in a return do not keep it.
 * @param except expressions that are looked at elsewhere
 */
export function isAliased(body: readonly Stmt[], name: string, except: readonly Expr[]): boolean {
  let aliased = false;
  const isName = (expr: Expr): boolean =>
    expr.type === "Name" && expr.name === name && !except.includes(expr);
  eachOwn(body, (statement) => {
    if (statement.type === "Assign" && statement.value !== null && isName(unwrap(statement.value)))
      aliased = true;
    if (statement.type === "Function" || statement.type === "Class") {
      // A nested function may keep it as long as it likes.
      for (const inner of childStatements(statement))
        for (const root of statementExpressions(inner))
          walkExpression(root, (expr) => {
            if (isName(expr)) aliased = true;
          });
    }
    for (const root of statementExpressions(statement)) {
      walkExpression(root, (expr) => {
        const items =
          expr.type === "List" || expr.type === "Tuple" || expr.type === "Set"
            ? expr.items
            : expr.type === "Dict"
              ? expr.entries.map((entry) => entry.value)
              : expr.type === "Lambda"
                ? [expr.body]
                : [];
        const returned = statement.type === "Return" && root === expr;
        if (!returned && items.some(isName)) aliased = true;
        if (
          expr.type === "Call" &&
          expr.callee.type === "Attribute" &&
          /^(append|extend|insert|add|setdefault|put|update|view|reshape|permute|transpose|t|squeeze|unsqueeze|detach|narrow|select|numpy|flatten|split|chunk|unbind|expand|expand_as)$/.test(
            expr.callee.attribute.name,
          )
        ) {
          if (expr.args.some((argument) => isName(argument.value))) aliased = true;
          const next = statement.type === "Assign" && statement.value === expr && isName(expr.callee.object);
          const rebinds =
            statement.type === "Assign" &&
            statement.targets.every((target) => target.type === "Name" && target.name === name);
          if (next && !rebinds) aliased = true;
        }
        if (
          expr.type === "Subscript" &&
          isName(expr.object) &&
          statement.type === "Assign" &&
          statement.value === expr
        )
          aliased = true;
      });
    }
  });
  return aliased;
}
