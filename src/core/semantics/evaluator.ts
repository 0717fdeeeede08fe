import type { ComprehensionExpr, Expr, StringExpr } from "../syntax/ast.js";
import { builtinValue } from "./builtinValue.js";
import { callResult } from "./calls.js";
import { callValues, evaluateLambda } from "./callValues.js";
import { Environment, lookupEnclosing } from "./environment.js";
import type { Engine, Frame } from "./frame.js";
import { giveAttribute, noteDynamicAttributes, noteNamespaceItem } from "./dynamicAttributes.js";
import { noteHandedFunctions } from "./handedFunctions.js";
import { memberOf } from "./members.js";
import { additions, widen } from "./mutation.js";
import { narrow } from "./narrowing.js";
import { binaryResult, elementOf, itemOf, subscriptResult } from "./operators.js";
import { heldBy, shared } from "./ownership.js";
import { collectTarget } from "./scopes.js";
import type { SourceModule } from "./symbols.js";
import type { Inferred, Type } from "./types.js";
import {
  asTensor,
  builtin,
  certain,
  infer,
  join,
  joinTypes,
  members,
  noneType,
  nothing,
  owned,
  tensor,
  unknown,
  unknownType,
  weaker,
} from "./types.js";

/** What is always the same is one object. */
const none = certain(noneType, "the literal None");
const ellipsis = certain(builtin("ellipsis"), "a literal");
const yes = certain(builtin("bool", true), "a literal");
const no = certain(builtin("bool", false), "a literal");
const slice = certain(builtin("slice"), "a slice");
const negation = certain(builtin("bool"), "a negation");

/** What an expression is. Records the result for every sub-expression in the module's `types`. */
export function evaluateExpression(engine: Engine, expr: Expr, frame: Frame): Inferred {
  const result = compute(engine, expr, frame);
  const { types } = frame;
  if (types === null) return result;
  const earlier = types.get(expr);
  types.set(expr, earlier === undefined ? result : join(earlier, result));
  return result;
}

/** A literal that is written longer than this is a description, whose words no call goes by. */
const longestLiteral = 200;

function literalText(expr: StringExpr): string | null {
  return expr.end - expr.start > longestLiteral ? null : expr.value;
}

function compute(engine: Engine, expr: Expr, frame: Frame): Inferred {
  switch (expr.type) {
    case "Name":
      return heldBy(engine, expr.name, lookup(expr.name, frame), frame);
    case "Attribute":
      return memberOf(engine, engine.evaluate(expr.object, frame), expr.attribute.name);
    case "Call": {
      const callee = engine.evaluate(expr.callee, frame);
      const args = callValues(engine, expr, callee, frame);
      if (callee.type.kind === "external" && callee.type.name === "builtins.super") return superObject(frame);
      const method = members(callee.type).find((type) => type.kind === "method");
      if (method?.kind === "method" && expr.callee.type === "Attribute")
        widen(engine, expr.callee.object, additions(method.receiver, method.name, args), frame, bind);
      noteHandedFunctions(engine, callee, args);
      noteDynamicAttributes(engine, expr, callee, args, frame);
      return callResult(engine, callee, args);
    }
    case "Subscript": {
      const value = engine.evaluate(expr.object, frame);
      const indices = expr.indices.map((index) => {
        const inferred = engine.evaluate(index, frame);
        const { type } = inferred;
        const constant = type.kind === "builtin" && typeof type.value === "number" ? type.value : null;
        return { type, slice: index.type === "Slice", constant };
      });
      return subscriptResult(value, indices);
    }
    case "Slice":
      for (const part of expr.parts) engine.evaluate(part, frame);
      return slice;
    case "Binary":
      return binaryResult(
        expr.operator,
        engine.evaluate(expr.left, frame),
        engine.evaluate(expr.right, frame),
      );
    case "Unary": {
      const operand = engine.evaluate(expr.operand, frame);
      if (expr.operator === "not") return negation;
      if (operand.type.kind === "builtin" && typeof operand.type.value === "number" && expr.operator === "-")
        return { ...operand, type: builtin(operand.type.name, -operand.type.value) };
      return asTensor(operand.type) !== null || operand.type.kind === "builtin" ? operand : unknown;
    }
    case "Bool": {
      const left = engine.evaluate(expr.left, frame);
      const inner: Frame = { ...frame, env: frame.env.copy() };
      narrow(engine, expr.left, expr.operator === "and", inner);
      const right = engine.evaluate(expr.right, inner);
      return join(left, right);
    }
    case "Compare":
      return comparison(
        expr.operators,
        expr.operands.map((operand) => engine.evaluate(operand, frame)),
      );
    case "Conditional": {
      engine.evaluate(expr.test, frame);
      const yes: Frame = { ...frame, env: frame.env.copy() };
      const no: Frame = { ...frame, env: frame.env.copy() };
      narrow(engine, expr.test, true, yes);
      narrow(engine, expr.test, false, no);
      return join(engine.evaluate(expr.body, yes), engine.evaluate(expr.orElse, no));
    }
    case "Lambda":
      return evaluateLambda(engine, expr, frame);
    case "Walrus": {
      const value = engine.evaluate(expr.value, frame);
      bind(frame, expr.target.name, value);
      frame.types?.set(expr.target, value);
      return shared(value);
    }
    case "Await":
      engine.evaluate(expr.value, frame);
      return unknown;
    case "Yield":
      if (expr.value !== null) engine.evaluate(expr.value, frame);
      return unknown;
    case "List":
    case "Set": {
      const items = expr.items.map((item) => shared(engine.evaluate(item, frame)));
      const element =
        items.length === 0 ? nothing : items.map((item) => withoutValue(item.type)).reduce(joinTypes);
      const kind = expr.type === "List" ? "list" : "set";
      return owned(certain({ kind, element }, "a display"));
    }
    case "Tuple": {
      const items = expr.items.map((item) => shared(engine.evaluate(item, frame)));
      if (expr.items.some((item) => item.type === "Starred")) {
        return certain(
          {
            kind: "tupleOf",
            element: items.map((item) => item.type).reduce(joinTypes, items[0]?.type ?? unknownType),
          },
          "a tuple",
        );
      }
      const confidence = items.reduce<Inferred["confidence"]>(
        (sofar, item) => (item.confidence === "unknown" ? sofar : weaker(sofar, item.confidence)),
        "certain",
      );
      return infer({ kind: "tuple", items: items.map((item) => item.type) }, confidence, "a tuple");
    }
    case "Dict": {
      const values = expr.entries.map((entry): Type => {
        if (entry.key !== null) engine.evaluate(entry.key, frame);
        const value = engine.evaluate(entry.value, frame);
        return entry.key === null ? itemOf(value.type, value) : withoutValue(shared(value).type);
      });
      const value = values.length === 0 ? nothing : values.reduce(joinTypes);
      return owned(certain({ kind: "dict", value }, "a dictionary"));
    }
    case "Comprehension":
      return comprehension(engine, expr, frame);
    case "String":
      for (const inner of expr.interpolations) engine.evaluate(inner, frame);
      return certain(builtin(expr.bytes ? "bytes" : "str", literalText(expr)), "a literal");
    case "Number":
      return certain(builtin(expr.of, expr.of === "int" ? expr.value : null), "a literal");
    case "Constant":
      return expr.value === null ? none : expr.value === "..." ? ellipsis : expr.value ? yes : no;
    case "Starred":
      return elementOf(engine.evaluate(expr.value, frame));
    case "Paren":
      return engine.evaluate(expr.inner, frame);
    case "Opaque":
      for (const child of expr.children) engine.evaluate(child, frame);
      return unknown;
  }
}

