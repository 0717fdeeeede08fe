import { readFileSync } from "node:fs";
import path from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { PythonParser } from "../../../src/core/syntax/parser.js";
import { readGrammar } from "../../../src/platform/grammar.js";
import { readKnown, unexpected } from "../../programs/support/known.js";
import { readPrograms, sample } from "../../programs/support/program.js";
import type { ProgramRun } from "../../programs/support/runAll.js";
import { runAll } from "../../programs/support/runAll.js";
import { outcomePage } from "../../programs/support/table.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";

const folder = path.resolve(__dirname, "../../programs");
const full = process.env["PADDLE_PORT_FULL"] === "1";
const all = readPrograms(folder);
const known = readKnown(path.join(folder, "known.json"));
// What is known to be wrong always runs: a mended defect has to be noticed.
const listed = new Set(known.map(({ program }) => program));
const chosen = full
  ? all
  : [...new Set([...sample(all, 20261122, 80), ...all.filter(({ id }) => listed.has(id))])];
let run: ProgramRun;

beforeAll(async () => {
  const parser = await PythonParser.create(await readGrammar());
  // The versions between are the matter of versions.test.ts, but for the full run.
  const versions = full ? (["3.0.0", "3.1.1", "3.2.2", "3.3.1"] as const) : (["3.0.0", "3.3.1"] as const);
  const paddle = Object.fromEntries(versions.map((version) => [version, paddlePython(version)]));
  run = await runAll(chosen, { torch: torchPython(), paddle }, parser);
});

describe("small programs", () => {
  it("are many, and each says what it stands for in words of its own", () => {
    expect(all.length).toBeGreaterThanOrEqual(400);
    const abouts = all.map(({ about }) => about);
    expect(abouts.filter((about, index) => abouts.indexOf(about) !== index)).toEqual([]);
  });

  it("run on PyTorch as they stand", () => {
    expect(run.refused).toEqual([]);
  });

  it("print the same on Paddle wherever the port says that it is complete", () => {
    expect(unexpected(run.outcomes, known).broken).toEqual([]);
  });

  it("have no entry in known.json that has been mended", () => {
    expect(unexpected(run.outcomes, known).mended).toEqual([]);
  });

  if (full) {
    it("have the outcomes that docs/programs.md shows", () => {
      const page = readFileSync(path.resolve(folder, "../../docs/programs.md"), "utf8");
      // Run `npx tsx scripts/programs.ts` where the outcomes have changed.
      expect(outcomePage(run.outcomes)).toBe(page);
    });
  }

  it("are known by name in known.json", () => {
    const ids = new Set(all.map(({ id }) => id));
    expect(known.filter(({ program }) => !ids.has(program))).toEqual([]);
  });
});
