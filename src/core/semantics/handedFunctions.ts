import type { CallValue, Engine } from "./frame.js";
import { elementOf } from "./operators.js";
import type { Inferred } from "./types.js";
import { members, unknown } from "./types.js";

/**
 * Notes what functions of the project may be called with that are handed to somebody else: `map(f, rows)` calls it with
 * the items, `checkpoint(f, x)` with what follows, anything else with whatever it has.
 */
export function noteHandedFunctions(engine: Engine, callee: Inferred, args: readonly CallValue[]): void {
  if (callee.type.kind === "function" || callee.type.kind === "class") return;
  const name = callee.type.kind === "external" ? callee.type.name : "";
  for (const [index, argument] of args.entries()) {
    for (const type of members(argument.value.type)) {
      if (type.kind !== "function") continue;
      const given = calledWith(name, argument, args.slice(index + 1), args[0]);
      const all = type.of.params.map(() => positional(unknown));
      engine.noteCall(type.of, given ?? (type.self === null ? all : all.slice(1)), type.self !== null);
    }
  }
}

function calledWith(
  name: string,
  { kind, name: keyword }: CallValue,
  rest: readonly CallValue[],
  first: CallValue | undefined,
): readonly CallValue[] | null {
  if (name === "builtins.map" || name === "builtins.filter")
    return rest.map((arg) => positional(elementOf(arg.value)));
  if (kind === "keyword" && keyword === "key" && /^builtins\.(sorted|min|max)$/.test(name))
    return first === undefined ? null : [positional(elementOf(first.value))];
  return name === "torch.utils.checkpoint.checkpoint" ? rest : null;
}

function positional(value: Inferred): CallValue {
  return { kind: "positional", name: null, value, items: null };
}
