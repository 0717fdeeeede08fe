import { readFileSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { mutantsOf, survivingMutants } from "../../../scripts/prove/mutants.js";
import { rowsToProve } from "../../../scripts/prove/rows.js";
import type { ProofRun, RowToProve } from "../../../scripts/prove/runProofs.js";
import { ProofRunner } from "../../../scripts/prove/runProofs.js";
import { evidenceFor } from "../../../scripts/prove/summary.js";
import { verifiedFile } from "../../../src/core/api/schema.js";
import { PythonParser } from "../../../src/core/syntax/parser.js";
import { readGrammar } from "../../../src/platform/grammar.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";

const root = path.resolve(__dirname, "../../..");
const full = process.env["PADDLE_PORT_FULL"] === "1";
const { rows, catalog, provable } = rowsToProve(root);
const committed = verifiedFile.parse(JSON.parse(readFileSync(path.join(root, "api/verified.json"), "utf8")));

/** Always the same rows for a seed, spread over all namespaces. */
function sample(seed: number, count: number): RowToProve[] {
  const keyed = provable.map((entry) => ({ entry, key: mix(entry.row.name, seed) }));
  return keyed
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ entry }) => entry);
}

/** FNV-1a over a name, started from a seed. */
function mix(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}

const chosen = full ? provable : sample(20260722, 60);
let runner: ProofRunner;
let run: ProofRun;

beforeAll(async () => {
  const parser = await PythonParser.create(await readGrammar());
  const paddle = { "3.0.0": paddlePython("3.0.0"), "3.3.1": paddlePython("3.3.1") };
  runner = new ProofRunner({ torch: torchPython(), paddle }, parser);
  run = await runner.run(chosen, catalog);
});

afterAll(() => {
  runner.stop();
});

describe("proofs", () => {
  it("are accepted by PyTorch as they stand", () => {
    const refused = run.refused.filter((entry) => entry.case.stated);
    expect(refused.map((entry) => `${entry.case.row} #${entry.case.proof}: ${entry.detail}`)).toEqual([]);
  });

  it("pass on the lowest and the highest supported Paddle wherever the engine ports them", () => {
    const failed = run.outcomes.filter((outcome) => outcome.status === "failed");
    expect(
      failed.map((o) => `${o.case.row} #${o.case.proof} (${o.case.form}) on ${o.paddle}: ${o.detail}`),
    ).toEqual([]);
  });

  it("give the evidence that is committed", () => {
    const fresh = chosen.map(({ row }) => [row.name, evidenceFor(row, run) ?? null]);
    const known = chosen.map(({ row }) => [row.name, committed[row.name] ?? null]);
    expect(Object.fromEntries(fresh)).toEqual(Object.fromEntries(known));
  });

  it("never hang or crash PyTorch", () => {
    expect(run.refused.filter(({ detail }) => /^(Hang|Crash)/.test(detail))).toEqual([]);
  });
});

describe("the proof runner tests itself", () => {
  it("notices mutated rows", async () => {
    const mutable = (full ? provable : sample(7, 40)).filter(({ row }) => mutantsOf(row).length > 0);
    const { survived, tried } = await survivingMutants(mutable, rows, runner);
    expect(tried).toBeGreaterThan(20);
    expect(survived).toEqual([]);
  });
});
