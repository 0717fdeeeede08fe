import { getAttribute, setAttribute } from "./attributes.js";
import { ancestors } from "./classes.js";
import { deepCopy } from "./deepCopy.js";
import type { Engine } from "./engine.js";
import { elements, range } from "./iteration.js";
import { layerName, layerSignature } from "./layerSignatures.js";
import { binary } from "./operators.js";
import type { Scope } from "./sources.js";
import {
  constant,
  isNone,
  none,
  sequence,
  symbol,
  textOf,
  truth,
  type CallArguments,
  type Value,
} from "./values.js";

/** Functions of Python and its standard library that constructors use; undefined when `api` is none of them. */
export function callBuiltin(
  engine: Engine,
  api: string,
  args: CallArguments,
  scope: Scope,
  node: { readonly start: number; readonly end: number },
): Value | undefined {
  const values = args.positional;
  const [first, second, third] = values;
  const number = (value: Value | undefined): number | null =>
    value?.type === "const" && (typeof value.value === "number" || typeof value.value === "boolean")
      ? Number(value.value)
      : null;
  const unknown = (): Value => symbol(`${api}(${values.map(textOf).join(", ")})`);
  switch (api) {
    case "range":
      return range(values);
    case "len":
      return length(first) ?? unknown();
    case "int": {
      const text =
        first?.type === "const" && typeof first.value === "string" ? Number(first.value) : number(first);
      return text === null || Number.isNaN(text) ? unknown() : constant(Math.trunc(text));
    }
    case "float":
      return number(first) === null ? unknown() : constant(number(first), true);
    case "str":
      return first?.type === "const"
        ? constant(typeof first.value === "string" ? first.value : textOf(first))
        : unknown();
    case "bool": {
      const known = first === undefined ? false : truth(first);
      return known === null ? unknown() : constant(known);
    }
    case "abs":
      return number(first) === null ? unknown() : constant(Math.abs(number(first) ?? 0));
    case "round": {
      const value = number(first);
      // Python rounds halves to the even neighbour.
      if (value === null || second !== undefined) return unknown();
      const down = Math.floor(value);
      return constant(value - down === 0.5 ? down + (down % 2) : Math.round(value));
    }
    case "max":
    case "min": {
      const list =
        values.length === 1 && first?.type === "sequence" ? first.items.map((item) => item.value) : values;
      const numbers = list.map(number);
      if (numbers.includes(null) || numbers.length === 0) return unknown();
      const best = numbers.reduce((a, b) => ((api === "max") === Number(b) > Number(a) ? b : a));
      return list[numbers.indexOf(best)] ?? unknown();
    }
    case "sum":
      if (first?.type !== "sequence" || first.items.some((item) => item.repeated)) return unknown();
      return first.items.reduce<Value>(
        (total, item) => binary("+", total, item.value),
        second ?? constant(0),
      );
    case "any":
    case "all": {
      if (first?.type !== "sequence") return unknown();
      const known = first.items.map((item) => truth(item.value));
      if (known.includes(api === "any")) return constant(api === "any");
      return known.includes(null) ? unknown() : constant(api === "all");
    }
    case "list":
    case "tuple":
    case "set": {
      if (first === undefined) return engine.made(sequence(api, []));
      return engine.made({ type: "sequence", of: api, items: [...elements(first, null)] });
    }
    case "dict":
    case "OrderedDict":
    case "collections.OrderedDict":
      return dictionary(engine, args);
    case "enumerate": {
      if (first === undefined) return unknown();
      const start = number(second ?? args.keywords.get("start")) ?? 0;
      const items = elements(first, null).map((item, index) => ({
        value: sequence("tuple", [item.repeated ? symbol("{N}") : constant(index + start), item.value]),
        repeated: item.repeated,
      }));
      return { type: "sequence", of: "list", items };
    }
    case "zip": {
      const lists = values.map((value) => elements(value, null));
      const shortest = Math.min(...lists.map((list) => list.length));
      const items = Array.from({ length: Number.isFinite(shortest) ? shortest : 0 }, (_, index) => ({
        value: sequence(
          "tuple",
          lists.map((list) => list[index]?.value ?? none),
        ),
        repeated: lists.some((list) => list[index]?.repeated),
      }));
      return { type: "sequence", of: "list", items };
    }
    case "reversed":
      return first?.type === "sequence" ? { ...first, items: [...first.items].reverse() } : unknown();
    case "isinstance":
      return instance(engine, first, second) ?? unknown();
    case "callable":
      return first === undefined || first.type === "symbol"
        ? unknown()
        : constant(!["const", "sequence", "dict", "object", "tensor"].includes(first.type));
    case "hasattr": {
      const found =
        first === undefined || second?.type !== "const"
          ? null
          : has(engine, first, String(second.value), scope);
      return found === null ? unknown() : constant(found);
    }
    case "getattr": {
      if (first === undefined || second?.type !== "const") return unknown();
      const found = has(engine, first, String(second.value), scope);
      return found === false && third !== undefined
        ? third
        : getAttribute(engine, first, String(second.value), scope);
    }
    case "setattr":
      if (first !== undefined && second?.type === "const" && third !== undefined)
        setAttribute(engine, first, String(second.value), third, scope, node);
      return none;
    case "type":
      return first?.type === "module" || first?.type === "object" ? (first.cls ?? unknown()) : unknown();
    case "vars":
      return first?.type === "object" ? { type: "dict", entries: new Map(first.attributes) } : unknown();
    case "print":
      return none;
    case "copy.deepcopy":
    case "copy.copy":
    case "deepcopy":
      return first === undefined ? unknown() : engine.made(api === "copy.copy" ? first : deepCopy(first));
    case "functools.partial":
    case "partial":
      if (first === undefined) return unknown();
      return {
        type: "partial",
        callee: first,
        args: { positional: values.slice(1), keywords: args.keywords, open: args.open },
      };
    default:
      return api.startsWith("math.") || api.startsWith("np.") || api.startsWith("numpy.")
        ? arithmetic(api.slice(api.indexOf(".") + 1), number(first), number(second))
        : undefined;
  }
}

