import { KeptTexts } from "../text/keptTexts.js";
import type { CallValue } from "./frame.js";
import type { ProjectClass, ProjectFunction, SourceModule } from "./symbols.js";

export type Framework = "torch" | "paddle";

export interface TensorType {
  readonly kind: "tensor";
  readonly framework: Framework;
  /** Number of dimensions where known. */
  readonly rank: number | null;
  /** PyTorch's spelling where known: "float32", "int64" … */
  readonly dtype: string | null;
  /** It may be the weight of a Linear layer, or laid out like one: Paddle stores that the other way round. */
  readonly turned?: true;
}

/** What a value is, as far as the source shows. */
export type Type =
  | { readonly kind: "unknown" }
  | { readonly kind: "none" }
  | TensorType
  | { readonly kind: "builtin"; readonly name: string; readonly value: number | string | boolean | null }
  /** The shape of a tensor: a tuple of ints (PyTorch) or, on older Paddle, a list. */
  | { readonly kind: "size"; readonly framework: Framework }
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  | {
      readonly kind: "list" | "set" | "iterator" | "tupleOf";
      readonly element: Type;
      /** The program's own annotation says what is in it, and is believed. */
      readonly declared?: true;
    }
  | { readonly kind: "dict"; readonly value: Type; readonly declared?: true }
  /** `name` in PyTorch's spelling where known. */
  | { readonly kind: "dtype"; readonly name?: string }
  | { readonly kind: "device" }
  /** A name of a library: a module, class, function or constant, known by its qualified name. */
  | { readonly kind: "external"; readonly name: string }
  /** An instance of a library's class; `element` is what a container of modules holds. */
  | { readonly kind: "instance"; readonly of: string; readonly element?: Type }
  /** A bound method of a tensor or of an instance of a library's class. */
  | {
      readonly kind: "method";
      readonly receiver: Type;
      readonly name: string;
      /** The instance of a class of the project, where the method is one of a library's class that it derives from. */
      readonly self?: Type;
    }
  | { readonly kind: "object"; readonly of: ProjectClass }
  | { readonly kind: "class"; readonly of: ProjectClass }
  | { readonly kind: "function"; readonly of: ProjectFunction; readonly self: Type | null }
  | { readonly kind: "module"; readonly of: SourceModule }
  | { readonly kind: "super"; readonly of: ProjectClass; readonly self: Type }
  /** `functools.partial(of, …)`. */
  | { readonly kind: "partial"; readonly of: Type; readonly given: readonly CallValue[] }
  | { readonly kind: "union"; readonly members: readonly Type[] };

/** `certain` must be sound: no run may contradict it. `likely` rests on use, annotations or the call sites in sight. */
export type Confidence = "certain" | "likely" | "unknown";

export interface Inferred {
  readonly type: Type;
  readonly confidence: Confidence;
  /** Why, for the hover: "result of torch.matmul", "parameter used as a tensor (permute)". */
  readonly reason: string;
  /** Of a container: nothing else holds it, so that nothing is in it but what is seen to be put in. */
  readonly own?: true;
}

export const unknownType: Type = { kind: "unknown" };
export const noneType: Type = { kind: "none" };
export const unknown: Inferred = {
  type: unknownType,
  confidence: "unknown",
  reason: "nothing in sight says what this is",
};

const resultReasons = new Map<string, string>();

/** The reason for what a call of a row's function gives: one string for each row, since calls are many. */
export function resultOf(name: string): string {
  let reason = resultReasons.get(name);
  if (reason === undefined) resultReasons.set(name, (reason = `result of ${name}`));
  return reason;
}

export function certain(type: Type, reason: string): Inferred {
  return { type, confidence: type.kind === "unknown" ? "unknown" : "certain", reason };
}

export function infer(type: Type, confidence: Confidence, reason: string): Inferred {
  return { type, confidence: type.kind === "unknown" ? "unknown" : confidence, reason };
}

const keptReasons = new KeptTexts();

/** A reason that many values of a project have, as one string for all of them. */
export function sharedReason(reason: string): string {
  return keptReasons.get(reason);
}

/** A container that nothing else holds. */
export function owned(value: Inferred): Inferred {
  return value.own === true ? value : { ...value, own: true };
}

export function builtin(name: string, value: number | string | boolean | null = null): Type {
  return { kind: "builtin", name, value };
}

