import type { Expr } from "../../syntax/ast.js";
import { constant, operandText, sequence, symbol, textOf, type Item, type Value } from "./values.js";

/**
 * The elements that a loop sees. Of an unknown iterable there is one, marked as repeated, whose value is the loop's
 * own variable.
 */
export function elements(iterable: Value, target: Expr | null): readonly Item[] {
  switch (iterable.type) {
    case "sequence":
      return iterable.items;
    case "dict":
      return [...iterable.entries.keys()].map((key) => ({ value: constant(key), repeated: false }));
    case "module": {
      const children = [...iterable.children].filter(([, child]) => child !== null);
      if (iterable.kind === "ModuleDict")
        return children.map(([name]) => ({ value: constant(name), repeated: false }));
      return children.flatMap(([name, child]) =>
        child === null ? [] : [{ value: child, repeated: name === "{N}" }],
      );
    }
    case "const":
      if (typeof iterable.value === "string") {
        return [...iterable.value].map((letter) => ({ value: constant(letter), repeated: false }));
      }
      return [];
    default:
      return [{ value: unknownElement(iterable, target), repeated: true }];
  }
}

function unknownElement(iterable: Value, target: Expr | null): Value {
  if (target?.type === "Name" && target.name !== "_") return symbol(target.name);
  if (target?.type === "Tuple")
    return sequence(
      "tuple",
      target.items.map((item) => unknownElement(iterable, item)),
    );
  return symbol(`${operandText(iterable)}[{N}]`);
}

/** `range(…)`: one repeated element when a bound is not known. */
export function range(args: readonly Value[]): Value {
  const numbers = args.map((value) =>
    value.type === "const" && typeof value.value === "number" ? value.value : null,
  );
  if (numbers.includes(null)) return symbol(`range(${args.map(textOf).join(", ")})`);
  const [first = 0, second, step = 1] = numbers;
  const [start, stop] = second === undefined ? [0, first ?? 0] : [first ?? 0, second ?? 0];
  const values: Value[] = [];
  const by = step ?? 1;
  for (let value = start; by > 0 ? value < stop : by < 0 && value > stop; value += by) {
    values.push(constant(value));
    if (values.length > 100_000) return symbol(`range(${args.map(textOf).join(", ")})`);
  }
  return sequence("list", values);
}
