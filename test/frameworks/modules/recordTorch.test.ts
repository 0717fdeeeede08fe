import { describe, expect, it } from "vitest";

import { countTree } from "../../../src/core/modules/formatTree.js";
import { recordModules } from "../../../src/platform/recordModules.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";
import { fixtures, peakOf, readStatic, recordTorch, shapes, substance, usesOf } from "./support.js";

describe("a tree recorded in PyTorch", () => {
  it("says how each raw parameter is used", async () => {
    const tree = await recordTorch("RawUses");
    expect(usesOf(tree)).toEqual({
      right: "x@W",
      left: "W@x",
      by_linear: "linear",
      linear_bias: "elementwise",
      by_embedding: "embedding",
      by_convolution: "convolution",
      gain: "elementwise",
      // x @ W.T multiplies with W stored [out, in].
      transposed: "W@x",
      renamed: "x@W",
      summed: "x@W",
      // Used by F.linear and by @: no single layout is right for a port.
      twice: "unknown",
      scaled_first: "unknown",
      position: "elementwise",
      handed_on: "unknown",
      never: "unknown",
    });
    expect(substance(tree)).toEqual(substance(await readStatic("torch_models.py:RawUses")));
  });

  it("has modules, ties, buffers and settings of every kind of layer", async () => {
    const tree = await recordTorch("everything");
    expect(tree).toMatchObject({ framework: "torch", origin: "recorded", open: [], notes: [] });
    expect(tree.frameworkVersion).toMatch(/^2\./);
    expect(tree.modules.map(({ path, kind }) => `${path}: ${kind}`)).toEqual([
      ": Module",
      "inner: Module",
      "inner.fc: Linear",
      "inner.norm: BatchNorm2d",
      "attention: MultiheadAttention",
      "attention.out_proj: Linear",
      "self_attention: MultiheadAttention",
      "self_attention.out_proj: Linear",
      "embedding: Embedding",
      "head: Linear",
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
      "named: Sequential",
      "named.fc1: Linear",
      "named.act: Softmax",
      "table: ModuleDict",
      "table.left: Dropout",
      "table.right: Dropout",
      "shared: ModuleList",
      "shared.0: Linear",
      "rnn: LSTM",
    ]);
    const settings = Object.fromEntries(tree.modules.map((module) => [module.path, module.settings]));
    expect(settings["embedding"]).toMatchObject({ num_embeddings: 9, embedding_dim: 4, padding_idx: 0 });
    expect(settings["blocks.0.2"]).toMatchObject({ normalized_shape: [4], eps: 1e-6, bias: true });
    expect(settings["inner.norm"]).toMatchObject({ num_features: 3, eps: 1e-3, momentum: 0.01 });
    expect(settings["blocks.1.2"]).toMatchObject({
      in_channels: 4,
      out_channels: 6,
      kernel_size: [2, 3],
      stride: [2, 2],
      padding: [0, 0],
      groups: 1,
      transposed: true,
    });
    expect(settings["blocks.0.1"]).toEqual({ approximate: "tanh" });
    expect(settings["named.fc1"]).toEqual({ in_features: 4, out_features: 8, bias: false });
    expect(settings["table.left"]).toEqual({ p: 0.25 });
    const ties = tree.parameters.filter(({ tiedTo }) => tiedTo !== undefined);
    expect(ties.map(({ name, tiedTo }) => [name, tiedTo])).toEqual([
      ["head.weight", "embedding.weight"],
      ["shared.0.weight", "inner.fc.weight"],
      ["shared.0.bias", "inner.fc.bias"],
    ]);
    expect(shapes(tree.parameters)).toEqual(
      expect.arrayContaining([
        "attention.q_proj_weight [8, 8]",
        "attention.k_proj_weight [8, 6]",
        "self_attention.in_proj_weight [12, 4]",
        "blocks.0.0.weight [4, 3, 3, 3]",
        "blocks.1.2.weight [4, 6, 2, 3]",
        "inner.frozen []",
        "rnn.weight_ih_l1_reverse [20, 10]",
      ]),
    );
    expect(tree.parameters.filter(({ trainable }) => !trainable).map(({ name }) => name)).toEqual([
      "inner.frozen",
    ]);
    expect(
      tree.buffers.map(({ name, shape, dtype, persistent }) => [name, shape, dtype, persistent]),
    ).toEqual([
      ["inner.table", [3, 4], "float32", false],
      ["inner.position_ids", [1, 5], "int64", true],
      ["inner.norm.running_mean", [3], "float32", true],
      ["inner.norm.running_var", [3], "float32", true],
      ["inner.norm.num_batches_tracked", [], "int64", true],
    ]);
    // The projection belongs to the inner layer, and only the outer one multiplies with it.
    expect(usesOf(tree)["inner.proj"]).toBe("x@W");
    expect(tree.modules.find(({ path }) => path === "inner")).toMatchObject({
      class: "torch_models.Inner",
      source: { file: "torch_models.py" },
    });
  });

  it("agrees with the tree read from source", async () => {
    const [recorded, read] = [
      await recordTorch("Everything"),
      await readStatic("torch_models.py:Everything"),
    ];
    expect(read.open).toEqual([]);
    expect(substance(read)).toEqual(substance(recorded));
  });

  it("is the same each time", async () => {
    expect(await recordTorch("Everything")).toEqual(await recordTorch("Everything"));
  });

  it("builds in memory, and says so, what the meta device cannot build", async () => {
    const tree = await recordTorch("NotOnMeta");
    expect(shapes(tree.parameters)).toEqual(["fc.weight [3, 2]", "fc.bias [3]"]);
    expect(tree.notes).toEqual([expect.stringMatching(/meta device.*built in memory.*item\(\)/)]);
  });

  it("records two billion parameters in little memory", async () => {
    const lines: string[] = [];
    const tree = await recordTorch("billions", (line) => lines.push(line));
    expect(tree.notes).toEqual([]);
    expect(countTree(tree).elements).toBe(2_000_000_000);
    expect(peakOf(lines)).toBeLessThan(1024 ** 2);
  });
});

