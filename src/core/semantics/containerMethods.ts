import type { CallValue } from "./frame.js";
import { itemOf } from "./operators.js";
import type { Inferred, Type } from "./types.js";
import { builtin, infer, joinTypes, owned, unknown, unknownType, weaker } from "./types.js";

/** What a method of a list, a dictionary or a string gives. */
export function containerMethod(
  receiver: Type,
  name: string,
  callee: Inferred,
  args: readonly CallValue[],
): Inferred {
  const give = (type: Type, confidence = callee.confidence): Inferred =>
    infer(type, confidence, `result of ${name}`);
  const item = itemOf(receiver, callee);
  const held = (type: Type): Inferred => give(type, weaker(callee.confidence, "likely"));
  if (receiver.kind === "dict") {
    if (name === "get" || name === "pop" || name === "setdefault")
      return held(joinTypes(item, args[1]?.value.type ?? { kind: "none" }));
    if (name === "items")
      return held({ kind: "iterator", element: { kind: "tuple", items: [unknownType, item] } });
    if (name === "values") return held({ kind: "iterator", element: item });
    if (name === "keys") return give({ kind: "iterator", element: unknownType });
  }
  if (receiver.kind === "list") {
    if (name === "pop") return held(item);
    if (name === "copy") return owned(give({ kind: "list", element: item }));
    return name === "index" || name === "count" ? give(builtin("int")) : give({ kind: "none" });
  }
  if (receiver.kind === "builtin" && receiver.name === "str") {
    if (["split", "rsplit", "splitlines"].includes(name))
      return give({ kind: "list", element: builtin("str") });
    if (name.startsWith("is") || name === "startswith" || name === "endswith") return give(builtin("bool"));
    return give(["find", "index", "count", "rfind"].includes(name) ? builtin("int") : builtin("str"));
  }
  return unknown;
}
