import path from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import type { PaddleVersion as Target } from "../../../src/core/api/schema.js";
import { PythonParser } from "../../../src/core/syntax/parser.js";
import { readGrammar } from "../../../src/platform/grammar.js";
import { readKnown, unexpected } from "../../programs/support/known.js";
import { readPrograms, sample, type Program } from "../../programs/support/program.js";
import { portProgram, runAll } from "../../programs/support/runAll.js";
import { paddlePython, torchPython, type PaddleVersion } from "../../support/interpreters.js";

const folder = path.resolve(__dirname, "../../programs");
const full = process.env["PADDLE_PORT_FULL"] === "1";
const known = readKnown(path.join(folder, "known.json"));
const all = readPrograms(folder);

const between: readonly PaddleVersion[] = ["3.1.1", "3.2.2"];
/** What a port promises: it runs on the version it is made for and on each later one. */
const promises: readonly { readonly target: Target; readonly versions: readonly PaddleVersion[] }[] = [
  { target: "3.1", versions: [...between, "3.3.1"] },
  { target: "3.2", versions: ["3.2.2", "3.3.1"] },
  { target: "3.3", versions: ["3.3.1"] },
];

let parser: PythonParser;
beforeAll(async () => {
  parser = await PythonParser.create(await readGrammar());
});

async function broken(
  chosen: readonly Program[],
  versions: readonly PaddleVersion[],
  target: Target,
): Promise<{ broken: readonly string[]; same: number }> {
  const paddle = Object.fromEntries(versions.map((version) => [version, paddlePython(version)]));
  const run = await runAll(chosen, { torch: torchPython(), paddle }, parser, target);
  const same = run.outcomes.filter(({ kind }) => kind === "same").length;
  return { broken: unexpected(run.outcomes, known).broken, same };
}

// In the full run programs.test.ts has all programs on these versions too.
if (!full)
  describe("ports for Paddle 3.0", () => {
    it(`print on ${between.join(" and ")} what the programs print on PyTorch`, async () => {
      const chosen = sample(all, 20261125, 40);
      const result = await broken(chosen, between, "3.0");
      expect(result.broken).toEqual([]);
      expect(result.same).toBeGreaterThan(chosen.length);
    });
  });

describe.each(promises)("ports for Paddle $target", ({ target, versions }) => {
  it(`print on ${versions.join(", ")} what the programs print on PyTorch`, async () => {
    const text = (program: Program, version: Target): string =>
      JSON.stringify([...portProgram(program, parser, version).files]);
    // A port that is the same text as that for 3.0 has been judged as such.
    const chosen = (full ? all : sample(all, 20261126, 160)).filter(
      (program) => text(program, target) !== text(program, "3.0"),
    );
    expect((await broken(chosen, versions, target)).broken).toEqual([]);
  });
});
