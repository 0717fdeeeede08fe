import type { Dtype } from "../safetensors/dtypes.js";

/**
 * Merging a low-rank product into a matrix: `W + scale · L · R`, element by element, defined to the last bit:
 *
 *     sum   = L[i, 0] · R[0, j]                 then, for k = 1 … rank - 1:   sum = sum + L[i, k] · R[k, j]
 *     value = W[i, j] + scale · sum
 *
 * Everything stored is widened to float64 (which is exact); each product and each sum is rounded to float64, in this order, with
 * no fused multiply-add; `value` is then rounded once to W's dtype, to nearest, ties to even. Any NaN becomes the canonical quiet one.
 * The generated Python script does the same with numpy.
 */

export type MergeDtype = "F16" | "BF16" | "F32" | "F64";

export function isMergeable(dtype: Dtype): dtype is MergeDtype {
  return dtype === "F16" || dtype === "BF16" || dtype === "F32" || dtype === "F64";
}

/** Bytes of an element. */
export function mergeBytes(dtype: MergeDtype): 2 | 4 | 8 {
  return dtype === "F64" ? 8 : dtype === "F32" ? 4 : 2;
}

/** A factor of the product, decoded: `rows` x `cols` in C order. */
export interface Factor {
  readonly values: Float64Array;
  readonly cols: number;
}

/**
 * Merges into some rows of W in place, or into part of a row.
 * @param bytes elements [first, first + count) of the matrix W in C order, at a multiple of their size in their buffer
 * @param first index of the first of these elements in W
 * @param left rows of L from the one that `first` lies in
 * @param right all of R
 */
export function mergeElements(
  bytes: Uint8Array,
  dtype: MergeDtype,
  first: number,
  left: Factor,
  right: Factor,
  scale: number,
): void {
  const cols = right.cols;
  const rank = left.cols;
  const size = mergeBytes(dtype);
  const count = bytes.byteLength / size;
  const sums = new Float64Array(cols);
  const firstRow = Math.floor(first / cols);
  for (let done = 0; done < count;) {
    const at = first + done;
    const row = Math.floor(at / cols);
    const from = at - row * cols;
    const to = Math.min(cols, from + count - done);
    const own = left.values.subarray((row - firstRow) * rank, (row - firstRow + 1) * rank);
    multiplyRow(sums, own, right, from, to, scale);
    addRow(bytes.subarray(done * size, (done + to - from) * size), dtype, sums.subarray(from, to));
    done += to - from;
  }
}

/** Elements [from, to) of one row of `scale · L · R`. */
function multiplyRow(
  sums: Float64Array,
  left: Float64Array,
  right: Factor,
  from: number,
  to: number,
  scale: number,
): void {
  const { values, cols } = right;
  if (left.length === 4) {
    // The usual rank, with the sums in registers.
    const [l0 = 0, l1 = 0, l2 = 0, l3 = 0] = left;
    const [r0, r1, r2, r3] = [0, 1, 2, 3].map((k) => values.subarray(k * cols, (k + 1) * cols));
    if (r0 === undefined || r1 === undefined || r2 === undefined || r3 === undefined) return;
    for (let col = from; col < to; col++) {
      const sum = l0 * (r0[col] ?? 0) + l1 * (r1[col] ?? 0) + l2 * (r2[col] ?? 0) + l3 * (r3[col] ?? 0);
      sums[col] = scale * sum;
    }
    return;
  }
  const first = left[0] ?? 0;
  for (let col = from; col < to; col++) sums[col] = first * (values[col] ?? 0);
  for (let k = 1; k < left.length; k++) {
    const factor = left[k] ?? 0;
    const row = k * cols;
    for (let col = from; col < to; col++) sums[col] = (sums[col] ?? 0) + factor * (values[row + col] ?? 0);
  }
  for (let col = from; col < to; col++) sums[col] = scale * (sums[col] ?? 0);
}

