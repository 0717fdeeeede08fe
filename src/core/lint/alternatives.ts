import type { Type } from "../semantics/types.js";

/** What a value may be, None aside. */
export function alternatives(type: Type): readonly Type[] {
  if (type.kind === "union") return type.members.filter(({ kind }) => kind !== "none");
  return type.kind === "none" ? [] : [type];
}

/** What a value is where it can be nothing else, None aside. */
export function onlyAlternative(type: Type): Type | null {
  if (type.kind !== "union") return type.kind === "none" ? null : type;
  const [only, ...others] = alternatives(type);
  return only === undefined || others.length > 0 ? null : only;
}
