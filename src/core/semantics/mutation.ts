import type { Expr } from "../syntax/ast.js";
import type { CallValue, Frame } from "./frame.js";
import { elementOf } from "./operators.js";
import type { Inferred, Type } from "./types.js";
import { joinTypes } from "./types.js";

/** What a call of a container's method puts into it. */
export function additions(method: string, args: readonly CallValue[]): Type[] {
  const value = (index: number): Type[] => {
    const given = args[index];
    return given === undefined ? [] : [given.value.type];
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
      return args[0] === undefined ? [] : [elementOf(args[0].value).type];
    default:
      return [];
  }
}

/** The type of a container that has got other things too; the type itself where nothing is added to it. */
export function widened(container: Type, added: readonly Type[]): Type {
  const [first] = added;
  if (first === undefined) return container;
  const more = first.kind === "builtin" ? { ...first, value: null } : first;
  if (container.kind === "dict") return { kind: "dict", value: joinTypes(container.value, more) };
  if (container.kind === "list" || container.kind === "set")
    return { kind: container.kind, element: joinTypes(container.element, more) };
  if (container.kind === "instance" && container.element !== undefined)
    return { ...container, element: joinTypes(container.element, more) };
  return container;
}

/** Remembers under the name of a container what it has got. What other names know of it stays as it was. */
export function widenName(
  object: Expr,
  added: readonly Type[],
  frame: Frame,
  rebind: (frame: Frame, name: string, value: Inferred) => void,
): void {
  if (object.type !== "Name" || added.length === 0) return;
  const before = frame.env.get(object.name);
  if (before === undefined) return;
  const type = widened(before.type, added);
  if (type !== before.type) rebind(frame, object.name, { ...before, type });
}
