/** What is wrong with a safetensors file, for programs. */
export type SafetensorsErrorCode =
  | "file-too-small"
  | "header-too-large"
  | "header-beyond-file"
  | "invalid-utf8"
  | "invalid-json"
  | "invalid-structure"
  | "duplicate-key"
  | "unknown-dtype"
  | "number-too-large"
  | "size-overflow"
  | "partial-byte"
  | "size-mismatch"
  | "offset-gap"
  | "data-missing"
  | "data-trailing"
  | "read-short";

/** Thrown by the reader and the writer; the platform side turns it into a UserError that names the file. */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";

  /**
   * @param detail what is wrong, in words
   * @param position byte offset in the file at which it was noticed
   * @param tensor the tensor concerned, where one is known
   */
  constructor(
    readonly code: SafetensorsErrorCode,
    readonly detail: string,
    readonly position: number,
    readonly tensor?: string,
  ) {
    super(`${detail} (byte ${position})`);
  }
}
