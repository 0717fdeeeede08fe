import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { AlignReport } from "../../../src/core/align/report.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";
import { makeExample, paddleVersions, portAndConvert, type Example } from "./support.js";

let example: Example;
beforeAll(async () => {
  example = makeExample();
  await portAndConvert(example);
});
afterAll(() => example.remove());

/** 6 layers of query, key, value, two dense, two LayerNorm and the last dense; three embeddings and their LayerNorm. */
const modulesWithParameters = 6 * 8 + 4;

describe.each(paddleVersions)("the port on paddlepaddle %s", (version) => {
  it.each([
    { what: "the recording", spec: "align.yaml", origin: "recorded" },
    { what: "PyTorch, running", spec: "align.live.yaml", origin: "live" },
  ])("agrees with $what in every layer", async ({ spec, origin }) => {
    const interpreters = ["--port-python", paddlePython(version), "--reference-python", torchPython()];
    const { code, report, stdout } = await example.align(spec, "--device", "cpu", ...interpreters);
    expect(code, stdout).toBe(0);
    expect(report.verdict).toBe("aligned");
    expect(report.environment.port).toMatchObject({ framework: "paddle", version, origin: "live" });
    expect(report.environment.reference).toMatchObject({ framework: "torch", origin });
    expectEveryLayerAgrees(report);
    expectRealPaddedSentences(report);
    expectSimilarities(report);
  });
});

function expectEveryLayerAgrees(report: AlignReport): void {
  expect(report.coverage.modules).toEqual({
    total: modulesWithParameters,
    compared: modulesWithParameters,
    credited: 0,
  });
  expect(report.layers.length).toBeGreaterThan(modulesWithParameters);
  for (const layer of report.layers) {
    expect([layer.reference, layer.isolated, layer.propagated]).toEqual([layer.reference, "ok", "ok"]);
    for (const { isolated, propagated } of layer.slots) {
      for (const comparison of [isolated, propagated]) {
        // Judged here again, from the figures.
        expect(Number(comparison?.relativeL2)).toBeLessThanOrEqual(10 * (comparison?.floor ?? NaN));
      }
    }
  }
}

function expectRealPaddedSentences(report: AlignReport): void {
  expect(report.inputs.sentences).toEqual(["A cat sleeps on the warm stove.", "北京大学"]);
  // [CLS], a token for each of the seven words and the full stop, [SEP]; the other sentence has six tokens and four pads.
  expect(report.inputs.tensors.find(({ name }) => name === "input_ids")?.shape).toEqual([2, 10]);
  const words = report.layers.find(({ reference }) => reference === "embeddings.word_embeddings");
  expect(words?.slots[0]?.isolated?.byMask).toEqual({ real: 0, padding: 0 });
}

function expectSimilarities({ similarity }: AlignReport): void {
  expect(similarity?.sentences).toHaveLength(6);
  expect(Number(similarity?.greatestDifference)).toBeLessThan(1e-6);
  const between = (a: number, b: number): number => Number(similarity?.port[a]?.[b]);
  // What the sentences mean: the two about cats and the two about shares are closer than any other two.
  for (let a = 0; a < 6; a++) {
    for (let b = 0; b < a; b++) {
      const related = (a === 1 && b === 0) || (a === 3 && b === 2);
      if (related) expect(between(a, b)).toBeGreaterThan(0.5);
      else expect(between(a, b)).toBeLessThan(0.3);
    }
  }
}