describe("what goes wrong while recording in PyTorch", () => {
  const attempt = (
    model: string,
    more: Partial<Parameters<typeof recordModules>[0]> = {},
  ): Promise<unknown> =>
    recordModules({
      framework: "torch",
      python: torchPython(),
      model,
      paths: [fixtures],
      cwd: fixtures,
      ...more,
    });

  it.each([
    ["no_such_module:build", /no module "no_such_module" \(looked in: .*fixtures\/modules\).*--path/],
    ["torch_models", /does not name a factory.*module:factory/],
    ["torch_models:Nothing", /"torch_models" \(.*torch_models\.py\) has no "Nothing"/],
    ["torch_models:math", /cannot be called/],
    ["torch_models:Broken", /three heads do not fit \(.*torch_models\.py:\d+\)/],
    [
      "torch_models:needs_arguments",
      /needs_arguments\(\) missing 1 required positional argument.*without arguments/,
    ],
    ["torch_models:not_a_model", /returned an object of type builtins\.dict, not a torch\.nn\.Module/],
    ["torch_models:dies", /died: signal SIGKILL/],
    [
      "paddle_models:Everything",
      /Importing "paddle_models" failed: there is no module "paddle".*paddle_models\.py:3/,
    ],
  ])("%s", async (model, message) => {
    await expect(attempt(model)).rejects.toThrow(message);
  });

  it("names the folder that does not exist", async () => {
    await expect(attempt("torch_models:Everything", { paths: ["no/such"] })).rejects.toThrow(
      /no\/such.*does not exist/,
    );
  });

  it("names the framework that the interpreter lacks", async () => {
    await expect(attempt("torch_models:Everything", { python: paddlePython("3.3.1") })).rejects.toThrow(
      /This interpreter has no torch\. Install torch/,
    );
  });

  it("names the interpreter that does not exist", async () => {
    await expect(attempt("torch_models:Everything", { python: "/no/such/python" })).rejects.toThrow(
      /\/no\/such\/python/,
    );
  });
});