function comparison(operators: readonly string[], operands: readonly Inferred[]): Inferred {
  const identity = operators.every((operator) => ["is", "is not", "in", "not in"].includes(operator));
  const given = operands.map((operand) => asTensor(operand.type)).find((type) => type !== null);
  // A tensor is not equal to what is neither a number nor an array: that is an answer, not one for each element.
  const unequal =
    operators.every((operator) => operator === "==" || operator === "!=") && operands.some(isNoOperand);
  if (!identity && given != null && !unequal)
    return infer(
      tensor(given.framework, given.rank, "bool"),
      operands.reduce<Inferred["confidence"]>(
        (sofar, operand) => (operand.confidence === "unknown" ? sofar : weaker(sofar, operand.confidence)),
        "certain",
      ),
      "a comparison of tensors",
    );
  const plain =
    identity || operands.some((operand) => operand.type.kind === "builtin" || operand.type.kind === "none");
  return plain && operands.every((operand) => operand.type.kind !== "unknown" || identity)
    ? certain(builtin("bool"), "a comparison")
    : unknown;
}

function isNoOperand({ type }: Inferred): boolean {
  return (
    ["none", "list", "tuple", "tupleOf", "set", "dict"].includes(type.kind) ||
    (type.kind === "builtin" && type.name === "str")
  );
}

/** What a container holds may be replaced, so a literal's value says nothing about its items. */
function withoutValue(type: Type): Type {
  return type.kind === "builtin" ? builtin(type.name) : type;
}

function superObject(frame: Frame): Inferred {
  const { owner } = frame;
  if (owner === null) return unknown;
  return certain({ kind: "super", of: owner, self: { kind: "object", of: owner } }, "super()");
}

/** Looks a name up as Python does: local, enclosing, global, builtin. */
export function lookup(name: string, frame: Frame): Inferred {
  if (frame.kind !== "module" && frame.locals.has(name) && !frame.globalNames.has(name)) {
    const local = frame.shared.has(name) ? undefined : frame.env.get(name);
    // In a class body an unbound name falls through to the globals.
    if (local !== undefined || frame.kind === "function") return local ?? unknown;
  }
  // A name declared `global` or `nonlocal` holds what this function has just given it.
  const assigned = frame.kind === "function" && !frame.locals.has(name) ? frame.env.get(name) : undefined;
  if (assigned !== undefined) return assigned;
  if (frame.kind === "module" && !frame.shared.has(name)) {
    const now = frame.env.get(name);
    if (now !== undefined) return now;
  } else if (frame.kind !== "module") {
    const enclosing = lookupEnclosing(frame.scope, name);
    if (enclosing !== undefined) return enclosing;
  }
  const global = globalValue(frame.module, name);
  if (global !== undefined) return global;
  if (frame.module.openNames) return unknown;
  return builtinValue(name);
}

