import type { Inferred, TensorType, Type } from "./types.js";
import {
  asTensor,
  builtin,
  infer,
  joinTypes,
  laidOutLike,
  members,
  opened,
  owned,
  tensor,
  unknown,
  unknownType,
  weaker,
} from "./types.js";

/** The result of `left operator right`. */
export function binaryResult(operator: string, left: Inferred, right: Inferred): Inferred {
  const confidence = weaker(left.confidence, right.confidence);
  const leftTensor = asTensor(left.type);
  const rightTensor = asTensor(right.type);
  const given = leftTensor ?? rightTensor;
  // Python repeats a sequence as often as a tensor says.
  const repeated = operator === "*" && [left, right].some(({ type }) => isSequence(type));
  if (given !== null && !repeated) return tensorResult(operator, left, right, given);
  const [a, b] = [left.type, right.type];
  const array = [a, b].find((type) => type.kind === "instance" && type.of === "numpy.ndarray");
  if (array !== undefined) return infer(array, "likely", "arithmetic on a NumPy array");
  if (operator === "+") {
    const sum = sequenceSum(left, right);
    if (sum !== null) return owned(infer(sum, confidence, "a sequence joined to another"));
  }
  if (operator === "%" && a.kind === "builtin" && a.name === "str")
    return infer(builtin("str"), "certain", "a formatted string");
  const numbers = [a, b].every(
    (type) => type.kind === "builtin" && ["int", "float", "bool"].includes(type.name),
  );
  if (numbers) return infer(numberResult(operator, a, b), confidence, "arithmetic on numbers");
  if (operator === "*") {
    const sequence = [a, b].find(isSequence);
    if (sequence?.kind === "tuple")
      return infer(
        { kind: "tupleOf", element: sequence.items.reduce(joinTypes, sequence.items[0] ?? unknownType) },
        confidence,
        "a repeated sequence",
      );
    if (sequence !== undefined) {
      const from = sequence === a ? left : right;
      if (sequence.kind === "list")
        return owned(
          infer({ kind: "list", element: itemOf(sequence, from) }, confidence, "a repeated sequence"),
        );
      return infer(
        sequence.kind === "builtin" ? builtin(sequence.name) : sequence,
        confidence,
        "a repeated sequence",
      );
    }
  }
  // One side may be a tensor, among other things: so may the result.
  const some = [a, b].flatMap(members).find((type): type is TensorType => type.kind === "tensor");
  return some === undefined
    ? unknown
    : infer(joinTypes(tensor(some.framework), unknownType), "likely", "arithmetic on what may be a tensor");
}

/** A tensor with a number or another tensor gives a tensor; with something unknown it most likely does. */
function tensorResult(operator: string, left: Inferred, right: Inferred, given: TensorType): Inferred {
  const other = given === asTensor(left.type) ? right : left;
  const own = other === right ? left : right;
  const otherTensor = asTensor(other.type);
  const number =
    other.type.kind === "builtin" && ["int", "float", "bool", "complex"].includes(other.type.name);
  const confidence =
    number || otherTensor !== null ? weaker(own.confidence, number ? "certain" : other.confidence) : "likely";
  const comparison = ["==", "!=", "<", "<=", ">", ">="].includes(operator);
  const rank = number
    ? given.rank
    : otherTensor !== null && given.rank !== null && otherTensor.rank !== null && operator !== "@"
      ? Math.max(given.rank, otherTensor.rank)
      : null;
  const dtype = comparison
    ? "bool"
    : otherTensor !== null && otherTensor.dtype === given.dtype && !(operator === "/" && isWhole(given.dtype))
      ? given.dtype
      : number
        ? dtypeWithNumber(operator, given.dtype, other.type)
        : null;
  const result = tensor(given.framework, rank, dtype);
  return infer(
    operator === "@" ? result : laidOutLike(result, given, otherTensor),
    own.confidence === "unknown" ? "likely" : confidence,
    "arithmetic on a tensor",
  );
}

/** The dtype of a tensor with a number of Python: floats stay what they are, integers with integers too. */
function dtypeWithNumber(operator: string, dtype: string | null, number: Type): string | null {
  if (dtype === null || operator === "/" || !isWhole(dtype))
    return dtype !== null && dtype.includes("float") && !isComplex(number) ? dtype : null;
  return dtype !== "bool" && number.kind === "builtin" && number.name === "int" && operator !== "**"
    ? dtype
    : null;
}

function isComplex(number: Type): boolean {
  return number.kind === "builtin" && number.name === "complex";
}

function isSequence(type: Type): boolean {
  return ["list", "tuple", "tupleOf"].includes(type.kind) || (type.kind === "builtin" && type.name === "str");
}

/** Dividing such tensors gives floats. */
function isWhole(dtype: string | null): boolean {
  return dtype !== null && /^(u?int|bool)/.test(dtype);
}

function numberResult(operator: string, a: Type, b: Type): Type {
  if (operator === "/") return builtin("float");
  const float = [a, b].some((type) => type.kind === "builtin" && type.name === "float");
  if (float) return builtin("float");
  if (
    a.kind === "builtin" &&
    b.kind === "builtin" &&
    typeof a.value === "number" &&
    typeof b.value === "number"
  ) {
    const value =
      operator === "+"
        ? a.value + b.value
        : operator === "-"
          ? a.value - b.value
          : operator === "*"
            ? a.value * b.value
            : null;
    return builtin("int", value !== null && Number.isSafeInteger(value) ? value : null);
  }
  return operator === "**" ? joinTypes(builtin("int"), builtin("float")) : builtin("int");
}

