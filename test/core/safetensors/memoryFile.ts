import type { RandomAccessFile } from "../../../src/core/weights/safetensors/reader.js";

/** A file in memory. */
export function memoryFile(bytes: Uint8Array): RandomAccessFile {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

/** A file with this JSON text as its header and `dataBytes` zero bytes after it. */
export function fileWithHeader(json: string | Uint8Array, dataBytes: number): Uint8Array {
  const text = typeof json === "string" ? new TextEncoder().encode(json) : json;
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}
