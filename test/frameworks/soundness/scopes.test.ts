import { spawnSync } from "node:child_process";
import path from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { PythonParser } from "../../../src/core/syntax/parser.js";
import { readGrammar } from "../../../src/platform/grammar.js";
import { torchPython } from "../../support/interpreters.js";
import type { ScopeComparison } from "./compareScopes.js";
import { compareScopes, listDifference } from "./compareScopes.js";
import { engineScopes } from "./engineScopes.js";
import { knownScopeFiles, knownUnparsed } from "./known.js";
import { pythonFiles, unpackedPackages } from "../../support/packages.js";

const full = process.env["PADDLE_PORT_FULL"] === "1";
const python = torchPython();
let parser: PythonParser;

/** A folder that the interpreter itself names. */
function folderOf(expression: string): string {
  const code = `import os, importlib.util\nprint(os.path.dirname(${expression}))`;
  return spawnSync(python, ["-c", code], { encoding: "utf8" }).stdout.trim();
}

function ended(file: string, endings: readonly string[]): boolean {
  return endings.some((ending) => file.split(path.sep).join("/").endsWith(ending));
}

/** Differences outside the files that are known to differ, and known files that do not differ any more. */
function news(found: ScopeComparison): string[] {
  return found.differences.filter((text) => !knownScopeFiles.some((ending) => text.includes(`${ending}: `)));
}

beforeAll(async () => {
  parser = await PythonParser.create(await readGrammar());
});

describe("scopes", () => {
  it("are those of Python's symtable in the standard library and in PyTorch", async () => {
    const standard = pythonFiles(folderOf("os.__file__"));
    const torch = pythonFiles(folderOf("importlib.util.find_spec('torch').origin"));
    const all = [...standard, ...torch];
    // Every 40th file, and those that have shown a defect.
    const chosen = full ? all : all.filter((file, index) => index % 40 === 0 || ended(file, knownScopeFiles));
    const found = await compareScopes(chosen, python, parser);
    expect(found.files).toBeGreaterThan(70);
    expect(found.scopes).toBeGreaterThan(found.files);
    expect(news(found)).toEqual([]);
    const differing = knownScopeFiles.filter((ending) =>
      found.differences.some((text) => text.includes(ending)),
    );
    expect(differing).toEqual(knownScopeFiles);
    expect(found.unparsed.filter((file) => !ended(file, knownUnparsed))).toEqual([]);
  });

  if (full) {
    it("are those of Python's symtable in every file of transformers", async () => {
      const files = pythonFiles(unpackedPackages(python, ["transformers==5.18.0"]));
      const found = await compareScopes(files, python, parser);
      expect(found.differences).toEqual([]);
      expect(found.unparsed).toEqual([]);
      expect(found.files).toBeGreaterThan(2500);
    });
  }
});

describe("the comparison of scopes", () => {
  it("names locals, declared globals and nonlocals of each scope", () => {
    const text = [
      "import a.b as c, d.e",
      "def f(x, *y, k=lambda z: z, **w):",
      "    global g",
      "    g = [u for u in x if (v := u)]",
      "    def h():",
      "        nonlocal x",
      "        x = 1",
      "class K:",
      "    __p = 2",
    ].join("\n");
    expect(engineScopes(parser.parse(text), text)).toEqual([
      "class K 8|_K__p||",
      "comprehension - 4|u||",
      "function f 2|h,k,v,w,x,y|g|",
      "function h 5|||x",
      "lambda - 2|z||",
      "module - 0|K,c,d,f||",
    ]);
  });

  it("counts what is missing on either side", () => {
    expect(listDifference(["a", "b", "b"], ["b", "c"])).toEqual(["- a", "- b", "+ c"]);
  });
});
