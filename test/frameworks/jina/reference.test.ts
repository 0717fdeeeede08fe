import { readFileSync } from "node:fs";
import path from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { torchPython } from "../../support/interpreters.js";
import { unpackedPackages } from "../../support/packages.js";
import { example, pythonJson } from "./support.js";

const reference = path.join(example, "reference");

/** Other people's code of the two towers. What it needs besides is in PyTorch's environment. */
const oraclePackages = [
  "timm==1.0.29",
  "transformers==5.18.0",
  "torchvision==0.28.0",
  "pillow==13.0.0",
  "regex==2026.11.19",
];

interface KeyPattern {
  readonly pattern: string;
  readonly shape: readonly number[];
  readonly count: number;
}

describe("the reference's towers, at reduced width and depth with the same seeded weights", () => {
  let distances: Record<string, Record<string, number>>;
  beforeAll(async () => {
    const script = path.join(import.meta.dirname, "oracles.py");
    distances = (await pythonJson(
      torchPython(),
      [script, reference],
      [unpackedPackages(torchPython(), oraclePackages)],
    )) as typeof distances;
  });

  it.each([
    ["vision at 512", "class token", "timm's EVA02"],
    ["vision at 512", "patch tokens", "timm's EVA02"],
    ["vision at 90", "class token", "timm's EVA02, six patches and six ignored pixels a side"],
    ["text with LoRA", "real tokens", "transformers' JinaEmbeddingsV3Model with merged weights"],
    ["text with LoRA", "pooled", "the mean of its tokens that are not padding"],
    ["text without", "real tokens", "transformers' JinaEmbeddingsV3Model"],
    ["text without", "pooled", "the mean of its tokens that are not padding"],
  ])("%s, %s: as %s", (tower, what) => {
    expect(distances[tower]?.[what]).toBeLessThan(1e-5);
  });

  it("is far away when a detail differs: the comparison sees it", () => {
    expect(distances["vision at 90 without scaled positions"]?.["class token"]).toBeGreaterThan(1e-3);
  });
});

describe("the full configuration", () => {
  it("has exactly the checkpoint's 999 tensors and 865,278,477 parameters", async () => {
    const script = path.join(import.meta.dirname, "keys.py");
    const tensors = (await pythonJson(torchPython(), [
      script,
      reference,
      path.join(example, "config.json"),
    ])) as Record<string, readonly number[]>;
    const tables = JSON.parse(
      readFileSync(path.resolve(import.meta.dirname, "../../fixtures/plan/model-keys.json"), "utf8"),
    ) as Record<"jina-clip-v2", { patterns: KeyPattern[] }>;
    const { patterns } = tables["jina-clip-v2"];
    // `{N}` is the index of a layer: 0 up to the number of such tensors.
    const expected = patterns.flatMap(({ pattern, shape, count }) =>
      Array.from({ length: count }, (_, n): [string, readonly number[]] => [
        pattern.replace("{N}", String(n)),
        shape,
      ]),
    );
    expect(tensors).toEqual(Object.fromEntries(expected));
    const sizes = Object.values(tensors).map((shape) => shape.reduce((size, length) => size * length, 1));
    expect([sizes.length, sizes.reduce((sum, size) => sum + size, 0)]).toEqual([999, 865_278_477]);
  });
});
