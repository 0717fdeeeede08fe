import type { Type } from "../semantics/types.js";

/** What a value may be, None aside. */
export function alternatives(type: Type): readonly Type[] {
  if (type.kind === "union") return type.members.filter(({ kind }) => kind !== "none");
  return type.kind === "none" ? [] : [type];
}
