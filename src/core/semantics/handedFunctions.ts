import type { CallValue, Engine } from "./frame.js";
import { elementOf } from "./operators.js";
import type { Inferred } from "./types.js";
import { joinAll, members, unknown } from "./types.js";

/**
 * Notes what functions of the project may be called with that are handed to somebody else: `map(f, rows)` calls it with
 * the items, `checkpoint(f, x)` with what follows, anything else with whatever it has.
 */
export function noteHandedFunctions(engine: Engine, callee: Inferred, args: readonly CallValue[]): void {
  if (callee.type.kind === "function" || callee.type.kind === "class") return;
  for (const [index, argument] of args.entries()) {
    for (const type of members(argument.value.type)) {
      if (type.kind !== "function") continue;
      const given = calledWith(callee, args, index);
      const all = type.of.node.params.map(() => positional(unknown));
      engine.noteCall(type.of, given ?? (type.self === null ? all : all.slice(1)), type.self !== null);
    }
  }
}

/** What a function is called with that is written as a lambda in the arguments of another, as far as that is known. */
export function whatIsHanded(
  callee: Inferred,
  args: readonly CallValue[],
  index: number,
): readonly Inferred[] {
  return calledWith(callee, args, index)?.map(({ value }) => value) ?? [];
}

function calledWith(
  callee: Inferred,
  args: readonly CallValue[],
  index: number,
): readonly CallValue[] | null {
  const { type } = callee;
  const argument = args[index];
  const given = args.filter(({ kind }) => kind === "positional");
  if (argument === undefined || args.some(({ kind }) => kind === "star" || kind === "doubleStar"))
    return null;
  const key = argument.kind === "keyword" && argument.name === "key";
  if (key && type.kind === "method" && type.name === "sort" && type.receiver.kind === "list")
    return [positional(elementOf({ ...callee, type: type.receiver }))];
  const name = type.kind === "external" ? type.name : "";
  if ((name === "builtins.map" || name === "builtins.filter") && index === 0)
    return args.slice(1).map((arg) => positional(elementOf(arg.value)));
  const [first, ...others] = given;
  if (key && /^builtins\.(sorted|min|max)$/.test(name) && first !== undefined)
    // Of several arguments the key is asked for themselves, of one for its items.
    return [
      positional(others.length === 0 ? elementOf(first.value) : joinAll(given.map(({ value }) => value))),
    ];
  return name === "torch.utils.checkpoint.checkpoint" ? args.slice(index + 1) : null;
}

function positional(value: Inferred): CallValue {
  return { kind: "positional", name: null, value, items: null };
}
