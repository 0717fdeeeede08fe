/** An input of the model, in memory. `data` is little-endian in C order. */
export interface InputTensor {
  readonly name: string;
  /** PyTorch's spelling. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** The numbers of a tensor, widened for comparing. */
export type Values = Float32Array | Float64Array;

export function int64Tensor(name: string, shape: readonly number[], values: readonly number[]): InputTensor {
  const data = new BigInt64Array(values.map(BigInt));
  return { name, dtype: "int64", shape, data: new Uint8Array(data.buffer) };
}

/**
 * Reads a tensor's bytes as numbers.
 * @param dtype PyTorch's spelling; int64 beyond 2^53 loses its lowest bits, which no position or token id reaches
 * @param data little-endian, in memory that it owns from an offset divisible by eight, as `readTensor` gives it
 * @throws RangeError for a dtype that a capture never holds
 */
export function valuesOf(dtype: string, data: Uint8Array): Values {
  const { buffer, byteOffset, byteLength } = data;
  switch (dtype) {
    case "float32":
      return new Float32Array(buffer, byteOffset, byteLength / 4);
    case "float64":
      return new Float64Array(buffer, byteOffset, byteLength / 8);
    case "float16":
      return Float32Array.from(new Uint16Array(buffer, byteOffset, byteLength / 2), fromHalf);
    case "int64":
      return Float64Array.from(new BigInt64Array(buffer, byteOffset, byteLength / 8), Number);
    case "int32":
      return Float64Array.from(new Int32Array(buffer, byteOffset, byteLength / 4));
    case "int16":
      return Float64Array.from(new Int16Array(buffer, byteOffset, byteLength / 2));
    case "int8":
      return Float64Array.from(new Int8Array(buffer, byteOffset, byteLength));
    case "uint8":
    case "bool":
      return Float64Array.from(data);
    default:
      throw new RangeError(`a capture holds no tensors of dtype ${dtype}`);
  }
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Coordinates of the element at a flat position. */
export function coordinatesOf(flat: number, shape: readonly number[]): number[] {
  const found = new Array<number>(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    found[axis] = flat % size;
    flat = Math.floor(flat / size);
  }
  return found;
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
