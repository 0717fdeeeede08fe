import type { AttributeExpr, Block, Expr, ForStmt, IfStmt, Stmt, WhileStmt } from "../../syntax/ast.js";
import { walkExpression, walkStatements, statementExpressions } from "../../syntax/walk.js";
import { deleteAttribute, setAttribute } from "./attributes.js";
import type { Engine } from "./engine.js";
import { elements } from "./iteration.js";
import { binary } from "./operators.js";
import type { Scope } from "./sources.js";
import { none, symbol, textOf, truth, type Value } from "./values.js";

/** How a block ended; null when it ran to its end. */
export type Completion =
  { readonly of: "return"; readonly value: Value } | { readonly of: "break" | "continue" | "raise" } | null;

/** Runs statements of a constructor as far as they are decided. */
export function run(engine: Engine, body: readonly Stmt[], scope: Scope): Completion {
  for (const statement of body) {
    if (!engine.step()) return { of: "raise" };
    const completion = one(engine, statement, scope);
    if (completion !== null) return completion;
  }
  return null;
}

function one(engine: Engine, statement: Stmt, scope: Scope): Completion {
  switch (statement.type) {
    case "Expression":
      engine.evaluate(statement.value, scope);
      return null;
    case "Assign": {
      if (statement.value === null) return null;
      const value = engine.evaluate(statement.value, scope);
      for (const target of statement.targets) assign(engine, target, value, scope);
      return null;
    }
    case "AugAssign": {
      const value = binary(
        statement.operator.replace(/=$/, ""),
        engine.evaluate(statement.target, scope),
        engine.evaluate(statement.value, scope),
      );
      assign(engine, statement.target, value, scope);
      return null;
    }
    case "Return":
      return {
        of: "return",
        value: statement.value === null ? none : engine.evaluate(statement.value, scope),
      };
    case "Break":
      return { of: "break" };
    case "Continue":
      return { of: "continue" };
    case "Raise":
      return { of: "raise" };
    case "If":
      return branch(engine, statement, scope);
    case "For":
      return loop(engine, statement, scope);
    case "While":
      return repeatWhile(engine, statement, scope);
    case "Try": {
      const completion = engine.run(statement.body.body, scope);
      if (completion?.of === "raise") {
        const [handler] = statement.handlers;
        return handler === undefined ? completion : engine.run(handler.body.body, scope);
      }
      return (
        completion ?? inBlock(engine, statement.orElse, scope) ?? inBlock(engine, statement.finally, scope)
      );
    }
    case "With":
      for (const item of statement.items) {
        const value = engine.evaluate(item.context, scope);
        if (item.target !== null) assign(engine, item.target, value, scope);
      }
      return engine.run(statement.body.body, scope);
    case "Function":
      scope.names.set(statement.name.name, {
        type: "function",
        definition: statement,
        name: statement.name.name,
        scope,
        owner: null,
      });
      return null;
    case "Class":
      scope.names.set(statement.name.name, {
        type: "class",
        definition: statement,
        module: scope.module,
        scope,
      });
      return null;
    case "Import":
      for (const { name, alias } of statement.names) {
        const bound = alias?.name ?? name.parts[0]?.name ?? name.text;
        scope.names.set(bound, { type: "api", name: alias === null ? bound : name.text });
      }
      return null;
    case "ImportFrom":
      for (const { name, alias } of statement.names) {
        const dotted = statement.module?.text ?? "";
        scope.names.set(
          alias?.name ?? name.text,
          engine.imported(scope.module, statement.level, dotted, name.text),
        );
      }
      return null;
    case "Delete":
      for (const target of statement.targets) {
        if (target.type === "Name") scope.names.delete(target.name);
        if (target.type === "Attribute")
          deleteAttribute(engine.evaluate(target.object, scope), target.attribute.name);
      }
      return null;
    case "Match":
      return undecided(
        engine,
        statement,
        statement.cases.flatMap((clause) => clause.body.body),
        scope,
        "which case matches",
      );
    default:
      return null;
  }
}

function inBlock(engine: Engine, block: Block | null, scope: Scope): Completion {
  return block === null ? null : engine.run(block.body, scope);
}

function branch(engine: Engine, statement: IfStmt, scope: Scope): Completion {
  const test = engine.evaluate(statement.test, scope);
  const known = truth(test);
  if (known === true) return engine.run(statement.then.body, scope);
  if (known === false) return inBlock(engine, statement.orElse, scope);
  // A check that only raises is taken to pass: the tree is that of a model that can be built.
  if (raises(statement.then.body)) return inBlock(engine, statement.orElse, scope);
  if (statement.orElse !== null && raises(statement.orElse.body))
    return engine.run(statement.then.body, scope);
  const bodies = [...statement.then.body, ...(statement.orElse?.body ?? [])];
  return undecided(engine, statement, bodies, scope, `the condition "${textOf(test)}"`);
}

function raises(body: readonly Stmt[]): boolean {
  const last = body.at(-1);
  return (
    last?.type === "Raise" &&
    body.slice(0, -1).every((statement) => statement.type === "Expression" || statement.type === "Assign")
  );
}

