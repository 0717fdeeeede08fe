import type { Type } from "./types.js";
import { members } from "./types.js";

/** True when a value that is seen is certainly none of what the annotation allows, or holds items that it does not. */
export function contradicts(annotated: Type, seen: Type): boolean {
  const allowed = members(annotated);
  if (allowed.some((member) => member.kind === "unknown")) return false;
  return members(seen).some(
    (member) =>
      member.kind !== "unknown" &&
      member.kind !== "none" &&
      !allowed.some((wanted) => allows(wanted, member)),
  );
}

function allows(wanted: Type, member: Type): boolean {
  if (wanted.kind === "builtin")
    return (
      member.kind === "builtin" &&
      (member.name === wanted.name ||
        (wanted.name === "float" && member.name === "int") ||
        (["int", "float"].includes(wanted.name) && member.name === "bool"))
    );
  if (isTuple(wanted)) return isTuple(member) && !holdsOther(wanted, member);
  return wanted.kind === member.kind && !holdsOther(wanted, member);
}

function isTuple({ kind }: Type): boolean {
  return kind === "tuple" || kind === "tupleOf" || kind === "size";
}

function holdsOther(wanted: Type, member: Type): boolean {
  const held = items(wanted);
  return held.length > 0 && items(member).some((item) => held.every((each) => contradicts(each, item)));
}

/** What a container's items are. */
function items(type: Type): readonly Type[] {
  switch (type.kind) {
    case "list":
    case "set":
    case "tupleOf":
      return [type.element];
    case "dict":
      return [type.value];
    case "tuple":
      return type.items;
    default:
      return [];
  }
}
