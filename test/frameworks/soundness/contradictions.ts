import type { SourceModule } from "../../../src/core/semantics/symbols.js";
import type { Type } from "../../../src/core/semantics/types.js";
import { members, unknown } from "../../../src/core/semantics/types.js";
import { typedExpressions } from "../../support/typedExpressions.js";
import type { SeenType, TypeRecord } from "../../programs/support/interpreter.js";

/** What comparing a file's `certain` types with what was seen at run time gives. */
export interface Comparison {
  /** Places that ran and of which the engine knows the expression. */
  readonly places: number;
  /** Those of them whose type is certain. */
  readonly certain: number;
  readonly contradictions: readonly string[];
}

/** Compares the types that an analysed file's expressions have with those that were recorded while it ran. */
export function compareTypes(module: SourceModule, records: readonly TypeRecord[]): Comparison {
  const seenAt = new Map(records.map((record) => [`${record.start}:${record.end}`, record.seen]));
  let places = 0;
  let certain = 0;
  const contradictions: string[] = [];
  for (const expression of typedExpressions(module)) {
    const inferred = module.types.get(expression) ?? unknown;
    if (expression.type === "Paren" || expression.type === "Starred") continue;
    const seen = seenAt.get(`${expression.start}:${expression.end}`);
    if (seen === undefined) continue;
    places += 1;
    if (inferred.confidence !== "certain") continue;
    certain += 1;
    for (const value of seen) {
      const why = contradiction(inferred.type, value);
      if (why === undefined) continue;
      const line = module.lines.positionAt(expression.start).line + 1;
      const text = module.text.slice(expression.start, expression.end).replaceAll(/\s+/g, " ").slice(0, 60);
      contradictions.push(`${module.path}:${line} \`${text}\`: ${why} (${inferred.reason})`);
      break;
    }
  }
  return { places, certain, contradictions };
}

/** Why a value that was seen cannot be of a type, or undefined when it can. */
export function contradiction(type: Type, seen: SeenType): string | undefined {
  const all = members(type).map((member) => oneContradiction(member, seen));
  return all.every((why) => why !== undefined) ? all.join(" and ") : undefined;
}

function oneContradiction(type: Type, seen: SeenType): string | undefined {
  const wrong = `said to be ${describe(type)}, was ${seen.kind} ${seen.name ?? seen.class}`;
  const unless = (agrees: boolean): string | undefined => (agrees ? undefined : wrong);
  switch (type.kind) {
    case "unknown":
    case "super":
    case "partial":
      return undefined;
    case "tensor":
      if (seen.kind !== "tensor") return wrong;
      if (type.rank !== null && type.rank !== seen.rank)
        return `said to have rank ${type.rank}, had ${seen.rank ?? "none"}`;
      return type.dtype !== null && type.dtype !== seen.dtype
        ? `said to be of ${type.dtype}, was of ${seen.dtype ?? "none"}`
        : undefined;
    case "builtin":
      if (seen.kind !== "builtin") return unless(seen.bases?.includes(type.name) === true);
      if (seen.name !== type.name) return wrong;
      return type.value !== null && seen.value !== undefined && seen.value !== type.value
        ? `said to be ${String(type.value)}, was ${String(seen.value)}`
        : undefined;
    case "tuple":
      if (seen.kind !== "tuple") return wrong;
      if (seen.items !== undefined && seen.items.length !== type.items.length)
        return `said to have ${type.items.length} items, had ${seen.items.length}`;
      return firstOf(seen.items ?? [], (item, index) => {
        const of = type.items[index];
        return of === undefined ? undefined : contradiction(of, item);
      });
    case "tupleOf":
      if (seen.kind === "size") return contradiction(type.element, intSeen);
      return seen.kind === "tuple" ? everyItem(type.element, seen) : wrong;
    case "list":
    case "set":
      return seen.kind === type.kind ? everyItem(type.element, seen) : wrong;
    case "dict":
      return seen.kind === "dict" ? everyItem(type.value, seen) : wrong;
    case "iterator":
      return unless(!["tensor", "builtin", "none", "size"].includes(seen.kind));
    case "none":
    case "size":
    case "dtype":
    case "device":
    case "module":
      return unless(seen.kind === type.kind);
    case "external":
      // Constants of libraries are externals too, so only what no library name can be speaks against it.
      if (seen.kind === "module") return unless(seen.name === type.name || !type.name.startsWith("torch"));
      return unless(!["tensor", "size", "list", "dict", "tuple", "none"].includes(seen.kind));
    case "instance":
      return unless(seen.bases === undefined || seen.bases.includes(shortName(type.of)));
    case "method":
    case "function":
      return unless(["function", "callable", "class", "object"].includes(seen.kind));
    case "object":
      return unless(
        seen.bases?.includes(seen.bases.find((base) => base.endsWith(type.of.name)) ?? "") === true,
      );
    case "class":
      return unless(seen.kind === "class");
    case "union":
      return contradiction(type, seen);
  }
}

const intSeen: SeenType = { class: "builtins.int", kind: "builtin", name: "int" };

function everyItem(element: Type, seen: SeenType): string | undefined {
  return firstOf(seen.items ?? [], (item) => {
    const why = contradiction(element, item);
    return why === undefined ? undefined : `an item ${why}`;
  });
}

function firstOf(
  items: readonly SeenType[],
  look: (item: SeenType, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const why = look(item, index);
    if (why !== undefined) return why;
  }
  return undefined;
}

function shortName(qualified: string): string {
  return qualified.split(".").at(-1) ?? qualified;
}

function describe(type: Type): string {
  switch (type.kind) {
    case "builtin":
    case "external":
      return `${type.kind} ${type.name}`;
    case "instance":
      return `an instance of ${type.of}`;
    case "object":
    case "class":
      return `${type.kind} ${type.of.name}`;
    default:
      return type.kind;
  }
}
