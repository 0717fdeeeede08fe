import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import { retyping } from "../../support/fuzz/retyping.js";
import { fuzz } from "../../support/fuzz/run.js";
import { torchPython } from "../../support/interpreters.js";
import { pythonFiles, unpackedPackages } from "../../support/packages.js";
import { pythonParser } from "../../support/python.js";

const full = process.env["PADDLE_PORT_FULL"] === "1";
/** Two runs side by side, each with cases of its own. */
const seeds = [2, 3];
const cases = (full ? 100_000 : 2400) / seeds.length;

describe("any bytes at all, from code that others wrote", () => {
  it(
    "are read, checked and ported without trouble",
    async () => {
      const files = pythonFiles(unpackedPackages(torchPython(), ["transformers==5.18.0"]));
      expect(files.length).toBeGreaterThan(2500);
      // A few hundred files are read into memory; which ones, is the same everywhere.
      const chosen = files.filter((_, index) => index % (full ? 5 : 20) === 0);
      const problems = await Promise.all(seeds.map((seed) => fuzz({ seed, cases, files: chosen })));
      expect(problems.flat()).toEqual([]);
    },
    full ? 7_200_000 : 600_000,
  );
});

it(
  "are found the same things in after each edit as from scratch",
  async () => {
    const folder = unpackedPackages(torchPython(), ["transformers==5.18.0"]);
    const files = pythonFiles(folder)
      .filter((_, index) => index % 20 === 0)
      .map((file) => ({
        path: path.relative(folder, file).replaceAll("\\", "/"),
        text: readFileSync(file, "utf8").split("\n").slice(0, 150).join("\n"),
      }));
    const edits = full ? 20_000 : 500;
    expect(await retyping(await pythonParser(), bundledCatalog(), files, { seed: 4, edits })).toEqual([]);
  },
  full ? 7_200_000 : 600_000,
);
