/**
 * The element types of safetensors 0.8.0 with their size in bits, in the order of the reference's enum.
 * The order matters: the reference writes tensors by descending order, which keeps the data aligned.
 */
const bits = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
} as const;

export type Dtype = keyof typeof bits;

const order = new Map<string, number>(Object.keys(bits).map((name, index) => [name, index]));

/** True for the exact spelling of a safetensors dtype: "F32" is one, "f32" and "FP32" are not. */
export function isDtype(text: string): text is Dtype {
  return order.has(text);
}

/** Size of one element in bits; 4 and 6 for the packed types. */
export function bitsOf(dtype: Dtype): number {
  return bits[dtype];
}

/** Rank of a dtype in the reference's enum. */
export function dtypeOrder(dtype: Dtype): number {
  return order.get(dtype) ?? -1;
}

/** Size of one element in whole bytes, or undefined for the packed types F4 and F6, which have none. */
export function bytesPerElement(dtype: Dtype): 1 | 2 | 4 | 8 | undefined {
  switch (bits[dtype]) {
    case 8:
      return 1;
    case 16:
      return 2;
    case 32:
      return 4;
    case 64:
      return 8;
    default:
      return undefined;
  }
}

/**
 * Bytes that a tensor needs, computed with the reference's rules: the product is folded from the left and may not
 * pass 2^64 - 1 on the way (not even when a later dimension is 0), and must be a multiple of 8 bits.
 * @returns the size, or what is wrong with it
 */
export function tensorBytes(dtype: Dtype, shape: readonly number[]): number | "overflow" | "partial-byte" {
  // Numbers are exact as long as the product in bits is; all but hostile headers end here.
  const count = shape.every((dimension) => dimension > 0) ? elementCount(shape) * bits[dtype] : Infinity;
  if (count <= Number.MAX_SAFE_INTEGER) return count % 8 === 0 ? count / 8 : "partial-byte";
  const limit = 2n ** 64n - 1n;
  let total = 1n;
  for (const dimension of shape) {
    total *= BigInt(dimension);
    if (total > limit) return "overflow";
  }
  total *= BigInt(bits[dtype]);
  if (total > limit) return "overflow";
  if (total % 8n !== 0n) return "partial-byte";
  // Between 2^53 and 2^64 a number would round; no file is that long, so the caller's comparison still fails.
  return Number(total / 8n);
}

/** Number of elements of a shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
