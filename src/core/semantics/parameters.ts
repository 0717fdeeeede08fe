import { bindArguments, isBinding } from "../api/binding.js";
import type { Catalog } from "../api/catalog.js";
import type { CatalogRow } from "../api/schema.js";
import type { CallExpr, Expr, FunctionStmt, LambdaExpr, Parameter, Stmt } from "../syntax/ast.js";
import { childStatements, statementExpressions, unwrap, walkExpression } from "../syntax/walk.js";
import type { Range } from "../text/range.js";
import { callArguments } from "./callArguments.js";
import { isModuleSubclass } from "./classes.js";
import { contradicts } from "./contradicts.js";
import type { Engine, Frame } from "./frame.js";
import { speaksForTensor } from "./library.js";
import { frameworkOf } from "./members.js";
import { instanceOf } from "./narrowing.js";
import type { ProjectFunction } from "./symbols.js";
import type { Framework, Inferred, Type } from "./types.js";
import {
  builtin,
  certain,
  infer,
  join,
  joinTypes,
  members,
  noneType,
  tensor,
  unknown,
  unknownType,
} from "./types.js";

/** What a parameter holds when the function begins, from its annotation, default, call sites and use. */
export function parameterType(
  engine: Engine,
  fn: ProjectFunction,
  param: Parameter,
  index: number,
  inside: Frame,
): Inferred {
  // A look ahead: nothing is recorded, and only the parameters before this one are bound.
  const frame: Frame = { ...inside, types: null };
  if (param.kind === "varPositional")
    return certain({ kind: "tupleOf", element: unknownType }, "the rest of the positional arguments");
  if (param.kind === "varKeyword")
    return certain({ kind: "dict", value: unknownType }, "the rest of the keyword arguments");
  if (index === 0 && fn.owner !== null && fn.decoration !== "static") {
    const type: Type =
      fn.decoration === "class" ? { kind: "class", of: fn.owner } : { kind: "object", of: fn.owner };
    return certain(type, `${param.name.name} of class ${fn.owner.name}`);
  }
  const annotated = param.annotation === null ? null : annotationType(engine, param.annotation, frame);
  const byDefault = param.default === null ? null : engine.evaluate(param.default, frame);
  const nullable = byDefault?.type.kind === "none";
  const evidence: Inferred[] = [];
  if (annotated !== null && annotated.kind !== "unknown")
    evidence.push(infer(annotated, "likely", "its annotation"));
  const seen = fn.seen.get(param.name.name);
  if (seen !== undefined && seen.type.kind !== "unknown")
    evidence.push({ ...seen, confidence: "likely", reason: "the calls in the project" });
  // A call in sight that contradicts the annotation shows that callers do not keep to it.
  if (annotated !== null && seen !== undefined && contradicts(annotated, seen.type))
    return infer(joinTypes(annotated, seen.type), "likely", "its annotation and the calls in the project");
  const used = usedAsTensor(engine, fn, param, frame);
  if (used !== null) evidence.push(infer(tensor(used.framework), "likely", used.reason));
  // A use that suits a tensor says nothing of calls that hand over something else.
  if (used !== null && seen !== undefined && contradicts(tensor(used.framework), seen.type))
    return infer(
      joinTypes(seen.type, tensor(used.framework)),
      "likely",
      "its use and the calls in the project",
    );
  const known = combine(evidence, used !== null);
  if (known === null) {
    if (byDefault === null || nullable)
      return nullable ? infer(joinTypes(noneType, unknownType), "unknown", unknown.reason) : unknown;
    // A default shows one of the values that a parameter takes, not all of them.
    return byDefault.type.kind === "builtin"
      ? infer(builtin(byDefault.type.name), "likely", "its default")
      : infer(joinTypes(byDefault.type, unknownType), "unknown", "its default and whatever callers pass");
  }
  return nullable ? join(known, infer(noneType, "likely", "its default")) : known;
}

/** Call sites know rank and dtype, use knows that it is a tensor: the first that says "tensor" wins, then any. */
function combine(evidence: readonly Inferred[], used: boolean): Inferred | null {
  const precise = evidence.find((item) =>
    members(item.type).every((member) => member.kind === "tensor" || member.kind === "none"),
  );
  if (precise !== undefined) return precise;
  if (used) return evidence.at(-1) ?? null;
  const [first] = evidence.filter((item) => members(item.type).every((member) => member.kind !== "unknown"));
  return first ?? null;
}

