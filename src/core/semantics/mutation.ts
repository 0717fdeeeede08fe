import type { Expr } from "../syntax/ast.js";
import { noteAttribute } from "./classes.js";
import type { CallValue, Engine, Frame } from "./frame.js";
import { memberOf } from "./members.js";
import { elementOf, itemOf } from "./operators.js";
import { shared } from "./ownership.js";
import type { Inferred, Type } from "./types.js";
import { join, joinTypes, members, unknownType } from "./types.js";

/** What a call of a container's method puts into it. */
export function additions(container: Type, method: string, args: readonly CallValue[]): Type[] {
  const value = (index: number): Type[] => {
    const given = args[index];
    return given === undefined ? [] : [given.kind === "positional" ? shared(given.value).type : unknownType];
  };
  switch (method) {
    case "append":
    case "add":
    case "appendleft":
      return value(0);
    case "insert":
    case "setdefault":
      return value(1);
    case "extend":
    case "extendleft":
      return args[0] === undefined ? [] : [elementOf(args[0].value).type];
    case "update":
      if (members(container).every(({ kind }) => kind === "set"))
        return args.map((given) => elementOf(given.value).type);
      return args.map(({ kind, value: given }) =>
        kind === "keyword"
          ? shared(given).type
          : given.type.kind === "dict"
            ? itemOf(given.type, given)
            : unknownType,
      );
    default:
      return [];
  }
}

/** The type of a container that has got other things too; the type itself where nothing is added to it. */
export function widened(container: Type, added: readonly Type[]): Type {
  return added.reduce(
    (type, more) =>
      members(type)
        .map((member) => withMore(member, more))
        .reduce(joinTypes),
    container,
  );
}

function withMore(container: Type, added: Type): Type {
  const more = added.kind === "builtin" ? { ...added, value: null } : added;
  if (container.kind === "dict") return { ...container, value: joinTypes(container.value, more) };
  if (container.kind === "list" || container.kind === "set")
    return { ...container, element: joinTypes(container.element, more) };
  if (container.kind === "instance" && container.element !== undefined)
    return { ...container, element: joinTypes(container.element, more) };
  return container;
}

/**
 * Remembers what a container has got: under its name, or, where it is an attribute or a global name, for all who read
 * that. What other names know of it stays as it was.
 */
export function widen(
  engine: Engine,
  object: Expr,
  added: readonly Type[],
  frame: Frame,
  rebind: (frame: Frame, name: string, value: Inferred) => void,
): void {
  if (added.length === 0) return;
  if (object.type === "Name") {
    const before = frame.env.get(object.name);
    const global = frame.module.globals.get(object.name);
    if (before !== undefined) {
      const type = widened(before.type, added);
      if (type !== before.type) rebind(frame, object.name, { ...before, type });
    } else if (global !== undefined && !frame.locals.has(object.name)) {
      const type = widened(global.type, added);
      frame.module.globals.set(object.name, join(global, { ...shared(global), type }));
    }
  } else if (object.type === "Attribute") {
    const owner = engine.evaluate(object.object, { ...frame, types: null });
    if (owner.type.kind !== "object") return;
    const before = memberOf(engine, owner, object.attribute.name);
    const type = widened(before.type, added);
    if (type !== before.type) noteAttribute(owner.type.of, object.attribute.name, { ...before, type });
  }
}
