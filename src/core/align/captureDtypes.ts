/** The dtypes that inputs and captures may have, in PyTorch's spelling, with safetensors' codes. */
export const captureDtypes = {
  float64: "F64",
  float32: "F32",
  float16: "F16",
  int64: "I64",
  int32: "I32",
  int16: "I16",
  int8: "I8",
  uint8: "U8",
  bool: "BOOL",
} as const;

export type CaptureDtype = keyof typeof captureDtypes;

export function isCaptureDtype(name: string): name is CaptureDtype {
  return name in captureDtypes;
}

/** PyTorch's spelling of a safetensors code; undefined for one that no capture holds. */
export function captureDtypeOf(code: string): CaptureDtype | undefined {
  return Object.keys(captureDtypes)
    .filter(isCaptureDtype)
    .find((name) => captureDtypes[name] === code);
}