/** The type an annotation names; unknown for anything that is not plain. */
export function annotationType(engine: Engine, annotation: Expr, frame: Frame): Type {
  const expr = unwrap(annotation);
  if (expr.type === "Constant" && expr.value === null) return noneType;
  if (expr.type === "String" && expr.value !== null)
    return writtenAnnotation(engine, expr.value, expr, frame);
  if (expr.type === "Binary" && expr.operator === "|")
    return joinTypes(annotationType(engine, expr.left, frame), annotationType(engine, expr.right, frame));
  if (expr.type === "Subscript") {
    const base = engine.evaluate(expr.object, frame).type;
    const name = base.kind === "external" ? base.name.replace(/^(typing|builtins)\./, "") : "";
    const inner = expr.indices.map((index) => annotationType(engine, index, frame));
    if (name === "Optional") return joinTypes(inner[0] ?? unknownType, noneType);
    if (name === "Union") return inner.length === 0 ? unknownType : inner.reduce(joinTypes);
    if (name === "List" || name === "list" || name === "Sequence")
      return { kind: "list", element: inner[0] ?? unknownType, declared: true };
    if (name === "Dict" || name === "dict")
      return { kind: "dict", value: inner[1] ?? unknownType, declared: true };
    if (name === "Tuple" || name === "tuple") {
      const variadic = expr.indices.some((index) => index.type === "Constant" && index.value === "...");
      return variadic
        ? { kind: "tupleOf", element: inner[0] ?? unknownType }
        : { kind: "tuple", items: inner };
    }
    return unknownType;
  }
  const value = engine.evaluate(expr, frame).type;
  return value.kind === "external" || value.kind === "class" ? instanceOf(value) : unknownType;
}

const longestAnnotation = 1000;

/** An annotation in quotes: a dotted name, `Optional[…]` of one, or alternatives with `|`. */
function writtenAnnotation(engine: Engine, text: string, at: Range, frame: Frame): Type {
  const source = text.trim();
  // Nobody writes that, and each level of it is a level of this function.
  if (source.length > longestAnnotation) return unknownType;
  const parts = source.split("|");
  if (parts.length > 1)
    return parts.map((part) => writtenAnnotation(engine, part, at, frame)).reduce(joinTypes);
  const optional = /^(?:typing\.)?Optional\[(.*)\]$/.exec(source)?.[1];
  if (optional !== undefined) return joinTypes(writtenAnnotation(engine, optional, at, frame), noneType);
  if (source === "None") return noneType;
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(source)) return unknownType;
  // These are no expressions of the file.
  const range = { id: -1, start: at.start, end: at.end };
  const [first = "", ...rest] = source.split(".");
  const root: Expr = { type: "Name", ...range, name: first };
  const named = rest.reduce<Expr>(
    (object, name) => ({ type: "Attribute", ...range, object, attribute: { ...range, name } }),
    root,
  );
  return annotationType(engine, named, frame);
}

/** Looks for a use of the parameter's first value that only a tensor supports. */
function usedAsTensor(
  engine: Engine,
  fn: ProjectFunction,
  param: Parameter,
  frame: Frame,
): { framework: Framework; reason: string } | null {
  const name = param.name.name;
  const calls = callsOn(fn.node, name);
  const framework = calls.length === 0 ? null : moduleFramework(fn);
  if (framework === null) return null;
  const { catalog } = engine.project;
  const until =
    fn.node.type === "Function" ? firstRebinding(fn.node.body.body, name) : Number.POSITIVE_INFINITY;
  const projectNames = projectMemberNames(engine);
  for (const node of calls) {
    if (node.start >= until) continue;
    const { callee } = node;
    if (callee.type === "Attribute" && callee.object.type === "Name" && callee.object.name === name) {
      const member = callee.attribute.name;
      const row = catalog.method(member);
      // `x.size()` with parentheses is a tensor's: NumPy's size is a number.
      const speaks =
        row?.kind === "method" && (member === "size" || speaksForTensor(member)) && !projectNames.has(member);
      if (speaks && fits(catalog, row, node)) return { framework, reason: `used as a tensor (${member})` };
    } else if (node.args.some((argument) => argument.value.type === "Name" && argument.value.name === name)) {
      const by = takesTensor(engine, catalog, node, name, frame);
      if (by !== null) return { framework, reason: `used as a tensor (${by})` };
    }
  }
  return null;
}

const knownCalls = new WeakMap<object, ReadonlyMap<string, readonly CallExpr[]>>();
const noCalls: readonly CallExpr[] = [];

