import { builtin, joinTypes, noneType, tensor, unknownType } from "./types.js";
import type { Framework, Type } from "./types.js";

/**
 * The little language in which API rows say what a call returns:
 * `tensor`, `tensor?`, `int`, `tuple[tensor, int]`, `list[tensor]`, `iterator[parameter]`, `instance(torch.nn.Linear)` …
 */
export function parseTypeExpression(text: string, framework: Framework, self: Type = unknownType): Type {
  if (text.includes("self")) return parse(text, framework, self);
  // The rest depends on nothing else, and there are only so many of them.
  let known = parsed[framework].get(text);
  if (known === undefined) parsed[framework].set(text, (known = parse(text, framework, self)));
  return known;
}

const parsed: Readonly<Record<Framework, Map<string, Type>>> = { torch: new Map(), paddle: new Map() };

function parse(text: string, framework: Framework, self: Type): Type {
  const source = text.trim();
  if (source.endsWith("?")) return joinTypes(parse(source.slice(0, -1), framework, self), noneType);
  const bracket = /^(\w+)[[(](.*)[\])]$/s.exec(source);
  if (bracket !== null) {
    const [, head = "", inner = ""] = bracket;
    const items = splitTopLevel(inner).map((part) => part.trim());
    const item = (written: string | undefined): Type => parse(written ?? "any", framework, self);
    if (head === "tuple") return { kind: "tuple", items: items.map(item) };
    if (head === "list" || head === "iterator" || head === "set")
      return { kind: head, element: item(items[0]) };
    if (head === "tupleof") return { kind: "tupleOf", element: item(items[0]) };
    if (head === "dict") return { kind: "dict", value: item(items.at(-1)) };
    if (head === "instance") return { kind: "instance", of: items[0] ?? "" };
    if (head === "class") return { kind: "external", name: items[0] ?? "" };
    return unknownType;
  }
  switch (source) {
    case "tensor":
    case "parameter":
      return tensor(framework);
    case "int":
    case "float":
    case "bool":
    case "str":
    case "bytes":
    case "complex":
      return builtin(source);
    case "number":
      return joinTypes(builtin("int"), builtin("float"));
    case "size":
    case "shape":
      return { kind: "size", framework };
    case "dtype":
    case "device":
      return { kind: source };
    case "none":
      return noneType;
    case "self":
      return self;
    case "module":
      return { kind: "instance", of: "torch.nn.Module" };
    default:
      return unknownType;
  }
}

function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (char === "[" || char === "(") depth++;
    else if (char === "]" || char === ")") depth--;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