/** Leaves statements out and makes what they assign unknown; says so if layers or parameters may hang on it. */
function undecided(
  engine: Engine,
  statement: Stmt,
  bodies: readonly Stmt[],
  scope: Scope,
  what: string,
): Completion {
  const matters = new Set<Stmt>();
  walkStatements(bodies, (inner) => {
    const targets =
      inner.type === "Assign" ? inner.targets : inner.type === "AugAssign" ? [inner.target] : [];
    for (const target of targets) {
      if (target.type === "Name") scope.names.set(target.name, symbol(target.name));
      else if (target.type === "Attribute") {
        const object = engine.evaluate(target.object, scope);
        if (
          object.type === "module" &&
          !(inner.type === "Assign" && inner.value !== null && isPlain(inner.value))
        )
          matters.add(inner);
        if (object.type === "module" || object.type === "object") {
          object.attributes.set(target.attribute.name, symbol(`${textOf(object)}.${target.attribute.name}`));
        }
      }
    }
    if (inner.type === "Return") matters.add(inner);
    for (const expression of statementExpressions(inner)) {
      walkExpression(expression, (node) => {
        if (
          node.type === "Call" &&
          node.callee.type === "Attribute" &&
          (REGISTERS.has(node.callee.attribute.name) || isOwnMethod(engine, node.callee, scope))
        )
          matters.add(inner);
      });
    }
  });
  if (matters.size > 0)
    engine.note(scope.module, statement, `${what} is not known from source; what depends on it is left out.`);
  return null;
}

/** `self.build(…)`, where the method is the project's own. */
function isOwnMethod(engine: Engine, callee: AttributeExpr, scope: Scope): boolean {
  if (callee.object.type !== "Name" || engine.lookup(callee.object.name, scope).type !== "module")
    return false;
  const method = engine.evaluate(callee, scope);
  return method.type === "bound" && typeof method.method !== "string";
}

const REGISTERS = new Set([
  "append",
  "extend",
  "insert",
  "add_module",
  "add_sublayer",
  "register_module",
  "register_buffer",
  "register_parameter",
  "add_parameter",
  "update",
]);

/** Values that can be neither a layer nor a parameter. */
function isPlain(value: Expr): boolean {
  return (
    value.type === "Constant" ||
    value.type === "Number" ||
    value.type === "String" ||
    value.type === "Compare"
  );
}

function loop(engine: Engine, statement: ForStmt, scope: Scope): Completion {
  const iterable = engine.evaluate(statement.iterable, scope);
  for (const item of elements(iterable, statement.target)) {
    if (!engine.step()) break;
    assign(engine, statement.target, item.value, scope);
    if (item.repeated) engine.repeating++;
    let completion: Completion;
    try {
      completion = engine.run(statement.body.body, scope);
    } finally {
      if (item.repeated) engine.repeating--;
    }
    if (completion?.of === "break") return null;
    if (completion !== null && completion.of !== "continue") return completion;
  }
  return inBlock(engine, statement.orElse, scope);
}

function repeatWhile(engine: Engine, statement: WhileStmt, scope: Scope): Completion {
  for (;;) {
    const known = engine.step() ? truth(engine.evaluate(statement.test, scope)) : null;
    if (known === false) return inBlock(engine, statement.orElse, scope);
    if (known === null)
      return undecided(engine, statement, statement.body.body, scope, "how often the loop runs");
    const completion = engine.run(statement.body.body, scope);
    if (completion?.of === "break") return null;
    if (completion !== null && completion.of !== "continue") return completion;
  }
}

/** Binds a target: a name, an attribute, an element, or several of them. */
export function assign(engine: Engine, target: Expr, value: Value, scope: Scope): void {
  switch (target.type) {
    case "Name":
      scope.names.set(target.name, value);
      break;
    case "Attribute":
      setAttribute(
        engine,
        engine.evaluate(target.object, scope),
        target.attribute.name,
        value,
        scope,
        target,
      );
      break;
    case "Tuple":
    case "List": {
      const items =
        value.type === "sequence" && !value.items.some((item) => item.repeated) ? value.items : null;
      target.items.forEach((inner, index) => {
        const part = items?.[index]?.value ?? symbol(`${textOf(value)}[${String(index)}]`);
        assign(engine, inner, part, scope);
      });
      break;
    }
    case "Paren":
      assign(engine, target.inner, value, scope);
      break;
    case "Subscript": {
      const object = engine.evaluate(target.object, scope);
      const [first] = target.indices;
      const index = first === undefined ? none : engine.evaluate(first, scope);
      if (index.type !== "const" || index.value === null || typeof index.value === "boolean") break;
      if (object.type === "dict") object.entries.set(index.value, value);
      else if (object.type === "object") object.attributes.set(String(index.value), value);
      else if (object.type === "sequence" && typeof index.value === "number") {
        const at = index.value < 0 ? object.items.length + index.value : index.value;
        object.items[at] = { value, repeated: false };
      } else if (object.type === "module") {
        const names = [...object.children.keys()];
        const name = typeof index.value === "number" ? names.at(index.value) : index.value;
        if (name !== undefined) setAttribute(engine, object, name, value, scope, target);
      }
      break;
    }
    default:
      break;
  }
}
