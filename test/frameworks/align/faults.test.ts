import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { align, makeTwin, paddlePort, writeSpec } from "./support.js";

const versions = ["3.0.0", "3.3.1"] as const;
const seeds = [1, 2, 3] as const;
const folders: string[] = [];
let folder = "";
let recording = "";

beforeAll(async () => {
  for (const seed of seeds) {
    const made = await makeTwin(seed);
    folders.push(made);
    const args = ["--side", "reference", "-o", path.join(made, "recording")];
    expect(await paddlePort(["capture", await writeSpec(made, "align"), ...args])).toMatchObject({ code: 0 });
  }
  folder = folders[0] ?? "";
  recording = path.join(folder, "recording");
});

afterAll(async () => {
  for (const each of folders) await rm(each, { recursive: true, force: true });
});

describe.each(versions)("on Paddle %s", (version) => {
  it.each(seeds)("a correct port agrees, seed %i", async (seed) => {
    const own = folders[seeds.indexOf(seed)] ?? "";
    const args = [path.join(own, "align.yaml"), "--reference", path.join(own, "recording")];
    const { code, report } = await align(args, version);
    expect(report.layers.filter((layer) => layer.isolated !== "ok" || layer.propagated !== "ok")).toEqual([]);
    expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: "aligned" });
    expect(report.coverage).toMatchObject({ modules: { total: 27, compared: 27 }, missing: [] });
    expect(report.environment).toMatchObject({
      reference: { framework: "torch", origin: "recorded" },
      port: { framework: "paddle", version, origin: "live" },
    });
  });

  /** What is wrong: the weights file, or the mistake that the twin makes itself; the module; the explanation. */
  const faults: readonly (readonly [string, { weights?: string; fault?: string }, string, RegExp])[] = [
    [
      "a transposed square matrix",
      { weights: "transposed.safetensors" },
      "blocks.1.attention.value",
      /value\.weight is stored transposed/,
    ],
    [
      "a zeroed padding row",
      { weights: "padding-row.safetensors" },
      "words",
      /row 0 of words\.weight is zero in the port/,
    ],
    [
      "swapped parameters",
      { weights: "swapped.safetensors" },
      "blocks.1.attention.query",
      /query and key are mixed up/,
    ],
    ["zeros for padding", { fault: "padding zeros" }, "words", /words returns zeros for its padding row 0/],
    [
      "another epsilon",
      { fault: "epsilon" },
      "blocks.2.norm2",
      /uses the epsilon 1e-05; with 1e-(12|08|07) the module agrees/,
    ],
    ["the tanh GELU", { fault: "tanh gelu" }, "blocks.0.feed.act", /another GELU; with the erf form/],
    [
      "query and key swapped in code",
      { fault: "swapped in code" },
      "blocks.0.attention",
      /query and key the wrong way round/,
    ],
  ];
  it.each(faults)("finds %s and names the cause", async (name, { weights, fault }, module, explanation) => {
    const spec = await writeSpec(folder, "fault", weights === undefined ? {} : { weights });
    const args = [spec, "--reference", recording];
    const { code, report } = await align(args, version, fault === undefined ? {} : { TWIN_FAULT: fault });
    expect({ code, verdict: report.verdict, first: report.firstDivergence?.reference }, name).toEqual({
      code: 1,
      verdict: "diverged",
      first: module,
    });
    expect(report.firstDivergence?.mode).toBe("isolated");
    expect(report.firstDivergence?.explanation).toMatch(explanation);
    expect(report.failures[0]?.restoredBy).toMatch(explanation);
  });

  it("names a module whose output is not a number, and says so", async () => {
    const { report } = await align([await writeSpec(folder, "nan"), "--reference", recording], version, {
      TWIN_FAULT: "nan",
    });
    expect(report.verdict).toBe("diverged");
    expect(report.firstDivergence).toMatchObject({ reference: "blocks.0.feed", verdict: "structural" });
    expect(report.firstDivergence?.explanation).toContain("864 values that are NaN");
  });
});

it("agrees with live PyTorch as well, which gives the same similarities", async () => {
  const { code, report } = await align([path.join(folder, "align.yaml"), "--device", "cpu"]);
  expect(code).toBe(0);
  expect(report.environment.reference.origin).toBe("live");
  expect(report.similarity?.reference[0]?.[1]).toBeCloseTo(Number(report.similarity?.port[0]?.[1]), 5);
});

it("judges padding apart: the zeroed row shows at padding only", async () => {
  const spec = await writeSpec(folder, "padding", { weights: "padding-row.safetensors" });
  const { report } = await align([spec, "--reference", recording]);
  const words = report.layers.find(({ reference }) => reference === "words");
  expect(words?.slots[0]?.isolated?.byMask).toEqual({ real: 0, padding: 1 });
});

it("follows the module names of the specification when the port calls a layer otherwise", async () => {
  const spec = await writeSpec(folder, "renamed", {
    portModel: "twin_renamed:build",
    weights: "renamed.safetensors",
    extra: "modules: {words: tokens}\n",
  });
  const { code, report } = await align([spec, "--reference", recording]);
  expect(code).toBe(0);
  expect(report.layers[0]).toMatchObject({ reference: "words", port: "tokens", isolated: "ok" });
  const without = await writeSpec(folder, "unmapped", {
    portModel: "twin_renamed:build",
    weights: "renamed.safetensors",
  });
  const lost = await align([without, "--reference", recording]);
  expect(lost.report.coverage.missing).toMatchObject([{ module: "words" }]);
});
