import { dtypeOrder, tensorBytes, type Dtype } from "./dtypes.js";
import { SafetensorsError } from "./errors.js";
import { maximumHeaderBytes, type TensorInfo } from "./header.js";
import { compareBytes, encodeUtf8 } from "./utf8.js";

/** A tensor to be written: its place in the file follows from the reference's order. */
export interface TensorSpec {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
}

export interface FileLayout {
  /** The first bytes of the file: length, JSON and padding. */
  readonly header: Uint8Array<ArrayBuffer>;
  /** The tensors in file order; offsets count from the end of `header`. */
  readonly tensors: readonly TensorInfo[];
  /** Size of the whole file in bytes. */
  readonly fileSize: number;
}

/**
 * Lays out a file as safetensors 0.8.0 does: dtype descending, then name by bytes; `__metadata__` first; padded with
 * spaces to a multiple of 8. With at most one metadata key the header is byte-identical to the reference's (with more,
 * the reference's own order is random; here the given order is kept).
 * @throws SafetensorsError on a duplicate or impossible name, an impossible shape, or a header above the limit
 */
export function layOutFile(
  tensors: readonly TensorSpec[],
  metadata: ReadonlyMap<string, string>,
): FileLayout {
  const placed: TensorInfo[] = [];
  let end = 0;
  for (const { name, dtype, shape } of sortForFile(tensors)) {
    if (name === "__metadata__") {
      throw new SafetensorsError("duplicate-key", "the format reserves this name", 0, name);
    }
    const size = tensorBytes(dtype, shape);
    if (typeof size === "string") {
      throw new SafetensorsError(
        size === "overflow" ? "size-overflow" : size,
        "the shape cannot be stored",
        0,
        name,
      );
    }
    placed.push({ name, dtype, shape, begin: end, end: end + size });
    end += size;
  }
  const header = encodeHeader(placed, metadata);
  return { header, tensors: placed, fileSize: header.length + end };
}

function sortForFile(tensors: readonly TensorSpec[]): TensorSpec[] {
  const seen = new Set<string>();
  const keyed = tensors.map((tensor) => {
    if (seen.has(tensor.name)) {
      throw new SafetensorsError("duplicate-key", "two tensors would get this name", 0, tensor.name);
    }
    seen.add(tensor.name);
    try {
      return { tensor, name: encodeUtf8(tensor.name) };
    } catch {
      throw new SafetensorsError("invalid-utf8", "the name holds a lone surrogate", 0, tensor.name);
    }
  });
  const names = new Set(tensors.map((tensor) => tensor.name));
  if (names.size < tensors.length) {
    // Equal names of different dtype do not meet in the sorted order, so they are looked for here.
    const twice = tensors.find(
      (tensor, index) => tensors.findIndex((other) => other.name === tensor.name) < index,
    );
    throw new SafetensorsError("duplicate-key", "two tensors would get this name", 0, twice?.name);
  }
  return keyed
    .sort((a, b) => dtypeOrder(b.tensor.dtype) - dtypeOrder(a.tensor.dtype) || compareBytes(a.name, b.name))
    .map((entry) => entry.tensor);
}

/** Builds the JSON by hand: an object literal would move names like "10" to the front. */
function encodeHeader(
  tensors: readonly TensorInfo[],
  metadata: ReadonlyMap<string, string>,
): Uint8Array<ArrayBuffer> {
  const members: string[] = [];
  if (metadata.size > 0) {
    const pairs = [...metadata].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
    members.push(`"__metadata__":{${pairs.join(",")}}`);
  }
  for (const { name, dtype, shape, begin, end } of tensors) {
    const place = `"shape":[${shape.join(",")}],"data_offsets":[${begin},${end}]`;
    members.push(`${JSON.stringify(name)}:{"dtype":"${dtype}",${place}}`);
  }
  const json = encodeUtf8(`{${members.join(",")}}`);
  const padded = Math.ceil(json.length / 8) * 8;
  if (padded > maximumHeaderBytes) {
    throw new SafetensorsError("header-too-large", `the header would take ${padded} bytes`, 0);
  }
  const header = new Uint8Array(8 + padded).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(padded), true);
  header.set(json, 8);
  return header;
}