function sequenceSum(left: Inferred, right: Inferred): Type | null {
  const [a, b] = [left.type, right.type];
  if (a.kind === "tuple" && b.kind === "tuple") return { kind: "tuple", items: [...a.items, ...b.items] };
  const elements = [a, b].map(tupleElement);
  if (
    elements[0] !== null &&
    elements[1] !== null &&
    elements[0] !== undefined &&
    elements[1] !== undefined
  ) {
    return { kind: "tupleOf", element: joinTypes(elements[0], elements[1]) };
  }
  if (a.kind === "list" && b.kind === "list")
    return { kind: "list", element: joinTypes(itemOf(a, left), itemOf(b, right)) };
  if (a.kind === "builtin" && b.kind === "builtin" && a.name === "str" && b.name === "str")
    return builtin("str");
  return null;
}

function tupleElement(type: Type): Type | null {
  if (type.kind === "size") return builtin("int");
  if (type.kind === "tupleOf") return type.element;
  if (type.kind === "tuple") return type.items.length === 0 ? null : type.items.reduce(joinTypes);
  return null;
}

/** An item of a list, dictionary or set: other names may have put in something else, unless the value says otherwise. */
export function itemOf(container: Type, of: Inferred): Type {
  const item =
    container.kind === "dict"
      ? container.value
      : container.kind === "list" || container.kind === "set"
        ? container.element
        : unknownType;
  const stated = of.own === true || ("declared" in container && container.declared);
  return stated && members(item).length > 0 ? item : opened(item);
}

function itemConfidence(value: Inferred): Inferred["confidence"] {
  const mutable = members(value.type).some(
    (type) => type.kind === "list" || type.kind === "dict" || type.kind === "set",
  );
  return mutable ? weaker(value.confidence, "likely") : value.confidence;
}

/** What one gets when iterating over a value. */
export function elementOf(value: Inferred): Inferred {
  // Lists, sets and dictionaries may get other items under another name.
  const of = (type: Type, reason: string): Inferred => infer(type, itemConfidence(value), reason);
  const all = members(value.type).map((type): Type => {
    switch (type.kind) {
      case "list":
      case "set":
        return itemOf(type, value);
      case "iterator":
      case "tupleOf":
        return type.element;
      case "tuple":
        return type.items.length === 0 ? unknownType : type.items.reduce(joinTypes);
      case "size":
        return builtin("int");
      case "tensor":
        return tensor(type.framework, type.rank === null ? null : type.rank - 1, type.dtype);
      case "instance":
        return type.element ?? unknownType;
      case "builtin":
        return type.name === "range" ? builtin("int") : type.name === "str" ? builtin("str") : unknownType;
      default:
        return unknownType;
    }
  });
  const [first, ...rest] = all;
  return first === undefined
    ? unknown
    : of(rest.reduce(joinTypes, first), "an element of what is iterated over");
}

/** The result of `value[index]` (one index expression each). */
export function subscriptResult(
  value: Inferred,
  indices: readonly { readonly type: Type; readonly slice: boolean; readonly constant: number | null }[],
): Inferred {
  const [only] = indices;
  const single = indices.length === 1 && only !== undefined ? only : null;
  const results = members(value.type).map((type): Type => {
    switch (type.kind) {
      case "tensor":
        return tensor(type.framework, indexedRank(type, indices), type.dtype);
      case "size":
        return single?.slice === true ? type : builtin("int");
      case "tuple":
        if (single?.slice === true)
          return { kind: "tupleOf", element: type.items.reduce(joinTypes, type.items[0] ?? unknownType) };
        if (single !== null && single.constant !== null) return type.items.at(single.constant) ?? unknownType;
        return type.items.length === 0 ? unknownType : type.items.reduce(joinTypes);
      case "tupleOf":
        return single?.slice === true ? type : type.element;
      case "list":
        return single?.slice === true ? { kind: "list", element: itemOf(type, value) } : itemOf(type, value);
      case "dict":
        return itemOf(type, value);
      case "instance":
        return single?.slice === true ? type : (type.element ?? unknownType);
      case "builtin":
        return type.name === "str" ? builtin("str") : unknownType;
      default:
        return unknownType;
    }
  });
  const [first, ...rest] = results;
  if (first === undefined) return unknown;
  const item = infer(rest.reduce(joinTypes, first), itemConfidence(value), "an item of a known value");
  // A slice of a list is a list of its own.
  return single?.slice === true && item.type.kind === "list" ? owned(item) : item;
}

function indexedRank(
  type: TensorType,
  indices: readonly { readonly type: Type; readonly slice: boolean }[],
): number | null {
  let rank = type.rank;
  for (const index of indices) {
    if (rank === null) return null;
    if (index.slice) continue;
    if (index.type.kind === "none") rank += 1;
    else if (index.type.kind === "builtin" && index.type.name === "int") rank -= 1;
    else if (index.type.kind === "builtin" && index.type.name === "ellipsis") continue;
    else return null;
  }
  return rank;
}
