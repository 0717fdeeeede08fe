import {
  constant,
  isNone,
  operandText,
  sequence,
  symbol,
  textOf,
  truth,
  type ConstValue,
  type TensorValue,
  type Value,
} from "./values.js";

type NumberValue = ConstValue & { readonly value: number };

/** Applies a binary operator as Python does; what is not known becomes the expression itself. */
export function binary(operator: string, left: Value, right: Value): Value {
  const unknown = (): Value => symbol(`${operandText(left)} ${operator} ${operandText(right)}`, true);
  if (left.type === "tensor" || right.type === "tensor")
    return tensorResult(operator, left, right) ?? unknown();
  if (operator === "+" && left.type === "sequence" && right.type === "sequence") {
    return { type: "sequence", of: left.of, items: [...left.items, ...right.items] };
  }
  if (operator === "*" && (left.type === "sequence" || right.type === "sequence")) {
    return repeatSequence(left, right) ?? unknown();
  }
  if (left.type !== "const" || right.type !== "const") return unknown();
  if (operator === "+" && typeof left.value === "string" && typeof right.value === "string") {
    return constant(left.value + right.value);
  }
  if (operator === "*" && typeof left.value === "string" && typeof right.value === "number") {
    return constant(left.value.repeat(Math.max(0, right.value)));
  }
  if (operator === "%" && typeof left.value === "string")
    return formatPercent(left.value, [right]) ?? unknown();
  const [a, b] = [asNumber(left), asNumber(right)];
  if (a === null || b === null) return unknown();
  return arithmetic(operator, a, b) ?? unknown();
}

/** `"layer%d" % 3`; null when the format or a value is beyond what is needed for names. */
export function formatPercent(format: string, values: readonly Value[]): Value | null {
  let next = 0;
  const strange: Value[] = [];
  const text = format.replaceAll(/%[ds]/g, () => {
    const value = values[next++];
    if (value?.type === "const") return typeof value.value === "string" ? value.value : textOf(value);
    if (value?.type === "symbol") return `{${value.text}}`;
    if (value !== undefined) strange.push(value);
    return "";
  });
  return strange.length === 0 && next === values.length && !text.includes("%") ? constant(text) : null;
}

function asNumber(value: ConstValue): NumberValue | null {
  if (typeof value.value === "boolean") return { ...value, value: Number(value.value) };
  return typeof value.value === "number" ? { ...value, value: value.value } : null;
}

function arithmetic(operator: string, a: NumberValue, b: NumberValue): Value | null {
  const float = a.float || b.float;
  const x = a.value;
  const y = b.value;
  switch (operator) {
    case "+":
      return constant(x + y, float);
    case "-":
      return constant(x - y, float);
    case "*":
      return constant(x * y, float);
    case "/":
      return y === 0 ? null : constant(x / y, true);
    case "//":
      return y === 0 ? null : constant(Math.floor(x / y), float);
    case "%":
      return y === 0 ? null : constant(x - y * Math.floor(x / y), float);
    case "**":
      return constant(x ** y, float || y < 0);
    case "<<":
      return float ? null : constant(x * 2 ** y);
    case ">>":
      return float ? null : constant(Math.floor(x / 2 ** y));
    default:
      return null;
  }
}

function repeatSequence(left: Value, right: Value): Value | null {
  const [list, count] = left.type === "sequence" ? [left, right] : [right, left];
  if (list.type !== "sequence") return null;
  if (count.type === "const" && typeof count.value === "number") {
    const items = Array.from({ length: Math.max(0, count.value) }, () => list.items).flat();
    return { type: "sequence", of: list.of, items };
  }
  return { type: "sequence", of: list.of, items: list.items.map((item) => ({ ...item, repeated: true })) };
}

/** A tensor combined with a number keeps its shape; of two tensors, only equal shapes are followed. */
function tensorResult(operator: string, left: Value, right: Value): TensorValue | null {
  const [tensor, other] = left.type === "tensor" ? [left, right] : [right, left];
  if (tensor.type !== "tensor" || operator === "@") return null;
  const same = other.type !== "tensor" || JSON.stringify(other.shape) === JSON.stringify(tensor.shape);
  return {
    ...tensor,
    shape: same ? tensor.shape : null,
    parameter: false,
    text: `${operandText(left)} ${operator} ${operandText(right)}`,
  };
}

/** Applies a unary operator. */
export function unary(operator: string, operand: Value): Value {
  if (operator === "not") {
    const known = truth(operand);
    return known === null ? symbol(`not ${operandText(operand)}`, true) : constant(!known);
  }
  if (operand.type === "const" && typeof operand.value === "number") {
    if (operator === "-") return constant(-operand.value, operand.float);
    if (operator === "+") return operand;
  }
  if (operand.type === "tensor" && operator === "-") return { ...operand, parameter: false };
  return symbol(`${operator}${operandText(operand)}`, true);
}

