import type { CallExpr, Expr } from "../syntax/ast.js";
import { ancestry, noteAttribute } from "./classes.js";
import type { CallValue, Engine, Frame } from "./frame.js";
import { descendants } from "./hierarchy.js";
import { shared } from "./ownership.js";
import type { ProjectClass } from "./symbols.js";
import type { Inferred, Type } from "./types.js";
import { members, unknown } from "./types.js";

/** Methods of modules that make attributes. */
const registers = /^(register_buffer|register_parameter|add_module|register_module)$/;

/**
 * Notes what an object's attribute is given. What is given to something of unknown type may be given to an instance of
 * any class that has an attribute of that name.
 */
export function giveAttribute(object: Inferred, name: string, value: Inferred, frame: Frame): void {
  if (frame.module.hierarchy.settled) return;
  if (name === "__dict__") {
    giveAny(object.type, "", unknown);
    return;
  }
  const given = shared(value);
  for (const type of members(object.type)) {
    if (type.kind === "object" || type.kind === "class") noteAttribute(type.of, name, given);
    else if (type.kind === "super") giveAttribute({ ...object, type: type.self }, name, value, frame);
    else if (type.kind === "unknown")
      for (const of of frame.module.hierarchy.definers(name))
        if (holds(of, name)) noteAttribute(of, name, given);
  }
}

/** True for what a class's instances hold as a value; its methods are rarely replaced. */
function holds(of: ProjectClass, name: string): boolean {
  return (
    !of.methods.has(name) && (of.attributes.has(name) || of.foundAttributes.has(name) || of.members.has(name))
  );
}

/** The classes whose attributes an instance of a class, or of one that derives from it, may have. */
function classesOfInstances(of: ProjectClass): ReadonlySet<ProjectClass> {
  return new Set([of, ...descendants(of)].flatMap(ancestry));
}

/** Any attribute whose name starts so may be given a value: whichever is known of an instance may be that. */
function giveAny(object: Type, start: string, value: Inferred): void {
  const given = shared(value);
  for (const type of members(object)) {
    if (type.kind === "super") giveAny(type.self, start, value);
    if (type.kind !== "object" && type.kind !== "class") continue;
    for (const of of classesOfInstances(type.of)) {
      const names = new Set([...of.attributes.keys(), ...of.foundAttributes.keys(), ...of.members.keys()]);
      for (const name of names) if (name.startsWith(start) && holds(of, name)) noteAttribute(of, name, given);
    }
  }
}

/** Notes what `setattr(x, name, value)`, `x.register_buffer(name, value)`, `x.__setattr__(…)` and `x.__dict__.update(…)` do. */
export function noteDynamicAttributes(
  engine: Engine,
  call: CallExpr,
  callee: Inferred,
  args: readonly CallValue[],
  frame: Frame,
): void {
  if (frame.module.hierarchy.settled) return;
  noteEscapingNamespace(engine, call, callee, frame);
  if (callee.type.kind === "external" && callee.type.name === "builtins.setattr") {
    giveNamed(args[0]?.value, args[1]?.value, call.args[1]?.value, args[2]?.value, frame);
    return;
  }
  if (call.callee.type !== "Attribute") return;
  const { object, attribute } = call.callee;
  if (attribute.name === "__setattr__") {
    const [first, second, third] = args.map((arg) => arg.value);
    if (third !== undefined) giveNamed(first, second, call.args[1]?.value, third, frame);
    else giveNamed(quietly(engine, object, frame), first, call.args[0]?.value, second, frame);
    return;
  }
  if (registers.test(attribute.name)) {
    const given = args.find((arg, index) =>
      arg.kind === "keyword" ? /^(tensor|param|module)$/.test(arg.name ?? "") : index === 1,
    );
    giveNamed(quietly(engine, object, frame), args[0]?.value, call.args[0]?.value, given?.value, frame);
    return;
  }
  const owner = namespaceOwner(engine, object, frame);
  if (owner === null) return;
  if (attribute.name === "setdefault")
    giveNamed(owner, args[0]?.value, call.args[0]?.value, args[1]?.value, frame);
  if (attribute.name !== "update") return;
  for (const arg of args) {
    if (arg.kind === "keyword" && arg.name !== null) giveAttribute(owner, arg.name, arg.value, frame);
    else giveAny(owner.type, "", unknown);
  }
}

function giveNamed(
  object: Inferred | undefined,
  name: Inferred | undefined,
  written: Expr | undefined,
  value: Inferred | undefined,
  frame: Frame,
): void {
  if (object === undefined || written === undefined) return;
  const literal = name?.type.kind === "builtin" ? name.type.value : null;
  if (typeof literal === "string") giveAttribute(object, literal, value ?? unknown, frame);
  else giveAny(object.type, startOf(written, frame), value ?? unknown);
}

/** The literal start of `f"layer{i}"` and `"layer" + name`. */
function startOf(written: Expr, frame: Frame): string {
  if (written.type === "Binary" && written.operator === "+") return startOf(written.left, frame);
  if (written.type !== "String") return "";
  if (written.value !== null) return written.value;
  return /^[fF]["'](\w*)\{/.exec(frame.module.text.slice(written.start, written.end))?.[1] ?? "";
}

/** `x.__dict__[name] = value`, `vars(x)[name] = value`. */
export function noteNamespaceItem(
  engine: Engine,
  target: Extract<Expr, { type: "Subscript" }>,
  value: Inferred,
  frame: Frame,
): void {
  if (frame.module.hierarchy.settled) return;
  const owner = namespaceOwner(engine, target.object, frame);
  const [index] = target.indices;
  if (owner === null || index === undefined) return;
  giveNamed(owner, quietly(engine, index, frame), index, value, frame);
}

/** The object whose attributes `x.__dict__` or `vars(x)` is. */
function namespaceOwner(engine: Engine, expr: Expr, frame: Frame): Inferred | null {
  if (expr.type === "Paren") return namespaceOwner(engine, expr.inner, frame);
  if (expr.type === "Attribute")
    return expr.attribute.name === "__dict__" ? quietly(engine, expr.object, frame) : null;
  if (expr.type !== "Call" || expr.callee.type !== "Name" || expr.callee.name !== "vars") return null;
  const [only] = expr.args;
  return only === undefined || expr.args.length > 1 ? null : quietly(engine, only.value, frame);
}

/** Whoever gets the dictionary itself may change any attribute. */
export function noteNamespaceAlias(engine: Engine, value: Expr, frame: Frame): void {
  if (frame.module.hierarchy.settled) return;
  const owner = namespaceOwner(engine, value, frame);
  if (owner !== null) giveAny(owner.type, "", unknown);
}

function noteEscapingNamespace(engine: Engine, call: CallExpr, callee: Inferred, frame: Frame): void {
  if (members(callee.type).some(({ kind }) => kind === "function" || kind === "class"))
    for (const argument of call.args)
      if (argument.kind !== "doubleStar") noteNamespaceAlias(engine, argument.value, frame);
}

function quietly(engine: Engine, expr: Expr, frame: Frame): Inferred {
  return engine.evaluate(expr, { ...frame, types: null });
}
