import { describe, expect, it } from "vitest";

import { inferPlan } from "../../../src/core/weights/inference/inferPlan.js";
import { isLinear, keysOf, keyTables, sourceTree, targetTree, type Key } from "./keyTables.js";

/** Measured on the real models (facts/models.md, section 2): tensors, matrices of F.linear, and how many of these are square. */
const golden: Record<string, readonly [tensors: number, linear: number, square: number]> = {
  "jina-clip-v2": [999, 264, 120],
  "HF JinaEmbeddingsV3Model(no pooler)": [388, 144, 96],
  "MiniCPM-V-2_6": [789, 362, 165],
  "HF Qwen2ForCausalLM 7B(v151666)": [339, 197, 56],
  "HF SiglipVisionModel so400m": [448, 166, 109],
  "cn_clip ViT-B-16": [351, 120, 60],
  "cn_clip RN50": [394, 22, 15],
  "HF ChineseCLIPModel base": [399, 146, 96],
  "HF CLIPVisionModel B/32": [199, 72, 48],
  "HF CLIPModel B/32": [398, 146, 97],
  "open_clip ViT-B-32": [302, 96, 24],
  "open_clip ViT-B-16-SigLIP": [314, 102, 27],
  "open_clip EVA02-B-16": [410, 133, 60],
  "open_clip EVA02-L-14": [662, 217, 108],
  "open_clip RN50": [489, 52, 15],
  "open_clip coca_ViT-B-32": [629, 196, 50],
};

const planOf = (keys: readonly Key[]) =>
  inferPlan({ source: sourceTree(keys), target: targetTree(keys), producer: "test" });

/** The checkpoint after its LoRA factors were merged: plain weights under plain names. */
function withoutLora(keys: readonly Key[]): Key[] {
  return keys
    .filter((key) => key.kind !== "LoRA")
    .map((key) => ({ ...key, name: key.name.replace(".parametrizations.weight.original", ".weight") }));
}

describe("the key tables of 16 models", () => {
  it("are all covered by the measured counts", () => {
    expect(Object.keys(golden).sort()).toEqual(Object.keys(keyTables).sort());
  });

  it.each(Object.entries(golden))(
    "%s: exactly the matrices of F.linear are transposed",
    (model, [tensors, linear, square]) => {
      const all = keysOf(model);
      expect(all).toHaveLength(tensors);
      const keys = withoutLora(all);
      const plan = planOf(keys);
      expect(plan.undecided).toEqual([]);
      const transposed = plan.entries.filter((entry) => entry.pieces.some((piece) => piece.transpose));
      expect(new Set(transposed.map((entry) => entry.target))).toEqual(
        new Set(keys.filter(isLinear).map((key) => key.name)),
      );
      expect(transposed).toHaveLength(linear);
      expect(transposed.filter((entry) => entry.shape[0] === entry.shape[1])).toHaveLength(square);
      expect(plan.entries.length + plan.dropped.length).toBe(keys.length);
      expect(plan.dropped.every((item) => item.source.endsWith(".num_batches_tracked"))).toBe(true);
    },
  );

  it("asks about every LoRA weight of Jina-CLIP-v2 instead of converting half of it", () => {
    const keys = keysOf("jina-clip-v2");
    const plan = inferPlan({
      source: sourceTree(keys),
      target: targetTree(withoutLora(keys)),
      producer: "test",
    });
    const parametrized = keys.filter((key) => key.name.includes(".parametrizations.")).map((key) => key.name);
    expect(parametrized).toHaveLength(196 + 96 + 2);
    expect(new Set(plan.undecided.flatMap((item) => item.sources))).toEqual(new Set(parametrized));
    // One question for each kind of matrix in the 24 blocks and one for each embedding; a weight has three parts.
    expect(plan.undecided.map((item) => [item.sources.length, item.targets.length]).sort()).toEqual([
      ...Array.from({ length: 2 }, () => [3, 1]),
      ...Array.from({ length: 4 }, () => [72, 24]),
    ]);
    expect(plan.entries.filter((entry) => entry.operation === "transpose")).toHaveLength(264 - 96);
  });
});