/** A global name of a file, from this round of the analysis or, where it has not come so far, from the one before. */
export function globalValue(module: SourceModule, name: string): Inferred | undefined {
  const now = module.globals.get(name);
  const earlier = module.earlierGlobals.get(name);
  // What functions assign is known only when all of them have been looked at.
  if (module.sharedNames.has(name))
    return now !== undefined && earlier !== undefined ? join(now, earlier) : unknown;
  return now ?? earlier;
}

/** Binds a name in the frame and remembers the binding for nested functions and, at module level, for everyone. */
export function bind(frame: Frame, name: string, value: Inferred): void {
  const others = shared(value);
  const earlier = frame.bound.get(name);
  frame.bound.set(name, earlier === undefined ? others : join(earlier, others));
  if (frame.kind === "class" && frame.owner !== null)
    frame.module.hierarchy.define(frame.owner, name, "member");
  if (frame.kind === "module" || frame.globalNames.has(name)) {
    const global = frame.module.globals.get(name);
    frame.module.globals.set(name, global === undefined ? others : join(global, others));
  }
  frame.env.set(name, value);
}

function comprehension(engine: Engine, expr: ComprehensionExpr, frame: Frame): Inferred {
  // Names of a class body are visible in the first iterable only.
  const inClass = frame.kind === "class";
  const env = inClass ? new Environment() : frame.env.copy();
  const names = new Set<string>(inClass ? [] : frame.locals);
  for (const clause of expr.clauses) collectTarget(clause.target, names);
  const inner: Frame = {
    ...frame,
    env,
    locals: names,
    kind: frame.kind === "module" ? "module" : "function",
    bound: new Map(frame.bound),
  };
  for (const [index, clause] of expr.clauses.entries()) {
    const iterable = engine.evaluate(clause.iterable, index === 0 ? frame : inner);
    bindPattern(engine, clause.target, elementOf(iterable), inner, true);
    for (const condition of clause.conditions) {
      engine.evaluate(condition, inner);
      narrow(engine, condition, true, inner);
    }
  }
  if (expr.key !== null) engine.evaluate(expr.key, inner);
  const element = shared(engine.evaluate(expr.element, inner));
  if (expr.of === "dict")
    return owned(infer({ kind: "dict", value: element.type }, "certain", "a comprehension"));
  const kind = expr.of === "list" ? "list" : expr.of === "set" ? "set" : "iterator";
  const confidence = element.confidence === "unknown" ? "certain" : element.confidence;
  return owned(infer({ kind, element: element.type }, confidence, "a comprehension"));
}

/** Binds the names of an assignment target. `local` keeps the binding inside a comprehension. */
export function bindPattern(
  engine: Engine,
  target: Expr,
  value: Inferred,
  frame: Frame,
  local = false,
): void {
  switch (target.type) {
    case "Name":
      if (local) frame.env.set(target.name, value);
      else bind(frame, target.name, value);
      frame.types?.set(target, value);
      return;
    case "Tuple":
    case "List": {
      const items = unpack(
        value,
        target.items.length,
        target.items.some((item) => item.type === "Starred"),
      );
      target.items.forEach((item, index) => {
        if (item.type === "Starred")
          bindPattern(
            engine,
            item.value,
            infer(
              { kind: "list", element: elementOf(value).type },
              value.confidence,
              "the rest of an unpacking",
            ),
            frame,
            local,
          );
        else bindPattern(engine, item, items[index] ?? unknown, frame, local);
      });
      return;
    }
    case "Paren":
      bindPattern(engine, target.inner, value, frame, local);
      return;
    case "Attribute":
      setAttribute(engine, target, value, frame);
      return;
    case "Subscript":
      engine.evaluate(target, frame);
      noteNamespaceItem(engine, target, value, frame);
      if (target.indices.every((index) => index.type !== "Slice"))
        widen(engine, target.object, [shared(value).type], frame, bind);
      else widen(engine, target.object, [elementOf(value).type], frame, bind);
      return;
    default:
      return;
  }
}

function unpack(value: Inferred, count: number, starred: boolean): Inferred[] {
  const { type } = value;
  if (type.kind === "tuple" && !starred && type.items.length === count)
    return type.items.map((item) => infer(item, value.confidence, "an unpacked item"));
  const element = elementOf(value);
  return Array.from({ length: count }, () => element);
}

function setAttribute(
  engine: Engine,
  target: Extract<Expr, { type: "Attribute" }>,
  value: Inferred,
  frame: Frame,
): void {
  const object = engine.evaluate(target.object, frame);
  frame.types?.set(target, value);
  giveAttribute(object, target.attribute.name, value, frame);
}
