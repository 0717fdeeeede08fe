import { isDtype, tensorBytes, type Dtype } from "./dtypes.js";
import { SafetensorsError } from "./errors.js";
import { HeaderScanner } from "./scanner.js";

/** Longest header the reference reads or writes, in bytes, without the 8 bytes of its length. */
export const maximumHeaderBytes = 100_000_000;

/** One tensor of a file. `begin` and `end` are byte offsets from the start of the data, not of the file. */
export interface TensorInfo {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** By name, in the order of the data. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  readonly metadata: ReadonlyMap<string, string>;
  /** Byte offset in the file at which the data begins: 8 + the header's length. */
  readonly dataStart: number;
}

/**
 * Length of the JSON header, from the first 8 bytes of a file.
 * @param prefix the first bytes of the file, at least 8 if the file has them
 * @throws SafetensorsError file-too-small | header-too-large | header-beyond-file
 */
export function headerLength(prefix: Uint8Array, fileSize: number): number {
  if (fileSize < 8 || prefix.length < 8) {
    throw new SafetensorsError("file-too-small", `the file has ${fileSize} bytes, at least 8 are needed`, 0);
  }
  const length = new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(maximumHeaderBytes)) {
    const detail = `the header claims ${length} bytes, the format's limit is ${maximumHeaderBytes}`;
    throw new SafetensorsError("header-too-large", detail, 0);
  }
  if (Number(length) + 8 > fileSize) {
    const detail = `the header claims ${length} bytes, but the file ends ${Math.max(fileSize - 8, 0)} bytes after its length`;
    throw new SafetensorsError("header-beyond-file", detail, 0);
  }
  return Number(length);
}

/**
 * Parses and checks a header as strictly as the reference, and more strictly in four places: duplicate names,
 * unknown fields, entries written as arrays, and dimensions above 2^53 - 1 are refused.
 * @param json the JSON bytes, without the 8 bytes of their length
 * @param fileSize size of the whole file in bytes, which the tensors must cover exactly
 * @throws SafetensorsError with a code, the byte position in the file and the tensor
 */
export function parseHeader(json: Uint8Array, fileSize: number): SafetensorsHeader {
  const dataStart = 8 + json.length;
  const scanner = new HeaderScanner(json, 0, 8);
  const tensors = new Map<string, Placed>();
  let metadata: Map<string, string> | undefined;
  scanner.object("in the header", (name, position) => {
    scanner.tensor = undefined;
    if (name === "__metadata__") {
      if (metadata !== undefined)
        scanner.fail("duplicate-key", "__metadata__ stands twice in the header", position);
      metadata = readMetadata(scanner);
      return;
    }
    scanner.tensor = name;
    if (tensors.has(name)) scanner.fail("duplicate-key", "the tensor stands twice in the header", position);
    tensors.set(name, { tensor: readEntry(scanner, name, position), position });
  });
  scanner.tensor = undefined;
  scanner.end();
  return { tensors: checkLayout(tensors, dataStart, fileSize), metadata: metadata ?? new Map(), dataStart };
}

function readMetadata(scanner: HeaderScanner): Map<string, string> {
  const metadata = new Map<string, string>();
  if (scanner.acceptNull()) return metadata;
  scanner.object("in __metadata__", (key, position) => {
    if (metadata.has(key)) scanner.fail("duplicate-key", "a key stands twice in __metadata__", position);
    metadata.set(key, scanner.string("for a value of __metadata__"));
  });
  return metadata;
}

function readEntry(scanner: HeaderScanner, name: string, position: number): TensorInfo {
  let dtype: Dtype | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  scanner.object("in a tensor's entry", (field, fieldPosition) => {
    const seen =
      field === "dtype" ? dtype : field === "shape" ? shape : field === "data_offsets" ? offsets : undefined;
    if (seen !== undefined)
      scanner.fail("duplicate-key", `${field} stands twice in a tensor's entry`, fieldPosition);
    if (field === "dtype") dtype = readDtype(scanner);
    else if (field === "shape") shape = scanner.integers("shape");
    else if (field === "data_offsets") offsets = scanner.integers("data_offsets");
    else scanner.fail("invalid-structure", "unknown field in a tensor's entry", fieldPosition);
  });
  const [begin, end] = offsets ?? [];
  if (dtype === undefined || shape === undefined || offsets === undefined) {
    return scanner.fail(
      "invalid-structure",
      "a tensor's entry needs dtype, shape and data_offsets",
      position,
    );
  }
  if (begin === undefined || end === undefined || offsets.length !== 2) {
    return scanner.fail("invalid-structure", "data_offsets must hold two numbers", position);
  }
  return { name, dtype, shape, begin, end };
}

function readDtype(scanner: HeaderScanner): Dtype {
  scanner.space();
  const position = scanner.position;
  const text = scanner.string("for dtype");
  return isDtype(text) ? text : scanner.fail("unknown-dtype", "the dtype is not one of the format", position);
}

/** A tensor and where its key stands in the file. */
interface Placed {
  readonly tensor: TensorInfo;
  readonly position: number;
}

function checkLayout(
  tensors: ReadonlyMap<string, Placed>,
  dataStart: number,
  fileSize: number,
): Map<string, TensorInfo> {
  const ordered = [...tensors.values()].sort(
    ({ tensor: a }, { tensor: b }) => a.begin - b.begin || a.end - b.end,
  );
  const checked = new Map<string, TensorInfo>();
  let expected = 0;
  for (const { position, tensor } of ordered) {
    const { name, dtype, shape, begin, end } = tensor;
    if (begin !== expected || end < begin) {
      const detail = `data_offsets [${begin}, ${end}] leave a gap or overlap; the data before ends at ${expected}`;
      throw new SafetensorsError("offset-gap", detail, position, name);
    }
    const size = tensorBytes(dtype, shape);
    if (size === "overflow") {
      throw new SafetensorsError(
        "size-overflow",
        `the size of shape [${shape.join(", ")}] overflows`,
        position,
        name,
      );
    }
    if (size === "partial-byte") {
      const detail = `shape [${shape.join(", ")}] of ${dtype} does not fill whole bytes`;
      throw new SafetensorsError("partial-byte", detail, position, name);
    }
    if (size !== end - begin) {
      const detail = `${dtype} of shape [${shape.join(", ")}] needs ${size} bytes, data_offsets give ${end - begin}`;
      throw new SafetensorsError("size-mismatch", detail, position, name);
    }
    checked.set(name, tensor);
    expected = end;
  }
  const present = fileSize - dataStart;
  if (expected > present) {
    const detail = `the file is cut short: the header promises ${expected} bytes of data, ${present} are there`;
    throw new SafetensorsError("data-missing", detail, fileSize);
  }
  if (expected < present) {
    const detail = `${present - expected} bytes follow the last tensor`;
    throw new SafetensorsError("data-trailing", detail, dataStart + expected);
  }
  return checked;
}
