import type { Engine } from "./engine.js";
import { constant, none, sequence, symbol, textOf, type CallArguments, type Value } from "./values.js";

/** A method of a list, dictionary, string or configuration object; undefined when it is not followed. */
export function pythonMethod(
  engine: Engine,
  receiver: Value,
  name: string,
  args: CallArguments,
): Value | undefined {
  const [first, second] = args.positional;
  switch (receiver.type) {
    case "sequence":
      return listMethod(engine, receiver, name, first, second);
    case "dict":
      return dictMethod(engine, receiver.entries, name, first, second, args);
    case "object":
      if (name === "get" && first?.type === "const")
        return receiver.attributes.get(String(first.value)) ?? second ?? none;
      if (name === "items" || name === "keys" || name === "values")
        return dictMethod(engine, receiver.attributes, name, first, second, args);
      return undefined;
    case "const":
      return typeof receiver.value === "string" ? stringMethod(receiver.value, name, args) : undefined;
    default:
      return undefined;
  }
}

function listMethod(
  engine: Engine,
  list: Value & { type: "sequence" },
  name: string,
  first: Value | undefined,
  second: Value | undefined,
): Value | undefined {
  const repeated = engine.repeats(list);
  switch (name) {
    case "append":
    case "add":
      if (first !== undefined) list.items.push({ value: first, repeated });
      return none;
    case "extend":
      if (first?.type === "sequence")
        list.items.push(
          ...first.items.map((item) => ({ value: item.value, repeated: item.repeated || repeated })),
        );
      return none;
    case "insert":
      if (first?.type === "const" && typeof first.value === "number" && second !== undefined) {
        list.items.splice(first.value, 0, { value: second, repeated });
      }
      return none;
    case "pop": {
      const at = first?.type === "const" && typeof first.value === "number" ? first.value : -1;
      return list.items.splice(at, 1)[0]?.value;
    }
    case "copy":
      return engine.made({ ...list, items: [...list.items] });
    case "reverse":
      list.items.reverse();
      return none;
    case "index": {
      const at = list.items.findIndex((item) => first !== undefined && textOf(item.value) === textOf(first));
      return at < 0 ? undefined : constant(at);
    }
    default:
      return undefined;
  }
}

function dictMethod(
  engine: Engine,
  entries: Map<string, Value> | Map<string | number, Value>,
  name: string,
  first: Value | undefined,
  second: Value | undefined,
  args: CallArguments,
): Value | undefined {
  const table = entries as Map<string | number, Value>;
  const key =
    first?.type === "const" && (typeof first.value === "string" || typeof first.value === "number")
      ? first.value
      : null;
  switch (name) {
    case "get":
      return key === null ? undefined : (table.get(key) ?? second ?? none);
    case "pop":
    case "setdefault": {
      if (key === null) return undefined;
      const value = table.get(key) ?? second ?? none;
      if (name === "pop") table.delete(key);
      else table.set(key, value);
      return value;
    }
    case "items":
      return sequence(
        "list",
        [...table].map(([label, value]) => sequence("tuple", [constant(label), value])),
      );
    case "keys":
      return sequence(
        "list",
        [...table.keys()].map((label) => constant(label)),
      );
    case "values":
      return sequence("list", [...table.values()]);
    case "copy":
      return engine.made({ type: "dict", entries: new Map(table) });
    case "update":
      if (first?.type === "dict") for (const [label, value] of first.entries) table.set(label, value);
      for (const [label, value] of args.keywords) table.set(label, value);
      return none;
    default:
      return undefined;
  }
}

function stringMethod(text: string, name: string, args: CallArguments): Value | undefined {
  const [first, second] = args.positional;
  const word = first?.type === "const" && typeof first.value === "string" ? first.value : null;
  switch (name) {
    case "lower":
      return constant(text.toLowerCase());
    case "upper":
      return constant(text.toUpperCase());
    case "strip":
      return constant(text.trim());
    case "startswith":
      return word === null ? undefined : constant(text.startsWith(word));
    case "endswith":
      return word === null ? undefined : constant(text.endsWith(word));
    case "replace":
      return word !== null && second?.type === "const"
        ? constant(text.replaceAll(word, String(second.value)))
        : undefined;
    case "split":
      return sequence(
        "list",
        text.split(word ?? /\s+/).map((part) => constant(part)),
      );
    case "join":
      if (first?.type !== "sequence") return undefined;
      return constant(
        first.items
          .map((item) => (item.value.type === "const" ? String(item.value.value) : `{${textOf(item.value)}}`))
          .join(text),
      );
    case "format": {
      let next = 0;
      const filled = text.replaceAll(/\{(\w*)\}/g, (_, label: string) => {
        const value =
          label === ""
            ? args.positional[next++]
            : /^\d+$/.test(label)
              ? args.positional[Number(label)]
              : args.keywords.get(label);
        if (value === undefined) return "{?}";
        return value.type === "const" && typeof value.value === "string"
          ? value.value
          : value.type === "const"
            ? textOf(value)
            : `{${textOf(value)}}`;
      });
      return filled.includes("{?}") ? symbol(JSON.stringify(text)) : constant(filled);
    }
    default:
      return undefined;
  }
}
