import { SafetensorsError } from "./errors.js";
import { headerLength, parseHeader, type SafetensorsHeader } from "./header.js";

/** A file that can be read at any place; the platform side implements it. */
export interface RandomAccessFile {
  /** Size in bytes. */
  readonly size: number;
  /** Reads `length` bytes at `offset`, fewer only where the file ends. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A parsed header with the bytes it came from (its 8-byte length included), for hashing. */
export interface ReadHeader extends SafetensorsHeader {
  readonly bytes: Uint8Array;
}

/**
 * Reads and checks the header of a safetensors file; the data is not read.
 * @throws SafetensorsError
 */
export async function readHeader(file: RandomAccessFile): Promise<ReadHeader> {
  const length = headerLength(await file.read(0, Math.min(8, file.size)), file.size);
  const bytes = await file.read(0, 8 + length);
  if (bytes.length < 8 + length) {
    throw new SafetensorsError("read-short", "the file became shorter while it was read", bytes.length);
  }
  return { ...parseHeader(bytes.subarray(8), file.size), bytes };
}
