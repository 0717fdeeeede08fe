import type { Expr, FunctionStmt, LambdaExpr, Stmt } from "../syntax/ast.js";
import {
  childExpressions,
  childStatements,
  statementExpressions,
  walkExpression,
  walkStatements,
} from "../syntax/walk.js";

export interface Bindings {
  /** Names the body binds itself. */
  readonly locals: ReadonlySet<string>;
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
}

/** Bindings that are being collected. */
interface Collected extends Bindings {
  readonly locals: Set<string>;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
}

/** Which names a function body makes local, by Python's rules: a name bound anywhere in it is local everywhere in it. */
export function functionBindings(node: FunctionStmt | LambdaExpr): Bindings {
  const bindings: Collected = { locals: new Set(), globals: new Set(), nonlocals: new Set() };
  for (const param of node.params) bindings.locals.add(param.name.name);
  if (node.type === "Lambda") collectWalrus(node.body, bindings.locals);
  else collectBody(node.body.body, bindings);
  for (const name of [...bindings.globals, ...bindings.nonlocals]) bindings.locals.delete(name);
  return kept(bindings);
}

/** What is kept of each body: empty sets are shared, since most are empty. */
function kept({ locals, globals, nonlocals }: Bindings): Bindings {
  const some = (names: ReadonlySet<string>): ReadonlySet<string> => (names.size === 0 ? noNames : names);
  return { locals: some(locals), globals: some(globals), nonlocals: some(nonlocals) };
}

const noNames: ReadonlySet<string> = new Set();

const knownBindings = new WeakMap<readonly Stmt[], Bindings>();

/** The names a module or class body binds; found once, since every round of the analysis asks. */
export function bodyBindings(body: readonly Stmt[]): Bindings {
  const known = knownBindings.get(body);
  if (known !== undefined) return known;
  const bindings: Collected = { locals: new Set(), globals: new Set(), nonlocals: new Set() };
  collectBody(body, bindings);
  const result = kept(bindings);
  knownBindings.set(body, result);
  return result;
}

/** The names that a class body annotates, in order. */
export function annotatedNames(body: readonly Stmt[]): readonly string[] {
  return body.flatMap((statement) => {
    const [target] = statement.type === "Assign" && statement.annotation !== null ? statement.targets : [];
    return target?.type === "Name" ? [target.name] : [];
  });
}

/** Statements that bind names without a `:=`. */
const binding = new Set<Stmt["type"]>([
  "Function",
  "Class",
  "Assign",
  "AugAssign",
  "Delete",
  "For",
  "With",
  "Try",
  "Match",
  "Import",
  "ImportFrom",
]);

/**
 * The names that one statement binds itself, those of the statements inside it left out.
 * @param walrus whether there is a `:=` in it
 */
export function statementBindings(statement: Stmt, walrus = true): ReadonlySet<string> {
  if (!walrus && !binding.has(statement.type)) return noNames;
  const bindings: Collected = { locals: new Set(), globals: new Set(), nonlocals: new Set() };
  collectStatement(statement, bindings, walrus);
  return bindings.locals;
}

function collectBody(body: readonly Stmt[], bindings: Collected): void {
  for (const statement of body) {
    collectStatement(statement, bindings);
    // The body of a nested definition is a scope of its own.
    if (statement.type !== "Function" && statement.type !== "Class")
      collectBody(childStatements(statement), bindings);
  }
}

function collectStatement(statement: Stmt, bindings: Collected, walrus = true): void {
  const { locals } = bindings;
  if (walrus) for (const expression of statementExpressions(statement)) collectWalrus(expression, locals);
  switch (statement.type) {
    case "Function":
    case "Class":
      locals.add(statement.name.name);
      break;
    case "Assign":
      for (const target of statement.targets) collectTarget(target, locals);
      break;
    case "AugAssign":
      collectTarget(statement.target, locals);
      break;
    case "Delete":
      for (const target of statement.targets) collectTarget(target, locals);
      break;
    case "For":
      collectTarget(statement.target, locals);
      break;
    case "With":
      for (const item of statement.items) if (item.target !== null) collectTarget(item.target, locals);
      break;
    case "Try":
      for (const handler of statement.handlers) if (handler.name !== null) locals.add(handler.name.name);
      break;
    case "Match":
      for (const clause of statement.cases) for (const capture of clause.captures) locals.add(capture.name);
      break;
    case "Import":
      for (const { name, alias } of statement.names)
        locals.add(alias?.name ?? name.parts[0]?.name ?? name.text);
      break;
    case "ImportFrom":
      for (const { name, alias } of statement.names) locals.add(alias?.name ?? name.text);
      break;
    case "Global":
      for (const { name } of statement.names) bindings.globals.add(name);
      break;
    case "Nonlocal":
      for (const { name } of statement.names) bindings.nonlocals.add(name);
      break;
    default:
  }
}

/** `:=` binds in the nearest function, also from inside a comprehension, but not from inside a lambda. */
function collectWalrus(root: Expr, locals: Set<string>): void {
  const stack: Expr[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === "Walrus") locals.add(node.target.name);
    if (node.type === "Lambda") {
      for (const param of node.params) if (param.default !== null) stack.push(param.default);
    } else {
      // One by one: a display may have more items than a call takes arguments.
      for (const child of childExpressions(node)) stack.push(child);
    }
  }
}

/** The names an assignment target binds. */
export function collectTarget(target: Expr, names: Set<string>): void {
  switch (target.type) {
    case "Name":
      names.add(target.name);
      return;
    case "Tuple":
    case "List":
      for (const item of target.items) collectTarget(item, names);
      return;
    case "Starred":
      collectTarget(target.value, names);
      return;
    case "Paren":
      collectTarget(target.inner, names);
      return;
    default:
  }
}

/** Names of a body that a function nested in it declares `nonlocal`: they may change at any call. */
export function namesSharedWithNested(body: readonly Stmt[]): ReadonlySet<string> {
  const shared = new Set<string>();
  walkStatements(body, (statement) => {
    if (statement.type === "Nonlocal") for (const { name } of statement.names) shared.add(name);
  });
  return shared.size === 0 ? noNames : shared;
}

/** True for a function whose call gives a generator. */
export function isGenerator(node: FunctionStmt | LambdaExpr): boolean {
  let found = false;
  const look = (root: Expr): void => {
    walkExpression(root, (inner) => {
      if (inner.type === "Yield") found = true;
    });
  };
  const visit = (body: readonly Stmt[]): void => {
    for (const statement of body) {
      if (statement.type === "Function" || statement.type === "Class") continue;
      statementExpressions(statement).forEach(look);
      visit(childStatements(statement));
    }
  };
  if (node.type === "Function") visit(node.body.body);
  return found;
}
