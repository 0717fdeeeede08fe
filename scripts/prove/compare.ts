/** A value as python/paddle_port/prove_values.py writes it. */
export type Encoded = null | boolean | string | { readonly kind: string; readonly [key: string]: unknown };

const LOOSE: Readonly<Record<string, number>> = {
  float16: 2e-3,
  bfloat16: 2e-2,
  float64: 1e-9,
  complex128: 1e-9,
};

/**
 * The first difference between a reference value and the port's, or undefined.
 * @param tolerance relative and absolute for float32; other dtypes have their own
 * @param valuesCount false compares structure, shapes, dtypes and gradient flags only
 */
export function difference(
  reference: unknown,
  port: unknown,
  tolerance: number,
  valuesCount: boolean,
  path = "result",
): string | undefined {
  if (!isNode(reference) || !isNode(port)) {
    return reference === port || !valuesCount
      ? undefined
      : `${path}: ${JSON.stringify(reference)} became ${JSON.stringify(port)}`;
  }
  if (reference["kind"] !== port["kind"]) {
    return `${path}: a ${String(reference["kind"])} became a ${String(port["kind"])}`;
  }
  for (const key of ["dtype", "name", "class", "grad", "parameter"] as const) {
    // A gradient flag means nothing on integers, where PyTorch never sets it and Paddle may.
    if (key === "grad" && !/float|complex/.test(String(reference["dtype"]))) continue;
    if (reference[key] !== port[key])
      return `${path}: ${key} ${String(reference[key])} became ${String(port[key])}`;
  }
  const shape = JSON.stringify(reference["shape"]);
  if (shape !== JSON.stringify(port["shape"]))
    return `${path}: shape ${shape} became ${JSON.stringify(port["shape"])}`;
  const exact = reference["kind"] === "int" || /^(u?int|bool)/.test(String(reference["dtype"]));
  const limit = exact ? 0 : (LOOSE[String(reference["dtype"])] ?? tolerance);
  if ("value" in reference && valuesCount && !close(reference["value"], port["value"], limit)) {
    return `${path}: ${String(reference["value"])} became ${String(port["value"])}`;
  }
  if (Array.isArray(reference["data"]) && Array.isArray(port["data"]) && valuesCount) {
    const other: readonly unknown[] = port["data"];
    const at = reference["data"].findIndex((value, index) => !close(value, other[index], limit));
    if (at >= 0)
      return `${path}: element ${at} is ${String(other[at])} instead of ${String(reference["data"][at])}`;
  }
  return differenceOfItems(reference["items"], port["items"], tolerance, valuesCount, path);
}

function differenceOfItems(
  reference: unknown,
  port: unknown,
  tolerance: number,
  valuesCount: boolean,
  path: string,
): string | undefined {
  if (!Array.isArray(reference) || !Array.isArray(port)) return undefined;
  if (reference.length !== port.length) return `${path}: ${reference.length} items became ${port.length}`;
  for (const [index, item] of reference.entries()) {
    const other: unknown = port[index];
    const found =
      Array.isArray(item) && Array.isArray(other)
        ? differenceOfItems(item, other, tolerance, valuesCount, `${path}[${index}]`)
        : difference(item, other, tolerance, valuesCount, `${path}[${index}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Numbers within the tolerance, relative above 1 and absolute below; text stands for infinities and NaN. */
function close(a: unknown, b: unknown, tolerance: number): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return a === b || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a));
}
