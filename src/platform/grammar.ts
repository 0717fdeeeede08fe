import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

import type { GrammarBytes } from "../core/syntax/parser.js";
import { UserError } from "../core/util/userError.js";

const files = [
  { name: "web-tree-sitter.wasm", package: "web-tree-sitter/web-tree-sitter.wasm" },
  { name: "tree-sitter-python.wasm", package: "tree-sitter-python/tree-sitter-python.wasm" },
] as const;

/** Reads the parser's WebAssembly files: beside the bundle, or, when run from source, from their packages. */
export async function readGrammar(): Promise<GrammarBytes> {
  const [runtime, grammar] = await Promise.all(
    files.map(async (file) => new Uint8Array(await readFile(locate(file)))),
  );
  if (runtime === undefined || grammar === undefined)
    throw new Error("the list of grammar files is incomplete");
  return { runtime, grammar };
}

function locate(file: (typeof files)[number]): string {
  const candidates = [
    path.join(__dirname, file.name),
    path.join(__dirname, "../../node_modules", file.package),
  ];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) {
    throw new UserError(
      `${file.name} is missing from ${__dirname}.`,
      "Install Paddle Port again, or run `npm run build`.",
    );
  }
  return found;
}
