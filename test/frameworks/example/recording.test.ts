import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { exampleFolder } from "../../../scripts/demo/folder.mjs";
import { recordReference } from "../../../scripts/demo/recording.mjs";
import type { CapturedTensor } from "../../../src/core/align/capture.js";
import { compareValues } from "../../../src/core/align/metrics.js";
import { openCapture, type CaptureFolder } from "../../../src/platform/align/captureFolder.js";
import { torchPython } from "../../support/interpreters.js";
import { examplePackages } from "./support.js";

const recordings = path.join(exampleFolder, "recordings");

/** The difference of two correct runs on different processors is of the size of the noise floor, which is measured. */
const timesFloor = 10;
const leastFloor = 2 ** -24;

describe("the committed recordings", () => {
  let fresh: string;
  beforeAll(() => {
    fresh = mkdtempSync(path.join(tmpdir(), "paddle-port-recordings-"));
    recordReference({ packages: examplePackages(), python: torchPython(), target: fresh });
  });
  afterAll(() => rmSync(fresh, { recursive: true, force: true }));

  it("are small enough to be committed", () => {
    const files = readdirSync(recordings, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const bytes = files.map((entry) => statSync(path.join(entry.parentPath, entry.name)).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(4 * 2 ** 20);
  });

  it.each(["layers", "sentences"])("%s: recorded again, PyTorch computes the same", async (name) => {
    const committed = await openCapture(path.join(recordings, name), "reference");
    const again = await openCapture(path.join(fresh, name), "reference");
    try {
      const { manifest } = again;
      expect(manifest.inputsSha256).toBe(committed.manifest.inputsSha256);
      expect(manifest.weights).toEqual(committed.manifest.weights);
      expect(manifest.modules).toEqual(committed.manifest.modules);
      expect(manifest.calls.map(({ module, occurrence }) => [module, occurrence])).toEqual(
        committed.manifest.calls.map(({ module, occurrence }) => [module, occurrence]),
      );
      const worst = await worstDifference(committed, again);
      expect(worst, JSON.stringify(worst)).toMatchObject({ withinTolerance: true });
    } finally {
      await committed.close();
      await again.close();
    }
  });

  it("hold every module of the model, and padding that is not zero", async () => {
    const capture = await openCapture(path.join(recordings, "layers"), "reference");
    const { manifest, tensors } = capture;
    const called = new Set(manifest.calls.map(({ module }) => module));
    expect(
      manifest.modules.filter(({ path: name, parameters }) => parameters.length > 0 && !called.has(name)),
    ).toEqual([]);
    const words = manifest.calls.find(({ module }) => module === "embeddings.word_embeddings")?.outputs[0];
    const mask = manifest.inputs.find(({ slot }) => slot === "attention_mask");
    if (!words || !mask) throw new Error("The recording lacks the word embeddings or the mask.");
    const [masked, values] = [await tensors.read(mask), await tensors.read(words)];
    await capture.close();
    const pads = [...masked.keys()].filter((position) => Number(masked[position]) === 0);
    expect(pads).toEqual([16, 17, 18, 19]);
    const padding = [...values.slice(16 * 384, 17 * 384)].map(Number);
    expect(Math.hypot(...padding)).toBeGreaterThan(0.1);
  });
});

/** The tensor that differs most, measured in its own tolerance. */
async function worstDifference(
  committed: CaptureFolder,
  again: CaptureFolder,
): Promise<{ key: string; error: number; limit: number; withinTolerance: boolean }> {
  const pairs: (readonly [string, CapturedTensor, CapturedTensor | undefined])[] = [
    ...committed.manifest.inputs.map((tensor, i) => ["input", tensor, again.manifest.inputs[i]] as const),
    ...committed.manifest.outputs.map((tensor, i) => ["output", tensor, again.manifest.outputs[i]] as const),
    ...committed.manifest.calls.flatMap(({ module, outputs }, call) =>
      outputs.map((tensor, i) => [module, tensor, again.manifest.calls[call]?.outputs[i]] as const),
    ),
  ];
  let worst = { key: "", error: 0, limit: 1, withinTolerance: pairs.length > 0 };
  for (const [where, before, after] of pairs) {
    if (!after) throw new Error(`${where} ${before.slot} was not recorded again.`);
    expect([where, after.slot, after.shape, after.dtype]).toEqual([
      where,
      before.slot,
      before.shape,
      before.dtype,
    ]);
    const { relativeL2 } = compareValues(
      await committed.tensors.read(before),
      await again.tensors.read(after),
      before.shape,
    );
    // Both runs are whole runs of the model: errors add up in them. Inputs have no noise: they must be the same.
    const floor = Math.max(before.noise?.propagated ?? 0, leastFloor);
    const limit = where === "input" ? 0 : timesFloor * floor;
    if (relativeL2 - limit > worst.error - worst.limit) {
      worst = {
        key: `${where} ${before.slot}`,
        error: relativeL2,
        limit,
        withinTolerance: relativeL2 <= limit,
      };
    }
  }
  return worst;
}
