/** PyTorch's dtype names and the names that safetensors headers use for the same elements. */
const bySafetensors: ReadonlyMap<string, string> = new Map([
  ["BOOL", "bool"],
  ["U8", "uint8"],
  ["I8", "int8"],
  ["F8_E5M2", "float8_e5m2"],
  ["F8_E4M3", "float8_e4m3fn"],
  ["I16", "int16"],
  ["U16", "uint16"],
  ["F16", "float16"],
  ["BF16", "bfloat16"],
  ["I32", "int32"],
  ["U32", "uint32"],
  ["F32", "float32"],
  ["C64", "complex64"],
  ["F64", "float64"],
  ["I64", "int64"],
  ["U64", "uint64"],
]);

const byTorch: ReadonlyMap<string, string> = new Map(
  [...bySafetensors].map(([file, torch]) => [torch, file]),
);

/** The safetensors name of a dtype in PyTorch's spelling (`float32` is `F32`), or undefined where the format has none. */
export function safetensorsDtype(torchDtype: string): string | undefined {
  return byTorch.get(torchDtype);
}

/** True for dtypes whose elements are (real) floating point numbers, in safetensors' spelling. */
export function isFloating(dtype: string): boolean {
  return /^(F|BF)\d/.test(dtype);
}
