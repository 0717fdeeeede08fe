import { readFileSync } from "node:fs";
import path from "node:path";

import fc from "fast-check";
import { expect, it } from "vitest";
import type * as TreeSitter from "web-tree-sitter";

import { copyTree } from "../../../src/core/syntax/raw.js";
import { readGrammar } from "../../../src/platform/grammar.js";

const real = readFileSync(path.join(__dirname, "../../fixtures/lint/everyday.py"), "utf8");

it("copies the same tree by the module's own functions as by the library's cursor", async () => {
  const { runtime, grammar } = await readGrammar();
  // The library of its own: only its first initialisation gives the module away, and other tests may have had that one.
  const library = `${import.meta.resolve("web-tree-sitter")}?own`;
  const { Language, Parser } = (await import(/* @vite-ignore */ library)) as typeof TreeSitter;
  const module: Record<string, unknown> = { wasmBinary: runtime };
  await Parser.init(module);
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  // Without this, the cursor would be compared with itself.
  expect(module["_ts_tree_cursor_goto_first_child_wasm"]).toBeTypeOf("function");
  const cut = fc
    .tuple(fc.nat(real.length), fc.nat(60), fc.constantFrom("", "(", "'''", "\n  x = ", "# é 🙂\n", "\\\n"))
    .map(([at, length, piece]) => real.slice(0, at) + piece + real.slice(at + length));
  fc.assert(
    fc.property(fc.oneof(cut, fc.constant(real)), fc.constantFrom("all", "meaning"), (text, keep) => {
      const tree = parser.parse(text);
      if (tree === null) throw new Error("no tree");
      try {
        expect(copyTree(tree, keep, module)).toEqual(copyTree(tree, keep));
      } finally {
        tree.delete();
      }
    }),
    { numRuns: 25 },
  );
});
