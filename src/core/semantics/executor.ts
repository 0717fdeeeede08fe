import type { ClassStmt, Decorator, Expr, FunctionStmt, Stmt } from "../syntax/ast.js";
import { noteNamespaceAlias } from "./dynamicAttributes.js";
import { Environment } from "./environment.js";
import { bind, bindPattern } from "./evaluator.js";
import type { Engine, Frame } from "./frame.js";
import { executeImport, executeImportFrom } from "./imports.js";
import { instanceOf, narrow } from "./narrowing.js";
import { binaryResult, elementOf } from "./operators.js";
import { shared } from "./ownership.js";
import { annotationType } from "./parameters.js";
import { annotatedNames, bodyBindings } from "./scopes.js";
import type { ProjectClass, ProjectFunction, Scope } from "./symbols.js";
import { nothingFound } from "./symbols.js";
import type { Inferred, Type } from "./types.js";
import { asTensor, certain, infer, joinTypes, members, owned, sharedReason, unknown } from "./types.js";

const noClasses: ReadonlySet<ProjectClass> = new Set();

/** A loop body is run this often, so that what one round binds reaches the next. */
const rounds = 2;

/** Executes statements on types: binds names, follows branches, collects results. */
export function execute(engine: Engine, body: readonly Stmt[], frame: Frame): void {
  for (const statement of body) {
    // Code after a return is still looked at: it may be reached in ways that are not modelled.
    executeOne(engine, statement, frame);
  }
}

function executeOne(engine: Engine, statement: Stmt, frame: Frame): void {
  switch (statement.type) {
    case "Expression":
      engine.evaluate(statement.value, frame);
      return;
    case "Assign":
      assign(engine, statement, frame);
      return;
    case "AugAssign": {
      const before = engine.evaluate(statement.target, frame);
      const value = engine.evaluate(statement.value, frame);
      const result = binaryResult(statement.operator.slice(0, -1), before, value);
      // A list is extended in place: whoever holds it holds the same afterwards.
      const after = before.own === true ? owned(result) : shared(result);
      const kept = asTensor(before.type) !== null || before.type.kind === "instance";
      bindPattern(engine, statement.target, kept ? before : after, frame);
      // What the target held before is what the statement works on.
      frame.types?.set(statement.target, before);
      return;
    }
    case "Return":
      if (statement.value !== null) frame.returns.push(engine.evaluate(statement.value, frame));
      else frame.returns.push(certain({ kind: "none" }, "a bare return"));
      frame.env.dead = true;
      return;
    case "Raise":
    case "Assert":
      for (const value of statement.values) engine.evaluate(value, frame);
      if (statement.type === "Raise") frame.env.dead = true;
      else if (statement.values[0] !== undefined) narrow(engine, statement.values[0], true, frame);
      return;
    case "Break":
    case "Continue":
      frame.env.dead = true;
      return;
    case "Delete":
      for (const target of statement.targets) {
        engine.evaluate(target, frame);
        if (target.type === "Name") frame.env.delete(target.name);
      }
      return;
    case "Import":
      executeImport(engine, statement, frame);
      return;
    case "ImportFrom":
      executeImportFrom(engine, statement, frame);
      return;
    case "If": {
      engine.evaluate(statement.test, frame);
      branches(frame, (inner, outcome) => {
        narrow(engine, statement.test, outcome, inner);
        if (outcome) execute(engine, statement.then.body, inner);
        else if (statement.orElse !== null) execute(engine, statement.orElse.body, inner);
      });
      return;
    }
    case "For":
    case "While": {
      for (let round = 0; round < rounds; round++) {
        branches(frame, (inner, enters) => {
          if (!enters) return;
          if (statement.type === "For")
            bindPattern(
              engine,
              statement.target,
              elementOf(engine.evaluate(statement.iterable, inner)),
              inner,
            );
          else {
            engine.evaluate(statement.test, inner);
            narrow(engine, statement.test, true, inner);
          }
          execute(engine, statement.body.body, inner);
          inner.env.dead = false;
        });
      }
      if (statement.orElse !== null) execute(engine, statement.orElse.body, frame);
      return;
    }
    case "Try":
      executeTry(engine, statement, frame);
      return;
    case "With":
      for (const item of statement.items) {
        const context = engine.evaluate(item.context, frame);
        if (item.target !== null)
          bindPattern(engine, item.target, context.type.kind === "instance" ? context : unknown, frame);
      }
      execute(engine, statement.body.body, frame);
      return;
    case "Function":
      bind(frame, statement.name.name, defineFunction(engine, statement, frame));
      return;
    case "Class":
      bind(frame, statement.name.name, defineClass(engine, statement, frame));
      return;
    case "Match":
      engine.evaluate(statement.subject, frame);
      for (const clause of statement.cases) {
        branches(frame, (inner, taken) => {
          if (!taken) return;
          for (const name of clause.names) engine.evaluate(name, inner);
          for (const { name, of } of clause.captures) {
            const type = of === null ? unknown.type : instanceOf(engine.evaluate(of, inner).type);
            bind(inner, name, infer(type, "certain", "tested by the pattern"));
          }
          if (clause.guard !== null) engine.evaluate(clause.guard, inner);
          execute(engine, clause.body.body, inner);
        });
      }
      return;
    default:
      return;
  }
}