function addRow(bytes: Uint8Array, dtype: MergeDtype, sums: Float64Array): void {
  const { buffer, byteOffset } = bytes;
  if (dtype === "F64") {
    const own = new Float64Array(buffer, byteOffset, sums.length);
    for (let at = 0; at < sums.length; at++) own[at] = canonical((own[at] ?? 0) + (sums[at] ?? 0));
  } else if (dtype === "F32") {
    const own = new Float32Array(buffer, byteOffset, sums.length);
    for (let at = 0; at < sums.length; at++) own[at] = canonical((own[at] ?? 0) + (sums[at] ?? 0));
  } else if (dtype === "F16") {
    const own = new Uint16Array(buffer, byteOffset, sums.length);
    for (let at = 0; at < sums.length; at++)
      own[at] = numberToHalf(halfToNumber(own[at] ?? 0) + (sums[at] ?? 0));
  } else {
    addBfloats(new Uint16Array(buffer, byteOffset, sums.length), sums);
  }
}

/** A row as float32 and as its bits; grows with the longest row. */
let rowFloats = new Float32Array(0);
let rowBits = new Uint32Array(rowFloats.buffer);

/** What `numberToBfloat` does, in passes over the row: one element after the other would wait for each store before its load. */
function addBfloats(own: Uint16Array, sums: Float64Array): void {
  const { length } = own;
  if (rowFloats.length < length) {
    rowFloats = new Float32Array(length);
    rowBits = new Uint32Array(rowFloats.buffer);
  }
  const [floats, bits] = [rowFloats, rowBits];
  for (let at = 0; at < length; at++) bits[at] = (own[at] ?? 0) << 16;
  for (let at = 0; at < length; at++) {
    const value = (floats[at] ?? 0) + (sums[at] ?? 0);
    sums[at] = value;
    floats[at] = value;
  }
  for (let at = 0; at < length; at++) {
    const value = sums[at] ?? 0;
    const rounded = floats[at] ?? 0;
    let odd = (bits[at] ?? 0) | 0;
    if (rounded !== value) {
      if (Math.abs(rounded) > Math.abs(value)) odd = (odd - 1) | 0;
      odd |= 1;
    }
    own[at] = Number.isNaN(value) ? 0x7fc0 : ((odd >>> 0) + 0x7fff + ((odd >>> 16) & 1)) >>> 16;
  }
}

/** Engines write this NaN as 0x7fc00000 or 0x7ff8000000000000, whatever payload and sign a calculation left. */
function canonical(value: number): number {
  return Number.isNaN(value) ? NaN : value;
}

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

export function bfloatToNumber(bits: number): number {
  word[0] = bits << 16;
  return float[0] ?? 0;
}

export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/**
 * The bits of the float32 that is rounded to odd: cut off towards zero, with the last bit set if anything was cut. Rounding
 * that once more to a type with at least two bits less gives what a single rounding would have given.
 */
function oddBits(value: number): number {
  float[0] = value;
  let bits = word[0] ?? 0;
  const rounded = float[0];
  if (rounded !== value) {
    if (Math.abs(rounded) > Math.abs(value)) bits -= 1;
    bits |= 1;
  }
  return bits >>> 0;
}

/** Rounds to bfloat16, to nearest, ties to even. */
export function numberToBfloat(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0;
  const bits = oddBits(value);
  // Carries run into the exponent, up to infinity, as they should.
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

/** Rounds to float16, to nearest, ties to even. */
export function numberToHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const bits = oddBits(value);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  // From 65520 on, halfway between the largest number and the next, it is infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Subnormal: multiples of 2^-24. Below 2^-14 the sum with 0.5 has an ulp of exactly that, so the addition itself rounds.
    word[0] = magnitude;
    const [small = 0] = float;
    float[0] = small + 0.5;
    const [sum = 0] = word;
    return sign | (sum - 0x3f000000);
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

/** Decodes stored elements to float64, exactly. */
export function decodeFactor(bytes: Uint8Array, dtype: MergeDtype, cols: number): Factor {
  const { buffer, byteOffset } = bytes;
  if (dtype === "F64") return { values: new Float64Array(buffer, byteOffset, bytes.byteLength / 8), cols };
  if (dtype === "F32")
    return { values: Float64Array.from(new Float32Array(buffer, byteOffset, bytes.byteLength / 4)), cols };
  const decode = dtype === "F16" ? halfToNumber : bfloatToNumber;
  return {
    values: Float64Array.from(new Uint16Array(buffer, byteOffset, bytes.byteLength / 2), decode),
    cols,
  };
}