/**
 * The calls in a function's own body, in order, that are calls of a name's methods or that are given the name itself;
 * looked for once, since every parameter asks.
 */
function callsOn(node: FunctionStmt | LambdaExpr, name: string): readonly CallExpr[] {
  const { body } = node;
  const known = knownCalls.get(body);
  if (known !== undefined) return known.get(name) ?? noCalls;
  const calls = new Map<string, CallExpr[]>();
  const add = (to: Expr, call: CallExpr): void => {
    if (to.type !== "Name") return;
    const earlier = calls.get(to.name);
    if (earlier === undefined) calls.set(to.name, [call]);
    else if (earlier.at(-1) !== call) earlier.push(call);
  };
  const visit = (root: Expr): void => {
    walkExpression(root, (expr) => {
      if (expr.type !== "Call") return;
      if (expr.callee.type === "Attribute") add(expr.callee.object, expr);
      for (const argument of expr.args) add(argument.value, expr);
    });
  };
  if (node.type === "Lambda") visit(node.body);
  else forEachExpression(node.body.body, visit);
  knownCalls.set(body, calls);
  return calls.get(name) ?? noCalls;
}

/** True when a method of a tensor could be called like this: `F.relu(x)` is no call of `Tensor.relu()`. */
function fits(catalog: Catalog, row: CatalogRow, call: Extract<Expr, { type: "Call" }>): boolean {
  const args = callArguments(call);
  return isBinding(bindArguments(catalog.signatures(row), args));
}

/** True when the call hands the name to a framework function or layer in a place that takes a tensor. */
function takesTensor(
  engine: Engine,
  catalog: Catalog,
  node: Extract<Expr, { type: "Call" }>,
  name: string,
  frame: Frame,
): string | null {
  const { callee } = node;
  if (callee.type !== "Attribute" && callee.type !== "Name") return null;
  const first = node.args[0]?.value;
  if (first?.type !== "Name" || first.name !== name) return null;
  const root = callee.type === "Attribute" ? callee.object : callee;
  if (root.type === "Name" && frame.locals.has(root.name) && frame.env.get(root.name) === undefined)
    return null;
  if (root.type !== "Name" && root.type !== "Attribute") return null;
  const type = engine.evaluate(callee, frame).type;
  if (type.kind === "external" && frameworkOf(type.name) !== null) {
    const row = catalog.row(type.name);
    const parameter = row === undefined ? undefined : catalog.signatures(row)[0]?.parameters[0]?.name;
    return parameter === "input" || parameter === "self" || parameter === "tensor" ? type.name : null;
  }
  return type.kind === "instance" &&
    /\.(Linear|LayerNorm|Embedding|Dropout|Conv[123]d|Softmax|GELU|ReLU|Tanh|BatchNorm[123]d|GroupNorm)$/.test(
      type.of,
    )
    ? `argument of ${type.of}`
    : null;
}

function moduleFramework(fn: ProjectFunction): Framework | null {
  for (const names of [fn.module.globals, fn.module.earlierGlobals]) {
    for (const value of names.values()) {
      for (const member of members(value.type)) {
        const framework = member.kind === "external" ? frameworkOf(member.name) : null;
        if (framework !== null) return framework;
      }
    }
  }
  return null;
}

const memberNames = new WeakMap<object, Set<string>>();

/** The names of all methods and attributes of the project's own classes except model classes' usual ones. */
function projectMemberNames(engine: Engine): Set<string> {
  const known = memberNames.get(engine.project);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const module of engine.project.modules) {
    for (const of of module.classes)
      for (const name of of.methods.keys())
        if (!isModuleSubclass(of, engine.project.catalog) || speaksForTensor(name)) names.add(name);
  }
  memberNames.set(engine.project, names);
  return names;
}

function forEachExpression(body: readonly Stmt[], visit: (expr: Expr) => void): void {
  for (const statement of body) {
    if (statement.type === "Function" || statement.type === "Class") continue;
    statementExpressions(statement).forEach(visit);
    forEachExpression(childStatements(statement), visit);
  }
}

/**
 * The end of the first statement that gives the name another value; uses up to there see the parameter. A rebinding under
 * a condition does not count: it leaves the other path with the parameter.
 */
function firstRebinding(body: readonly Stmt[], name: string): number {
  for (const statement of body)
    if (
      statement.type === "Assign" &&
      statement.value !== null &&
      statement.targets.some((target) => target.type === "Name" && target.name === name)
    )
      return statement.end;
  return Number.POSITIVE_INFINITY;
}
