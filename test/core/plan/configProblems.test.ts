import { describe, expect, it } from "vitest";

import { configProblems } from "../../../src/core/weights/configProblems.js";
import type { WeightPlan } from "../../../src/core/weights/plan.js";
import { keysOf } from "./keyTables.js";

const bert = [
  { name: "embeddings.word_embeddings.weight", shape: [1000, 384] },
  ...[0, 1, 2].flatMap((block) => [
    { name: `encoder.layer.${block}.attention.weight`, shape: [384, 384] },
    { name: `encoder.layer.${block}.mlp.0.weight`, shape: [1536, 384] },
  ]),
];
const good = { vocab_size: 1000, hidden_size: 384, num_hidden_layers: 3, intermediate_size: 1536 };

describe("a config.json", () => {
  it("that is true of the checkpoint passes", () => {
    expect(configProblems(good, bert)).toEqual([]);
    expect(configProblems({ text_config: good, torch_dtype: "float32", layers: [3, 4] }, bert)).toEqual([]);
    expect(configProblems({ ...good, num_hidden_layers: 12, num_hidden_groups: 1 }, bert)).toEqual([]);
    expect(configProblems([1], bert)).toEqual([]);
  });

  it.each([
    [
      "vocab_size",
      1024,
      /^vocab_size is 1024, but no matrix has 1024 rows; the one with the most is "encoder.layer.0.mlp.0.weight" \[1536, 384\]$/,
    ],
    ["hidden_size", 768, /^hidden_size is 768, but no tensor has a dimension of 768; most end in 384$/],
    [
      "num_hidden_layers",
      12,
      /^num_hidden_layers is 12, but the checkpoint has other numbers of blocks: 3 in "encoder.layer"/,
    ],
    ["intermediate_size", 3072, /^intermediate_size is 3072, but no tensor has a dimension of 3072$/],
  ])("with another %s is named with both numbers, also where it is nested", (key, value, message) => {
    const wrong = { ...good, [key]: value };
    expect(configProblems(wrong, bert)).toEqual([expect.stringMatching(message)]);
    expect(configProblems({ text_config: wrong }, bert)[0]).toMatch(/^text_config\./);
  });

  it("of Jina-CLIP-v2 passes on its 999 tensors, and its LoRA is compared with the plan's", () => {
    const keys = keysOf("jina-clip-v2");
    const lora = { lora_alpha: 4, lora_rank: 4 };
    const config = {
      projection_dim: 1024,
      text_config: { embed_dim: 1024, hf_model_config_kwargs: lora },
      vision_config: { image_size: 512, patch_size: 14, width: 1024, layers: 24, embed_dim: 1024 },
    };
    const left = "text_model.transformer.roberta.encoder.layers.0.mlp.fc1.parametrizations.weight.0.lora_B";
    const planWith = (scale: number) =>
      ({
        entries: [{ pieces: [{ source: "w", merge: { left, right: "a", scale } }] }],
      }) as unknown as WeightPlan;
    expect(configProblems(config, keys, planWith(1))).toEqual([]);
    expect(configProblems(config, keys, planWith(0.25))).toEqual([
      "text_config.hf_model_config_kwargs.lora_alpha / text_config.hf_model_config_kwargs.lora_rank is 4 / 4 = 1, but the plan merges with the scale 0.25",
    ]);
    lora.lora_rank = 8;
    expect(configProblems(config, keys, planWith(1))[0]).toMatch(/lora_rank is 8, but ".*lora_B" has rank 4/);
  });
});