export function tensor(
  framework: Framework,
  rank: number | null = null,
  dtype: string | null = null,
): TensorType {
  return { kind: "tensor", framework, rank, dtype };
}

/** A tensor whose layout is that of others: if one of them may be stored the other way round, so may it. */
export function laidOutLike(type: TensorType, ...others: readonly (TensorType | null)[]): TensorType {
  return others.some((other) => other?.turned === true) ? { ...type, turned: true } : type;
}

const order: Record<Confidence, number> = { certain: 2, likely: 1, unknown: 0 };

export function weaker(a: Confidence, b: Confidence): Confidence {
  return order[a] <= order[b] ? a : b;
}

/** The members of a union, or the type itself. */
export function members(type: Type): readonly Type[] {
  return type.kind === "union" ? type.members : [type];
}

export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "tensor":
      return (
        b.kind === "tensor" &&
        a.framework === b.framework &&
        a.rank === b.rank &&
        a.dtype === b.dtype &&
        a.turned === b.turned
      );
    case "builtin":
      return b.kind === "builtin" && a.name === b.name && a.value === b.value;
    case "size":
      return b.kind === "size" && a.framework === b.framework;
    case "tuple":
      return (
        b.kind === "tuple" &&
        a.items.length === b.items.length &&
        a.items.every((item, index) => sameType(item, b.items[index] ?? unknownType))
      );
    case "list":
    case "set":
    case "iterator":
    case "tupleOf":
      return b.kind === a.kind && a.declared === b.declared && sameType(a.element, b.element);
    case "dict":
      return b.kind === "dict" && a.declared === b.declared && sameType(a.value, b.value);
    case "dtype":
      return b.kind === "dtype" && a.name === b.name;
    case "external":
      return b.kind === "external" && a.name === b.name;
    case "instance":
      return (
        b.kind === "instance" &&
        a.of === b.of &&
        (a.element === undefined
          ? b.element === undefined
          : b.element !== undefined && sameType(a.element, b.element))
      );
    case "method":
      return (
        b.kind === "method" &&
        a.name === b.name &&
        sameType(a.receiver, b.receiver) &&
        sameType(a.self ?? unknownType, b.self ?? unknownType)
      );
    case "object":
    case "class":
      return (b.kind === "object" || b.kind === "class") && a.of === b.of;
    case "function":
      return b.kind === "function" && a.of === b.of;
    case "module":
      return b.kind === "module" && a.of === b.of;
    case "super":
      return b.kind === "super" && a.of === b.of;
    case "partial":
      return b.kind === "partial" && sameType(a.of, b.of) && sameCall(a.given, b.given);
    case "union":
      return (
        b.kind === "union" &&
        a.members.length === b.members.length &&
        a.members.every((member, index) => sameType(member, b.members[index] ?? unknownType))
      );
    default:
      return true;
  }
}

function sameCall(a: readonly CallValue[], b: readonly CallValue[]): boolean {
  return (
    a.length === b.length &&
    a.every((arg, index) => {
      const other = b[index];
      return (
        arg.name === other?.name && arg.kind === other.kind && sameType(arg.value.type, other.value.type)
      );
    })
  );
}

/** The type of a value that may be either. Unions stay small: past eight members nothing is known. */
export function joinTypes(a: Type, b: Type): Type {
  if (sameType(a, b)) return a;
  const before = members(a);
  let result = before;
  for (const member of members(b)) result = withMember(result, member);
  if (result === before) return a;
  const [only] = result;
  if (result.length === 1 && only !== undefined) return only;
  return result.length > 8 ? unknownType : { kind: "union", members: result };
}

/** The members of a union that one more joins: the same list where that changes nothing. */
function withMember(all: readonly Type[], member: Type): readonly Type[] {
  for (const [index, earlier] of all.entries()) {
    const merged = mergedMember(earlier, member);
    if (merged === earlier) return all;
    if (merged !== null) return all.with(index, merged);
  }
  // An array that is made like this takes no room for more.
  return all.concat(member);
}

