import type { RandomAccessFile } from "../safetensors/reader.js";
import type { LowRankMerge } from "../plan.js";
import { bytesPerElement, elementCount, type Dtype } from "../safetensors/dtypes.js";
import type { SourceTensor } from "./bands.js";
import type { FindSource } from "./compareTensor.js";

/**
 * What a merged tensor should hold, for the verification. It follows the definition (lowRank.ts) by other means than the converter:
 * element by element, with tables of what 16 bits stand for, and rounding by looking which of two neighbours is nearer.
 * @returns the file of the source as it would be if the merged tensor lay in it
 */
export function mergedFile(
  tensor: SourceTensor,
  file: RandomAccessFile,
  merge: LowRankMerge,
  find: FindSource,
): RandomAccessFile {
  const cols = tensor.shape[1] ?? 0;
  const size = bytesPerElement(tensor.dtype) ?? 1;
  const format = formatOf(tensor.dtype);
  let right: Promise<readonly number[]> | undefined;
  return {
    size: file.size,
    read: async (offset, length) => {
      const bytes = (await file.read(offset, length)).slice();
      const first = (offset - tensor.begin) / size;
      const firstRow = Math.floor(first / cols);
      const rows = Math.ceil((first + length / size) / cols) - firstRow;
      const { tensor: tall } = find(merge.left);
      const rank = tall.shape.at(-1) ?? 0;
      const left = await numbers(merge.left, firstRow * rank, rows * rank, find);
      right ??= numbers(merge.right, 0, rank * cols, find);
      const product = await right;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let row = 0;
      let col = first - firstRow * cols;
      for (let at = 0; at < bytes.length; at += size) {
        let sum = (left[row * rank] ?? 0) * (product[col] ?? 0);
        for (let k = 1; k < rank; k++) sum += (left[row * rank + k] ?? 0) * (product[k * cols + col] ?? 0);
        format.put(view, at, format.get(view, at) + merge.scale * sum);
        if (++col === cols) [row, col] = [row + 1, 0];
      }
      return bytes;
    },
  };
}

async function numbers(name: string, from: number, count: number, find: FindSource): Promise<number[]> {
  const { tensor, file } = find(name);
  const size = bytesPerElement(tensor.dtype) ?? 1;
  const length = Math.min(count, elementCount(tensor.shape) - from) * size;
  const bytes = await file.read(tensor.begin + from * size, length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { get } = formatOf(tensor.dtype);
  return Array.from({ length: length / size }, (_, at) => get(view, at * size));
}

interface Format {
  readonly get: (view: DataView, at: number) => number;
  readonly put: (view: DataView, at: number, value: number) => void;
}

function formatOf(dtype: Dtype): Format {
  if (dtype === "F64") {
    return {
      get: (view, at) => view.getFloat64(at, true),
      put: (view, at, value) => {
        view.setFloat64(at, value, true);
        if (Number.isNaN(value)) view.setBigUint64(at, 0x7ff8000000000000n, true);
      },
    };
  }
  if (dtype === "F32") {
    return {
      get: (view, at) => view.getFloat32(at, true),
      put: (view, at, value) => {
        view.setFloat32(at, value, true);
        if (Number.isNaN(value)) view.setUint32(at, 0x7fc00000, true);
      },
    };
  }
  const table = sixteenBits(dtype === "F16" ? 5 : 8);
  return {
    get: (view, at) => table.values[view.getUint16(at, true)] ?? 0,
    put: (view, at, value) => {
      view.setUint16(at, nearest(table, value), true);
    },
  };
}

interface SixteenBits {
  /** What each of the 65,536 patterns stands for. */
  readonly values: Float64Array;
  /** Pattern of infinity; the patterns below it are the numbers from 0 on, in their order. */
  readonly infinity: number;
  readonly fractionBits: number;
  /** Of the exponent. */
  readonly bias: number;
}

const tables = new Map<number, SixteenBits>();

/** The table of a type with a sign, `exponentBits`, and a fraction. */
function sixteenBits(exponentBits: number): SixteenBits {
  const known = tables.get(exponentBits);
  if (known !== undefined) return known;
  const fractionBits = 15 - exponentBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  const infinity = (2 ** exponentBits - 1) << fractionBits;
  const values = new Float64Array(65_536);
  for (let bits = 0; bits < 32_768; bits++) {
    const exponent = bits >> fractionBits;
    const fraction = (bits % 2 ** fractionBits) / 2 ** fractionBits;
    const value =
      bits === infinity
        ? Infinity
        : bits > infinity
          ? NaN
          : exponent === 0
            ? fraction * 2 ** (1 - bias)
            : (1 + fraction) * 2 ** (exponent - bias);
    values[bits] = value;
    values[bits + 32_768] = -value;
  }
  const table = { values, infinity, fractionBits, bias };
  tables.set(exponentBits, table);
  return table;
}

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** The pattern of the largest number that is not above `wanted`, at most the largest finite one. */
function lastNotAbove({ values, infinity, fractionBits, bias }: SixteenBits, wanted: number): number {
  // Where a float32 with the same exponent has these bits; a search from there ends after a step or two.
  float[0] = wanted;
  const near = ((word[0] ?? 0) >> (23 - fractionBits)) - ((127 - bias) << fractionBits);
  let [low, high] = [0, infinity];
  // Beyond the type's own numbers there is no such place.
  if (near > 0 && near <= infinity && (values[near - 1] ?? NaN) <= wanted) low = near - 1;
  if (near > 0 && near + 1 < infinity && (values[near + 1] ?? 0) > wanted) high = near + 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= wanted) low = middle;
    else high = middle;
  }
  return low;
}

/** The pattern whose number is nearest, the even one of two that are equally near. */
function nearest(table: SixteenBits, value: number): number {
  const { values, infinity } = table;
  // NaN is quiet and has no payload: the upper bit of the fraction alone.
  if (Number.isNaN(value)) return infinity + (infinity === 0x7c00 ? 0x200 : 0x40);
  const sign = value < 0 || Object.is(value, -0) ? 32_768 : 0;
  const wanted = Math.abs(value);
  const low = lastNotAbove(table, wanted);
  const high = low + 1;
  if (wanted === Infinity) return sign + infinity;
  const below = values[low] ?? 0;
  // Infinity counts as the number that would follow the largest one.
  const above = high === infinity ? 2 * below - (values[low - 1] ?? 0) : (values[high] ?? 0);
  const [down, up] = [wanted - below, above - wanted];
  const takeHigh = down > up || (down === up && low % 2 === 1);
  return sign + (takeHigh ? high : low);
}
