import type { Dtype } from "../safetensors/dtypes.js";
import { bfloatToNumber, halfToNumber } from "./lowRank.js";

/**
 * How to see in 32 bits at once that no element in them is NaN or infinite: adding `one` to the bits under `mask` carries
 * into the sign bits (`carry`) exactly where all of them are set. Undefined for types without such values.
 */
function patternOf(dtype: Dtype): { mask: number; one: number; carry: number; words: 1 | 2 } | undefined {
  switch (dtype) {
    case "BF16":
      return { mask: 0x7f807f80, one: 0x00800080, carry: 0x80008000 | 0, words: 1 };
    case "F16":
      return { mask: 0x7c007c00, one: 0x04000400, carry: 0x80008000 | 0, words: 1 };
    case "F32":
    case "C64":
      return { mask: 0x7f800000, one: 0x00800000, carry: 0x80000000 | 0, words: 1 };
    case "F64":
      return { mask: 0x7ff00000, one: 0x00100000, carry: 0x80000000 | 0, words: 2 };
    case "F8_E5M2":
      return { mask: 0x7c7c7c7c, one: 0x04040404, carry: 0x80808080 | 0, words: 1 };
    case "F8_E4M3":
      return { mask: 0x7f7f7f7f, one: 0x01010101, carry: 0x80808080 | 0, words: 1 };
    default:
      return undefined;
  }
}

/**
 * True when one of the elements is NaN or infinite.
 * @param bytes whole elements, which begin at a multiple of 4 in their buffer
 */
export function hasNonFinite(bytes: Uint8Array, dtype: Dtype): boolean {
  const pattern = patternOf(dtype);
  if (pattern === undefined) return false;
  const { mask, one, carry, words } = pattern;
  const count = bytes.length >>> 2;
  const units = new Int32Array(bytes.buffer, bytes.byteOffset, count);
  let seen = 0;
  // The exponent of a float64 is in the second of its two words.
  for (let at = words - 1; at < count; at += words) seen |= ((units[at] ?? 0) & mask) + one;
  if (count * 4 < bytes.length) {
    const rest = new Uint8Array(4);
    rest.set(bytes.subarray(count * 4));
    seen |= ((new Int32Array(rest.buffer)[0] ?? 0) & mask) + one;
  }
  return (seen & carry) !== 0;
}

/** How many elements are not finite, and which is the first. */
export interface NonFinite {
  nan: number;
  infinite: number;
  /** Number of the first in C order. */
  first: number;
}

/**
 * Counts the elements that are NaN or infinite.
 * @param firstIndex number of the first of these elements in its tensor
 */
export function countNonFinite(bytes: Uint8Array, dtype: Dtype, firstIndex: number, into: NonFinite): void {
  if (!hasNonFinite(bytes, dtype)) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readerOf(dtype);
  for (let at = 0; at < bytes.length; at += read.size) {
    const value = read.value(view, at);
    if (Number.isFinite(value)) continue;
    into[Number.isNaN(value) ? "nan" : "infinite"] += 1;
    into.first = Math.min(into.first, firstIndex + at / read.size);
  }
}

interface ElementReader {
  readonly size: number;
  /** The element, or for narrow types any number of the same kind: finite, NaN or infinite. */
  value(view: DataView, at: number): number;
}

function readerOf(dtype: Dtype): ElementReader {
  switch (dtype) {
    case "F64":
      return { size: 8, value: (view, at) => view.getFloat64(at, true) };
    case "F32":
      return { size: 4, value: (view, at) => view.getFloat32(at, true) };
    case "C64":
      return { size: 8, value: (view, at) => view.getFloat32(at, true) + view.getFloat32(at + 4, true) };
    case "F16":
      return { size: 2, value: (view, at) => halfToNumber(view.getUint16(at, true)) };
    case "F8_E4M3":
      return { size: 1, value: (view, at) => ((view.getUint8(at) & 0x7f) === 0x7f ? NaN : 0) };
    case "F8_E5M2":
      // The upper half of a float16.
      return { size: 1, value: (view, at) => halfToNumber(view.getUint8(at) << 8) };
    default:
      return { size: 2, value: (view, at) => bfloatToNumber(view.getUint16(at, true)) };
  }
}