function arithmetic(name: string, x: number | null, y: number | null): Value | undefined {
  if (x === null) return undefined;
  switch (name) {
    case "sqrt":
      return constant(Math.sqrt(x), true);
    case "log":
      return y === null ? constant(Math.log(x), true) : constant(Math.log(x) / Math.log(y), true);
    case "log2":
      return constant(Math.log2(x), true);
    case "exp":
      return constant(Math.exp(x), true);
    case "floor":
      return constant(Math.floor(x));
    case "ceil":
      return constant(Math.ceil(x));
    case "prod":
      return undefined;
    case "pow":
      return y === null ? undefined : constant(x ** y, true);
    default:
      return undefined;
  }
}

function length(value: Value | undefined): Value | undefined {
  if (value?.type === "sequence")
    return value.items.some((item) => item.repeated) ? undefined : constant(value.items.length);
  if (value?.type === "dict") return constant(value.entries.size);
  if (value?.type === "module") return value.children.has("{N}") ? undefined : constant(value.children.size);
  return value?.type === "const" && typeof value.value === "string"
    ? constant(value.value.length)
    : undefined;
}

function dictionary(engine: Engine, args: CallArguments): Value {
  const entries = new Map<string | number, Value>();
  const [first] = args.positional;
  if (first?.type === "dict") for (const [key, value] of first.entries) entries.set(key, value);
  else if (first?.type === "sequence") {
    for (const { value } of first.items) {
      if (value.type !== "sequence") continue;
      const [key, inner] = value.items;
      if (key?.value.type === "const" && inner !== undefined)
        entries.set(String(key.value.value), inner.value);
    }
  }
  for (const [key, value] of args.keywords) entries.set(key, value);
  return engine.made({ type: "dict", entries });
}

/** Whether an object has an attribute; null when it is not known. */
function has(engine: Engine, object: Value, name: string, scope: Scope): boolean | null {
  if (object.type === "symbol" || object.type === "api") return null;
  const value = getAttribute(engine, object, name, scope);
  if (object.type === "object") {
    // Of an object that was given without a class, only the attributes that were given are known.
    return value.type === "symbol" && !object.attributes.has(name)
      ? object.cls === null
        ? null
        : false
      : true;
  }
  return !(value.type === "bound" && typeof value.method === "string" && object.type === "module");
}

function instance(engine: Engine, value: Value | undefined, classes: Value | undefined): Value | undefined {
  if (value === undefined || classes === undefined) return undefined;
  if (classes.type === "sequence") {
    const parts = classes.items.map((item) => instance(engine, value, item.value));
    if (parts.some((part) => part?.type === "const" && part.value === true)) return constant(true);
    return parts.every((part) => part?.type === "const") ? constant(false) : undefined;
  }
  if (value.type === "symbol") return undefined;
  if (value.type === "module" || value.type === "object") {
    const line =
      value.cls === null ? [value.type === "module" ? value.className : ""] : ancestors(engine, value.cls);
    if (classes.type === "class") {
      return constant(
        line.some((ancestor) => typeof ancestor !== "string" && ancestor.definition === classes.definition),
      );
    }
    const name = textOf(classes);
    if (layerName(name)?.name === "Module" || layerName(name)?.name === "Layer")
      return constant(value.type === "module");
    const wanted = layerSignature(name)?.kind ?? layerName(name)?.name ?? name;
    return constant(
      line.some(
        (ancestor) =>
          typeof ancestor === "string" &&
          (ancestor === name || (layerSignature(ancestor)?.kind ?? ancestor) === wanted),
      ),
    );
  }
  const name = textOf(classes);
  const own = pythonTypes(value);
  return own === null ? undefined : constant(own.includes(name.split(".").pop() ?? name));
}

function pythonTypes(value: Value): string[] | null {
  if (isNone(value)) return ["NoneType"];
  if (value.type === "const") {
    if (typeof value.value === "string") return ["str"];
    if (typeof value.value === "boolean") return ["bool", "int"];
    return value.float ? ["float", "Number", "Real"] : ["int", "Number", "Integral", "Real"];
  }
  if (value.type === "sequence") return [value.of, "Iterable", "Sequence", "Collection"];
  if (value.type === "dict") return ["dict", "OrderedDict", "Mapping"];
  if (value.type === "tensor") return value.parameter ? ["Tensor", "Parameter"] : ["Tensor"];
  return value.type === "function" || value.type === "class" || value.type === "partial" ? [] : null;
}
