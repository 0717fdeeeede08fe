import type { Catalog } from "../../../src/core/api/catalog.js";
import { EditorSession } from "../../../src/core/editor/session.js";
import type { SourceFile } from "../../../src/core/semantics/project.js";
import type { PythonParser } from "../../../src/core/syntax/parser.js";
import { Random } from "./random.js";
import { typed } from "./typing.js";

const options = { target: "3.0", producer: "test" } as const;
/** After so many edits the next file's turn comes. */
const editsOfFile = 20;

/**
 * Types into files, and compares what a session that knows the version before says of each version with what a new
 * session says of the same text.
 * @param files the beginning of whose texts is typed into; what they import of each other is found
 * @returns the edits after which the two differ, each named by the seed and its number
 */
export async function retyping(
  parser: PythonParser,
  catalog: Catalog,
  files: readonly SourceFile[],
  { seed, edits }: { readonly seed: number; readonly edits: number },
): Promise<string[]> {
  const random = new Random(seed);
  const read = (path: string): Promise<string | undefined> =>
    Promise.resolve(files.find((file) => file.path === path)?.text);
  const differences: string[] = [];
  for (let edit = 0; edit < edits;) {
    const { path, text: original } = random.pick(files);
    const session = new EditorSession(parser, catalog);
    let text = original;
    const earlier: string[] = [];
    for (let count = 0; count < editsOfFile && edit < edits; count++, edit++) {
      const file = { path, text };
      const fresh = new EditorSession(parser, catalog);
      const [again, anew] = [
        await session.check("key", count, file, options, read),
        await fresh.check("key", count, file, options, read),
      ];
      const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
      if (!same(again, anew)) differences.push(`seed ${seed}, edit ${edit} of ${path}: findings`);
      for (let look = 0; look < 5; look++) {
        const at = random.below(text.length + 1);
        if (!same(session.hover("key", count, at, "3.0"), fresh.hover("key", count, at, "3.0")))
          differences.push(`seed ${seed}, edit ${edit} of ${path}: hover at ${at}`);
      }
      fresh.forget("key");
      // What is broken is mostly mended by the next stroke, so that most versions can be read.
      const last = earlier.at(-1);
      const mends = last !== undefined && random.below(3) > 0 && parser.parse(text).errors.length > 0;
      earlier.push(text);
      text = mends ? last : typed(random, text, earlier);
    }
    session.forget("key");
  }
  return differences;
}
