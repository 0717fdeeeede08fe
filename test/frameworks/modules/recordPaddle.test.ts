import { describe, expect, it } from "vitest";

import { countTree } from "../../../src/core/modules/formatTree.js";
import { recordModules } from "../../../src/platform/recordModules.js";
import { paddlePython } from "../../support/interpreters.js";
import { fixtures, peakOf, readStatic, recordPaddle, shapes, substance, usesOf } from "./support.js";

describe.each(["3.0.0", "3.3.1"] as const)("a tree recorded in Paddle %s", (version) => {
  it("says how each raw parameter is used", async () => {
    const tree = await recordPaddle(version, "RawUses");
    expect(usesOf(tree)).toEqual({
      right: "x@W",
      left: "W@x",
      by_linear: "linear",
      by_embedding: "embedding",
      gain: "elementwise",
      transposed: "W@x",
      scaled_first: "unknown",
      never: "unknown",
    });
  });

  it("has layers, ties and buffers under the names of the state dict, in PyTorch's spelling of kinds", async () => {
    const tree = await recordPaddle(version, "Everything");
    expect(tree).toMatchObject({ framework: "paddle", frameworkVersion: version, notes: [], open: [] });
    expect(tree.modules.map(({ path, kind }) => `${path}: ${kind}`)).toEqual([
      ": Module",
      "inner: Module",
      "inner.fc: Linear",
      "inner.norm: BatchNorm2d",
      "again: Module",
      "again.fc: Linear",
      "again.norm: BatchNorm2d",
      "embedding: Embedding",
      "attention: MultiheadAttention",
      "attention.q_proj: Linear",
      "attention.k_proj: Linear",
      "attention.v_proj: Linear",
      "attention.out_proj: Linear",
      "blocks: ModuleList",
      "blocks.0: Sequential",
      "blocks.0.0: Conv2d",
      "blocks.0.1: GELU",
      "blocks.0.2: LayerNorm",
      "blocks.1: Sequential",
      "blocks.1.0: Conv2d",
      "blocks.1.1: GELU",
      "blocks.1.2: ConvTranspose2d",
      "blocks.1.3: LayerNorm",
      "softmax: Softmax",
      "dropout: Dropout",
      "prelu: PReLU",
      "added: Linear",
    ]);
    const settings = Object.fromEntries(tree.modules.map((module) => [module.path, module.settings]));
    expect(settings["inner.fc"]).toEqual({ in_features: 4, out_features: 5, bias: false });
    // Paddle's momentum 0.99 is the share of the old statistics: PyTorch writes 0.01.
    expect(settings["inner.norm"]).toMatchObject({
      num_features: 3,
      eps: 1e-3,
      momentum: 0.01,
      affine: true,
    });
    expect(settings["embedding"]).toEqual({ num_embeddings: 9, embedding_dim: 4, padding_idx: 0 });
    expect(settings["blocks.0.0"]).toMatchObject({
      kernel_size: [3, 3],
      stride: [1, 1],
      padding: [1, 1],
      dilation: [1, 1],
      groups: 1,
    });
    expect(settings["blocks.1.2"]).toMatchObject({ kernel_size: [2, 3], padding: "same", transposed: true });
    expect(settings["blocks.0.1"]).toEqual({ approximate: "tanh" });
    expect(settings["blocks.0.2"]).toMatchObject({ normalized_shape: [4], eps: 1e-6 });
    expect(settings["softmax"]).toEqual({ dim: -1 });
    expect(shapes(tree.parameters)).toEqual(
      expect.arrayContaining([
        // [in, out], where PyTorch has [out, in].
        "inner.fc.weight [4, 5]",
        "inner.norm._mean [3]",
        "inner.norm._variance [3]",
        "again.proj [4, 6]",
        "blocks.1.2.weight [4, 6, 2, 3]",
        "prelu._weight [1]",
        "added.weight [2, 3]",
      ]),
    );
    const ties = Object.fromEntries(tree.parameters.map(({ name, tiedTo }) => [name, tiedTo]));
    expect(ties).toMatchObject({
      "inner.alias": "inner.proj",
      "again.proj": "inner.proj",
      "again.fc.weight": "inner.fc.weight",
    });
    expect(ties["inner.proj"]).toBeUndefined();
    expect(tree.parameters.filter(({ trainable }) => !trainable).map(({ name }) => name)).toEqual([
      "inner.norm._mean",
      "inner.norm._variance",
      "again.norm._mean",
      "again.norm._variance",
    ]);
    expect(tree.buffers.slice(0, 2)).toEqual([
      { name: "inner.table", module: "inner", shape: [3, 4], dtype: "float32", persistent: false },
      { name: "inner.position_ids", module: "inner", shape: [5], dtype: "int64", persistent: true },
    ]);
  });

  it("agrees with the tree read from source", async () => {
    for (const name of ["RawUses", "Everything", "WithOwnPadding"]) {
      const [recorded, read] = [
        await recordPaddle(version, name),
        await readStatic(`paddle_models.py:${name}`),
      ];
      expect(read.open).toEqual([]);
      expect(substance(read)).toEqual(substance(recorded));
    }
  });

  it("has the settings that a derived layer keeps itself", async () => {
    const tree = await recordPaddle(version, "WithOwnPadding");
    expect(tree.modules[1]).toMatchObject({
      kind: "Embedding",
      settings: { num_embeddings: 9, padding_idx: 2 },
    });
  });

  it("builds in memory, and says so, what LazyGuard cannot build", async () => {
    const tree = await recordPaddle(version, "NotLazy");
    expect(shapes(tree.parameters)).toContain("rnn.weight_ih_l0 [16, 3]");
    expect(tree.notes).toEqual([expect.stringMatching(/LazyGuard.*built in memory/)]);
  });

  it("records two billion parameters in little memory", async () => {
    const lines: string[] = [];
    const tree = await recordPaddle(version, "billions", (line) => lines.push(line));
    expect(tree.notes).toEqual([]);
    expect(countTree(tree).elements).toBe(2_000_000_000);
    expect(peakOf(lines)).toBeLessThan(1024 ** 2);
  });
});

it("says which framework an interpreter lacks and what a Paddle model must be", async () => {
  const request = {
    framework: "paddle",
    python: paddlePython("3.3.1"),
    paths: [fixtures],
    cwd: fixtures,
  } as const;
  await expect(recordModules({ ...request, model: "collections:OrderedDict" })).rejects.toThrow(
    /returned an object of type collections\.OrderedDict, not a paddle\.nn\.Layer/,
  );
});
