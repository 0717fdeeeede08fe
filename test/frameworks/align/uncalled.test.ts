import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { AlignReport } from "../../../src/core/align/report.js";
import type { WeightPlan } from "../../../src/core/weights/plan.js";
import type { PaddleVersion } from "../../support/interpreters.js";
import { align, paddlePort } from "./support.js";

const sources = path.join(import.meta.dirname, "uncalled");
const versions = ["3.0.0", "3.3.1"] as const;
let folder = "";

async function specOf(reference: string, port: string, extra = ""): Promise<string> {
  const file = path.join(folder, `${reference}-${port}.yaml`);
  await writeFile(
    file,
    `schemaVersion: 1
reference: {kind: torch, model: "uncalled_torch:${reference}", path: ["${sources}"]}
port: {model: "uncalled_paddle:${port}", path: ["${sources}"]}
inputs: {random: {input_ids: {shape: [2, 5], dtype: int64, high: 32}}}
${extra}`,
  );
  return file;
}

/** Aligns with a recording of the reference, as it is made on another machine. */
async function compare(
  reference: string,
  port: string,
  version: PaddleVersion = "3.3.1",
): Promise<{ code: number; report: AlignReport }> {
  return align([await specOf(reference, port), "--reference", path.join(folder, reference)], version);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "paddle-port-uncalled-"));
  for (const reference of ["plain", "with_spare", "with_tied_spare"]) {
    const spec = await specOf(reference, "plain");
    const args = ["capture", spec, "--side", "reference", "-o", path.join(folder, reference)];
    expect(await paddlePort(args)).toMatchObject({ code: 0 });
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(versions)("layers that are never called, on Paddle %s", (version) => {
  it("count when the result around them is measured to depend on them", async () => {
    const { code, report } = await compare("plain", "plain", version);
    expect(report.coverage).toMatchObject({
      modules: { total: 6, compared: 4, credited: 2 },
      parameters: { total: 8, compared: 6, credited: 2 },
      missing: [],
      idle: [],
    });
    const credited = report.coverage.credited.map(({ module, by, through }) => [module, by, through]);
    expect(credited).toEqual([
      ["mixer.query", "dependence", "mixer"],
      ["mixer.gate", "dependence", "mixer"],
    ]);
    // A change of 1 % in a weight is about 1 % of the result; the tolerance is at most 1e-5.
    for (const { timesTolerance } of report.coverage.credited) expect(timesTolerance).toBeGreaterThan(100);
    expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: "aligned" });
  });

  it.each(["with_spare", "with_tied_spare"])("do not count where nothing uses them: %s", async (variant) => {
    const { code, report } = await compare(variant, variant, version);
    expect(report.coverage.missing).toMatchObject([
      {
        module: "spare",
        reason: expect.stringMatching(/^no effect: with spare\.\w+ changed by 1 %, the whole model/),
      },
    ]);
    expect(report.coverage.missing[0]?.ignored).toBeUndefined();
    expect({ code, verdict: report.verdict }).toEqual({ code: 1, verdict: "incomplete" });
  });
});

describe("a port that forgets a part", () => {
  it("of which something comes out diverges", async () => {
    const { report } = await compare("plain", "without_query");
    expect(report).toMatchObject({ verdict: "diverged", firstDivergence: { reference: "mixer" } });
  });

  it.each([
    ["without_gate", "mixer.gate", "mixer.gate.weight"],
    ["without_bias", "mixer", "mixer.bias"],
  ])("that is zero agrees, and is not called aligned: %s", async (port, module, parameter) => {
    const { code, report } = await compare("plain", port);
    expect(report.firstDivergence).toBeUndefined();
    expect(report.coverage.missing).toMatchObject([
      { module, ignored: true, reason: expect.stringContaining(`changing ${parameter} there`) },
    ]);
    expect({ code, verdict: report.verdict }).toEqual({ code: 1, verdict: "incomplete" });
  });
});

it("a merged adapter on a layer that is never called counts by what depends on it", async () => {
  const at = "mixer.query.parametrizations.weight";
  const plan: WeightPlan = {
    schemaVersion: 1,
    kind: "paddle-port/weight-plan",
    producer: "a test",
    source: { framework: "torch", model: "uncalled_torch:adapted" },
    target: { framework: "paddle", model: "uncalled_paddle:merged" },
    modules: {},
    entries: [
      {
        target: "mixer.query.weight",
        shape: [16, 16],
        dtype: "F32",
        pieces: [
          {
            source: `${at}.original`,
            merge: { left: `${at}.0.B`, right: `${at}.0.A`, scale: 0.5 },
            transpose: true,
          },
        ],
        operation: "transpose",
        renamed: true,
        reason: "merged",
        confidence: "certain",
      },
    ],
    dropped: [],
    undecided: [],
    tied: [],
    notes: [],
  };
  await writeFile(path.join(folder, "plan.json"), JSON.stringify(plan));
  const { code, report } = await align([await specOf("adapted", "merged", "plan: plan.json")]);
  const credited = report.coverage.credited.map(({ module, by, through }) => [module, by, through]);
  expect(credited.sort()).toEqual([
    ["mixer.gate", "dependence", "mixer"],
    [at, "dependence", "mixer"],
    [`${at}.0`, "dependence", "mixer"],
  ]);
  expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: "aligned" });
});