/** Compares two values; null when it is not known. */
export function compare(operator: string, left: Value, right: Value): boolean | null {
  switch (operator) {
    case "is":
    case "is not": {
      const same = identical(left, right);
      return same === null ? null : operator === "is" ? same : !same;
    }
    case "==":
    case "!=": {
      const same = equal(left, right);
      return same === null ? null : operator === "==" ? same : !same;
    }
    case "in":
    case "not in": {
      const found = contains(right, left);
      return found === null ? null : operator === "in" ? found : !found;
    }
    default:
      return ordered(operator, left, right);
  }
}

function identical(left: Value, right: Value): boolean | null {
  if (left === right) return true;
  if (isNone(left) || isNone(right)) {
    const other = isNone(left) ? right : left;
    if (other.type === "symbol") return null;
    return isNone(other);
  }
  if (left.type === "const" && right.type === "const") return left.value === right.value;
  if (left.type === "api" && right.type === "api") return left.name === right.name ? true : null;
  if (left.type === "class" && right.type === "class") return left.definition === right.definition;
  return left.type === "symbol" || right.type === "symbol" ? null : false;
}

function equal(left: Value, right: Value): boolean | null {
  if (left.type === "sequence" && right.type === "sequence") {
    if (left.items.length !== right.items.length) return false;
    const parts = left.items.map((item, index) => equal(item.value, right.items[index]?.value ?? item.value));
    return parts.includes(false) ? false : parts.includes(null) ? null : true;
  }
  if (left.type === "tensor" || right.type === "tensor") return null;
  return identical(left, right);
}

function contains(container: Value, value: Value): boolean | null {
  if (container.type === "dict") {
    if (value.type !== "const" || typeof value.value === "boolean" || value.value === null) return null;
    return container.entries.has(value.value);
  }
  if (container.type === "sequence") {
    const parts = container.items.map((item) => equal(item.value, value));
    return parts.includes(true) ? true : parts.includes(null) ? null : false;
  }
  if (container.type === "const" && value.type === "const") {
    if (typeof container.value === "string" && typeof value.value === "string")
      return container.value.includes(value.value);
  }
  return null;
}

function ordered(operator: string, left: Value, right: Value): boolean | null {
  if (left.type !== "const" || right.type !== "const") return null;
  const [a, b] = [left.value, right.value];
  if (a === null || b === null || typeof a !== typeof b) return null;
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      return null;
  }
}

/** A value indexed by constants, such as `sizes[0]`, `table["gelu"]` and `blocks[:-1]`. */
export function subscript(object: Value, index: Value): Value {
  const unknown = (): Value => symbol(`${operandText(object)}[${textOf(index)}]`);
  if (index.type !== "const" || typeof index.value === "boolean" || index.value === null) return unknown();
  if (object.type === "dict") return object.entries.get(index.value) ?? unknown();
  if (object.type === "object" && typeof index.value === "string") {
    return object.attributes.get(index.value) ?? symbol(`${object.name}[${JSON.stringify(index.value)}]`);
  }
  if (typeof index.value !== "number") return unknown();
  if (object.type === "sequence") {
    if (object.items.some((item) => item.repeated))
      return object.items.length === 1 ? (object.items[0]?.value ?? unknown()) : unknown();
    return object.items.at(index.value)?.value ?? unknown();
  }
  if (object.type === "module") {
    const children = [...object.children.values()].filter((child) => child !== null);
    return children.at(index.value) ?? unknown();
  }
  if (object.type === "const" && typeof object.value === "string")
    return constant(object.value.at(index.value) ?? "");
  return unknown();
}

/** `object[start:stop:step]` of a list, tuple, string or container of layers; parts that are absent are null. */
export function slice(object: Value, parts: readonly (number | null)[]): Value | null {
  const [start = null, stop = null, step = null] = parts;
  if (object.type === "sequence" && !object.items.some((item) => item.repeated)) {
    const items = takeSlice(object.items, start, stop, step ?? 1);
    return items === null ? null : { type: "sequence", of: object.of, items };
  }
  if (object.type === "module") {
    const children = takeSlice([...object.children.values()], start, stop, step ?? 1);
    return children === null
      ? null
      : sequence(
          "list",
          children.filter((child) => child !== null),
        );
  }
  if (object.type === "const" && typeof object.value === "string" && (step ?? 1) === 1) {
    return constant(object.value.slice(start ?? 0, stop ?? undefined));
  }
  return null;
}

function takeSlice<T>(
  items: readonly T[],
  start: number | null,
  stop: number | null,
  step: number,
): T[] | null {
  if (step === 1) return items.slice(start ?? 0, stop ?? undefined);
  if (step === -1 && start === null && stop === null) return [...items].reverse();
  if (step > 1) return items.slice(start ?? 0, stop ?? undefined).filter((_, index) => index % step === 0);
  return null;
}
