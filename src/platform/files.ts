import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";

import type { RandomAccessFile } from "../core/weights/safetensors/reader.js";

/** One read(2) may not pass 2^31 - 1 bytes; this leaves a wide margin and keeps the requests aligned. */
const maximumRead = 2 ** 30;

/** A file on disk, open for reading. */
export class NodeFile implements RandomAccessFile {
  private constructor(
    private readonly handle: FileHandle,
    readonly size: number,
    readonly path: string,
    /** When it was last written, in nanoseconds since 1970 as decimal text. */
    readonly modified: string,
  ) {}

  /** Opens a regular file; rejects with Node's error (ENOENT, EISDIR, EACCES …) when that is not possible. */
  static async open(path: string): Promise<NodeFile> {
    const handle = await open(path, "r");
    try {
      const stats = await handle.stat({ bigint: true });
      // A pipe or a device has no size to check the header against, and may never end.
      if (!stats.isFile())
        throw Object.assign(new Error(`${path} is not a regular file`), { code: "EISDIR" });
      return new NodeFile(handle, Number(stats.size), path, String(stats.mtimeNs));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, await this.readInto(bytes, offset));
  }

  /** Fills `bytes` from `offset` on, as far as the file goes; returns how many bytes were read. */
  async readInto(bytes: Uint8Array, offset: number): Promise<number> {
    let done = 0;
    while (done < bytes.length) {
      const wanted = Math.min(bytes.length - done, maximumRead);
      const { bytesRead } = await this.handle.read(bytes, done, wanted, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

/** SHA-256 of one or several byte strings in a row, as lower-case hexadecimal. */
export function sha256(...parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** The code of a Node error (ENOENT, ENOSPC …), or undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
