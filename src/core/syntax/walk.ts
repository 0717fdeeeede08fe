import type { CallExpr, Expr, Parameter, Stmt } from "./ast.js";

const none: readonly Expr[] = [];

/** The expressions directly inside an expression, in source order. */
export function childExpressions(node: Expr): readonly Expr[] {
  switch (node.type) {
    case "Name":
    case "Number":
    case "Constant":
      return none;
    case "Attribute":
      return [node.object];
    case "Call":
      return callExpressions(node);
    case "Subscript":
      return [node.object, ...node.indices];
    case "Slice":
      return node.parts;
    case "Binary":
    case "Bool":
      return [node.left, node.right];
    case "Unary":
      return [node.operand];
    case "Compare":
      return node.operands;
    case "Conditional":
      return [node.body, node.test, node.orElse];
    case "Lambda":
      return [...parameterExpressions(node.params), node.body];
    case "Walrus":
      return [node.target, node.value];
    case "Await":
    case "Starred":
      return [node.value];
    case "Yield":
      return node.value === null ? [] : [node.value];
    case "List":
    case "Tuple":
    case "Set":
      return node.items;
    case "Dict":
      return node.entries.flatMap((entry) => (entry.key === null ? [entry.value] : [entry.key, entry.value]));
    case "Comprehension":
      return [
        ...(node.key === null ? [] : [node.key]),
        node.element,
        ...node.clauses.flatMap((clause) => [clause.target, clause.iterable, ...clause.conditions]),
      ];
    case "String":
      return node.interpolations;
    case "Paren":
      return [node.inner];
    case "Opaque":
      return node.children;
  }
}

function callExpressions({ callee, args }: CallExpr): readonly Expr[] {
  const found = [callee];
  for (const argument of args) found.push(argument.value);
  return found;
}

function parameterExpressions(params: readonly Parameter[]): Expr[] {
  return params.flatMap((param) =>
    [param.annotation, param.default].filter((expression) => expression !== null),
  );
}

function some(...expressions: readonly (Expr | null)[]): Expr[] {
  return expressions.filter((expression) => expression !== null);
}

/** The expressions directly inside a statement, not those of nested statements. */
export function statementExpressions(node: Stmt): readonly Expr[] {
  switch (node.type) {
    case "Expression":
      return [node.value];
    case "Assign":
      return node.annotation === null && node.value !== null
        ? [...node.targets, node.value]
        : some(...node.targets, node.annotation, node.value);
    case "AugAssign":
      return [node.target, node.value];
    case "Return":
      return some(node.value);
    case "Delete":
      return node.targets;
    case "Raise":
    case "Assert":
      return node.values;
    case "If":
    case "While":
      return [node.test];
    case "For":
      return [node.target, node.iterable];
    case "Try":
      return some(...node.handlers.map((handler) => handler.exception));
    case "With":
      return node.items.flatMap((item) => some(item.context, item.target));
    case "Function":
      return some(
        ...node.decorators.map((decorator) => decorator.expression),
        ...parameterExpressions(node.params),
        node.returns,
      );
    case "Class":
      return [
        ...node.decorators.map((decorator) => decorator.expression),
        ...node.bases.map((base) => base.value),
      ];
    case "Match":
      return some(node.subject, ...node.cases.flatMap((clause) => [...clause.names, clause.guard]));
    default:
      return [];
  }
}

/** The statements directly inside a statement, in source order. */
export function childStatements(node: Stmt): readonly Stmt[] {
  switch (node.type) {
    case "If":
      return [...node.then.body, ...(node.orElse?.body ?? [])];
    case "For":
    case "While":
      return [...node.body.body, ...(node.orElse?.body ?? [])];
    case "Try":
      return [
        ...node.body.body,
        ...node.handlers.flatMap((handler) => handler.body.body),
        ...(node.orElse?.body ?? []),
        ...(node.finally?.body ?? []),
      ];
    case "With":
    case "Function":
    case "Class":
      return node.body.body;
    case "Match":
      return node.cases.flatMap((clause) => clause.body.body);
    default:
      return [];
  }
}

/** Visits every statement, outer before inner. */
export function walkStatements(body: readonly Stmt[], visit: (statement: Stmt) => void): void {
  for (const statement of body) {
    visit(statement);
    walkStatements(childStatements(statement), visit);
  }
}

/** Visits an expression and everything inside it, outer before inner; iterative because nesting has no limit. */
export function walkExpression(root: Expr, visit: (expression: Expr) => void): void {
  const stack: Expr[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    visit(node);
    // By far the most expressions are one of these.
    while (node.type === "Attribute") visit((node = node.object));
    if (node.type === "Name") continue;
    const children = childExpressions(node);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) stack.push(child);
    }
  }
}

/** An expression without the parentheses around it. */
export function unwrap(node: Expr): Expr {
  let inner = node;
  while (inner.type === "Paren") inner = inner.inner;
  return inner;
}