/** What a union holds instead of two of its members; null where it holds both. */
function mergedMember(earlier: Type, member: Type): Type | null {
  if (sameType(earlier, member)) return earlier;
  if (earlier.kind === "tensor" && member.kind === "tensor" && earlier.framework === member.framework) {
    const both = tensor(
      earlier.framework,
      earlier.rank === member.rank ? earlier.rank : null,
      earlier.dtype === member.dtype ? earlier.dtype : null,
    );
    return laidOutLike(both, earlier, member);
  }
  if (earlier.kind === "builtin" && member.kind === "builtin" && earlier.name === member.name)
    return earlier.value === null ? earlier : builtin(earlier.name);
  if (earlier.kind === "dtype" && member.kind === "dtype")
    return earlier.name === undefined ? earlier : { kind: "dtype" };
  if (earlier.kind === "instance" && member.kind === "instance" && earlier.of === member.of) {
    if (earlier.element === undefined) return earlier;
    return member.element === undefined
      ? { kind: "instance", of: earlier.of }
      : { kind: "instance", of: earlier.of, element: joinTypes(earlier.element, member.element) };
  }
  if (earlier.kind === "tuple" && member.kind === "tuple" && earlier.items.length !== member.items.length)
    return {
      kind: "tupleOf",
      element: [...earlier.items, ...member.items].reduce(
        joinTypes,
        earlier.items[0] ?? member.items[0] ?? unknownType,
      ),
    };
  if (earlier.kind === "tupleOf" && member.kind === "tuple")
    return { kind: "tupleOf", element: member.items.reduce(joinTypes, earlier.element) };
  return null;
}

const longestReason = 300;

export function join(a: Inferred, b: Inferred): Inferred {
  if (a === b) return a;
  const type = joinTypes(a.type, b.type);
  const confidence = type.kind === "unknown" ? "unknown" : weaker(a.confidence, b.confidence);
  const reason = joinReasons(a.reason, b.reason);
  const own =
    (a.own === true || b.own === true) &&
    (a.own === true || !isContainer(a.type)) &&
    (b.own === true || !isContainer(b.type));
  // Most often there is nothing new.
  if (type === a.type && confidence === a.confidence && reason === a.reason && own === (a.own === true))
    return a;
  return own ? { type, confidence, reason, own } : { type, confidence, reason };
}

/** The reasons of both, each once, as many as there is room for. */
function joinReasons(first: string, second: string): string {
  if (first === second || first.includes(second)) return first;
  let all = first;
  for (const reason of second.split(orElse))
    if (all.length + reason.length < longestReason && !all.includes(reason)) all += orElse + reason;
  return sharedReason(all);
}

const orElse = "; or ";

/** True for what holds items that can be replaced. */
function isContainer(type: Type): boolean {
  return members(type).some(({ kind }) => kind === "list" || kind === "dict" || kind === "set");
}

export function joinAll(all: readonly Inferred[]): Inferred {
  return all.length === 0 ? unknown : all.reduce((sofar, each) => join(sofar, each));
}

/** The tensor in a type that is a tensor, or a tensor or None. */
export function asTensor(type: Type): TensorType | null {
  if (type.kind === "tensor") return type;
  if (type.kind !== "union") return null;
  const rest = type.members.filter((member) => member.kind !== "none");
  const [only] = rest;
  return rest.length === 1 && only !== undefined && only.kind === "tensor" ? only : null;
}

/** True when nothing excludes that the value is a tensor. */
export function maybeTensor(type: Type): boolean {
  return members(type).some((member) => member.kind === "tensor" || member.kind === "unknown");
}

/** Nothing so far: what an empty list holds. */
export const nothing: Type = { kind: "union", members: [] };

/** What is read from a container that other names may have put something into. */
export function opened(item: Type): Type {
  const held = members(item);
  const plain = held.every((member) => ["builtin", "none", "size", "dtype"].includes(member.kind));
  return plain && held.length > 0 ? item : joinTypes(item, unknownType);
}

/** The same for the container itself. */
export function openedContainer(type: Type): Type {
  switch (type.kind) {
    case "list":
    case "set":
      return { ...type, element: opened(type.element) };
    case "dict":
      return { ...type, value: opened(type.value) };
    case "union":
      return type.members.map(openedContainer).reduce(joinTypes, nothing);
    default:
      return type;
  }
}

export function without(type: Type, drop: (member: Type) => boolean): Type {
  const rest = members(type).filter((member) => !drop(member));
  const [only] = rest;
  if (rest.length === 0) return unknownType;
  return rest.length === 1 && only !== undefined ? only : { kind: "union", members: rest };
}