/** Runs two alternatives from the same state and joins what they leave behind. */
function branches(frame: Frame, run: (inner: Frame, first: boolean) => void): void {
  const yes: Frame = { ...frame, env: frame.env.copy() };
  const no: Frame = { ...frame, env: frame.env.copy() };
  run(yes, true);
  run(no, false);
  frame.env.merge(yes.env, no.env);
}

function executeTry(engine: Engine, statement: Extract<Stmt, { type: "Try" }>, frame: Frame): void {
  const before = frame.env.copy();
  execute(engine, statement.body.body, frame);
  if (statement.orElse !== null) execute(engine, statement.orElse.body, frame);
  for (const handler of statement.handlers) {
    if (handler.exception !== null) engine.evaluate(handler.exception, frame);
    // The body may have failed at any point: the handler sees what was bound before it or in it.
    const inner: Frame = { ...frame, env: new Environment() };
    inner.env.merge(before, frame.env.dead ? before : frame.env);
    if (handler.name !== null) bind(inner, handler.name.name, unknown);
    execute(engine, handler.body.body, inner);
    const merged = new Environment();
    merged.merge(frame.env, inner.env);
    frame.env = merged;
  }
  if (statement.finally !== null) execute(engine, statement.finally.body, frame);
}

function assign(engine: Engine, statement: Extract<Stmt, { type: "Assign" }>, frame: Frame): void {
  const annotated =
    statement.annotation === null ? null : annotationType(engine, statement.annotation, frame);
  if (statement.value === null) {
    const [target] = statement.targets;
    if (frame.kind === "class" && target?.type === "Name" && annotated !== null)
      bind(frame, target.name, infer(annotated, "likely", "its annotation"));
    return;
  }
  const value = engine.evaluate(statement.value, frame);
  noteNamespaceAlias(engine, statement.value, frame);
  const [target, ...others] = statement.targets;
  const stated = annotated === null ? null : infer(annotated, "likely", "its annotation");
  // An empty container that others can reach holds what the annotation says.
  const empty = target?.type === "Attribute" && isEmpty(value.type);
  const known = stated !== null && (value.type.kind === "unknown" || empty) ? stated : value;
  // In a class body an annotation declares what instances hold; the value is only their default.
  const declared =
    frame.kind !== "class" || stated === null
      ? known
      : known === stated || isEmpty(value.type)
        ? stated
        : { ...stated, type: joinTypes(stated.type, value.type) };
  if (others.length === 0 && bindEach(engine, target, statement.value, frame)) return;
  // With several names, each holds what the others change.
  for (const each of statement.targets)
    bindPattern(engine, each, others.length === 0 ? declared : shared(declared), frame);
}

function isEmpty(type: Type): boolean {
  const held = type.kind === "list" ? type.element : type.kind === "dict" ? type.value : null;
  return held !== null && members(held).length === 0;
}

/** `a, b = [], {}` is two assignments. */
function bindEach(engine: Engine, target: Expr | undefined, value: Expr, frame: Frame): boolean {
  if (target?.type !== "Tuple" || value.type !== "Tuple" || target.items.length !== value.items.length)
    return false;
  if (!target.items.every(({ type }) => type === "Name")) return false;
  if (!value.items.some(({ type }) => type === "List" || type === "Dict")) return false;
  // All of the right side is evaluated before anything is bound.
  const values = value.items.map((item) => engine.evaluate(item, { ...frame, types: null }));
  for (const [index, name] of target.items.entries())
    bindPattern(engine, name, values[index] ?? unknown, frame);
  return true;
}

