/** A file that `npm run generate` writes and `--check` compares. */
export interface GeneratedFile {
  /** Path from the repository root, with forward slashes. */
  readonly path: string;
  readonly content: string;
}

/** Thrown for input that people have to mend; the message names file and line. */
export class GenerateError extends Error {
  override readonly name = "GenerateError";
}
