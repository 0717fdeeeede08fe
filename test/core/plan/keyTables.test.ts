import { describe, expect, it } from "vitest";

import { countPlan } from "../../../src/core/weights/inference/describePlan.js";
import { inferPlan } from "../../../src/core/weights/inference/inferPlan.js";
import { entrySources } from "../../../src/core/weights/plan.js";
import {
  isLinear,
  keysOf,
  keyTables,
  loraTree,
  sourceTree,
  targetTree,
  withoutLora,
  type Key,
} from "./keyTables.js";

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

  describe("merge the LoRA of Jina-CLIP-v2, when its tree says how", () => {
    const keys = keysOf("jina-clip-v2");
    const target = targetTree(withoutLora(keys));
    /** All keys as a checkpoint in bfloat16. */
    const checkpointOf = (all: readonly Pick<Key, "name" | "shape">[]) => ({
      tensors: all.map(({ name, shape }) => ({ name, shape, dtype: "BF16" })),
      headerSha256: "",
    });
    const rotary = ["cos", "sin"].flatMap((table) => [
      { name: `vision_model.rope.freqs_${table}`, shape: [1296, 64] },
      ...Array.from({ length: 24 }, (_, block) => ({
        name: `vision_model.blocks.${block}.attn.rope.freqs_${table}`,
        shape: [1296, 64],
      })),
    ]);

    it.each([
      ["999 keys", keys, 0],
      [
        "1,049 keys, with the rotary tables that training leaves in its checkpoints",
        [...keys, ...rotary],
        50,
      ],
    ])("%s: 264 transposed (120 square), 98 merged, none undecided", (_, stored, droppedTables) => {
      const plan = inferPlan({
        source: loraTree(keys),
        target,
        checkpoint: checkpointOf(stored),
        producer: "test",
      });
      expect(plan.undecided).toEqual([]);
      expect(countPlan(plan)).toMatchObject({
        entries: 803,
        transpose: 264,
        keep: 803 - 264,
        square: 120,
        merged: 98,
        dropped: droppedTables,
        likely: 0,
      });
      expect(plan.dropped.every(({ source, reason }) => source.includes("freqs_") && reason !== "")).toBe(
        true,
      );
      // Each key is used or dropped, and stays bfloat16.
      const used = [...plan.entries.flatMap(entrySources), ...plan.dropped.map((item) => item.source)];
      expect(used.sort()).toEqual(stored.map((key) => key.name).sort());
      expect(plan.entries.every((entry) => entry.dtype === "BF16")).toBe(true);
      const roberta = "text_model.transformer.roberta";
      const words = `${roberta}.embeddings.word_embeddings`;
      expect(plan.entries.find((entry) => entry.target === `${words}.weight`)).toMatchObject({
        operation: "keep",
        pieces: [
          {
            source: `${words}.parametrizations.weight.original`,
            merge: {
              left: `${words}.parametrizations.weight.0.lora_A`,
              right: `${words}.parametrizations.weight.0.lora_B`,
              scale: 1,
            },
          },
        ],
        reason:
          `consumed by Embedding \`${words}\`, stored alike in PyTorch and Paddle; ` +
          `merged: original + lora_A · lora_B (Lora: measured as 1)`,
      });
      const qkv = `${roberta}.encoder.layers.3.mixer.Wqkv`;
      expect(plan.entries.find((entry) => entry.target === `${qkv}.weight`)).toMatchObject({
        operation: "transpose",
        shape: [1024, 3072],
        renamed: true,
        pieces: [{ merge: { left: `${qkv}.parametrizations.weight.0.lora_B` }, transpose: true }],
      });
    });

    it("plans the model's own state dict without a checkpoint", () => {
      const plan = inferPlan({ source: loraTree(keys), target, producer: "test" });
      expect(plan.undecided).toEqual([]);
      expect(countPlan(plan)).toMatchObject({ entries: 803, transpose: 264, merged: 98 });
    });

    it("take a checkpoint that was merged before as it is", () => {
      const checkpoint = checkpointOf(withoutLora(keys));
      const plan = inferPlan({ source: loraTree(keys), target, checkpoint, producer: "test" });
      expect(plan.undecided).toEqual([]);
      expect(countPlan(plan)).toMatchObject({ entries: 803, transpose: 264, merged: 0 });
    });
  });
});