function defineFunction(engine: Engine, node: FunctionStmt, frame: Frame): ReturnType<typeof certain> {
  const decorators = node.decorators.map((decorator) => ({
    decorator,
    value: decoratorValue(engine, decorator.expression, frame),
  }));
  for (const param of node.params) {
    if (param.default !== null) engine.evaluate(param.default, frame);
    if (param.annotation !== null) engine.evaluate(param.annotation, frame);
  }
  if (node.returns !== null) engine.evaluate(node.returns, frame);
  const enclosing = scopeInside(frame);
  const existing = frame.module.functionAt.get(node.start);
  const fn: ProjectFunction = existing ?? {
    name: node.name.name,
    module: frame.module,
    node,
    owner: frame.kind === "class" ? frame.owner : null,
    enclosing,
    foundEnclosing: enclosing,
    decoration: decoration(node.decorators),
    seen: nothingFound,
    foundCalls: nothingFound,
    result: null,
    analysing: false,
  };
  fn.foundEnclosing = enclosing;
  if (existing === undefined) {
    frame.module.functions.push(fn);
    frame.module.functionAt.set(node.start, fn);
  }
  if (frame.kind === "class" && frame.owner !== null) {
    frame.owner.methods.set(fn.name, fn);
    frame.module.hierarchy.define(frame.owner, fn.name, "member");
  }
  // An unknown decorator may return anything; those of the frameworks keep the function.
  const opaque = fn.decoration === "other" && !decorators.every(({ value }) => keepsFunction(value.type));
  return opaque
    ? unknown
    : certain({ kind: "function", of: fn, self: null }, sharedReason(`function ${fn.name}`));
}

/** The scopes around what is defined in a body. */
function scopeInside({ kind, bound, locals, scope }: Frame): Scope | null {
  return kind === "function" ? { names: bound, locals, parent: scope } : scope;
}

/** What decorates: of `@torch.no_grad()` the name that is called. */
function decoratorValue(engine: Engine, expression: Expr, frame: Frame): Inferred {
  const value = engine.evaluate(expression, frame);
  return expression.type === "Call" ? engine.evaluate(expression.callee, frame) : value;
}

function keepsFunction(type: ReturnType<Engine["evaluate"]>["type"]): boolean {
  return (
    type.kind === "external" &&
    /^(torch\.(jit|no_grad|inference_mode|compiler)|functools\.(wraps|lru_cache|cache)|paddle\.(no_grad|jit)|typing\.|abc\.|contextlib\.contextmanager)/.test(
      type.name,
    )
  );
}

function decoration(decorators: readonly Decorator[]): ProjectFunction["decoration"] {
  const names = decorators
    .map(({ expression: written }) => (written.type === "Call" ? written.callee : written))
    .map((expression) =>
      expression.type === "Name"
        ? expression.name
        : expression.type === "Attribute"
          ? expression.attribute.name
          : "",
    );
  if (names.includes("staticmethod")) return "static";
  if (names.includes("classmethod")) return "class";
  if (names.some((name) => ["property", "cached_property", "setter"].includes(name))) return "property";
  return names.some(
    (name) =>
      ![
        "ignore",
        "no_grad",
        "export",
        "unused",
        "abstractmethod",
        "inference_mode",
        "override",
        "_overload_method",
        "is_scripting",
      ].includes(name),
  )
    ? "other"
    : "none";
}

function defineClass(engine: Engine, node: ClassStmt, frame: Frame): ReturnType<typeof certain> {
  for (const decorator of node.decorators) engine.evaluate(decorator.expression, frame);
  const bases = node.bases.map((base) => ({
    kind: base.kind,
    type: engine.evaluate(base.value, frame).type,
  }));
  const existing = frame.module.classAt.get(node.start);
  const of: ProjectClass = existing ?? {
    name: node.name.name,
    module: frame.module,
    node,
    fields: annotatedNames(node.body.body),
    bases: [],
    derived: noClasses,
    methods: new Map(),
    members: new Map(),
    attributes: nothingFound,
    foundAttributes: nothingFound,
  };
  frame.module.hierarchy.change();
  of.bases = bases.filter((base) => base.kind === "positional").map((base) => base.type);
  for (const base of of.bases)
    for (const member of members(base))
      if (member.kind === "class") frame.module.hierarchy.derive(member.of, of);
  if (existing === undefined) {
    frame.module.classes.push(of);
    frame.module.classAt.set(node.start, of);
  }
  const { body } = node.body;
  const { locals, globals } = bodyBindings(body);
  const inner: Frame = {
    module: frame.module,
    kind: "class",
    body,
    env: new Environment(),
    locals,
    globalNames: globals,
    shared: new Set(),
    scope: scopeInside(frame),
    bound: of.members,
    owner: of,
    fn: frame.fn,
    returns: [],
    types: frame.types,
  };
  execute(engine, body, inner);
  return certain({ kind: "class", of }, sharedReason(`class ${of.name}`));
}
