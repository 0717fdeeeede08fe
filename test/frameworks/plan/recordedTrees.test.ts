import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ModuleTree } from "../../../src/core/modules/moduleTree.js";
import type { WeightPlan } from "../../../src/core/weights/plan.js";
import { readModuleTree } from "../../../src/core/weights/readPlan.js";
import { exampleAssets, paddlePython, torchPython } from "../../support/interpreters.js";
import { runCli } from "./runCli.js";

const fixtures = path.resolve(__dirname, "../../fixtures/plan");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "paddle-port-trees-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function record(
  framework: "torch" | "paddle",
  python: string,
  model: string,
  ...paths: readonly string[]
): Promise<ModuleTree> {
  const output = path.join(folder, `${model.replace(":", "-")}.json`);
  const where = [...paths, fixtures].flatMap((item) => ["--path", item]);
  const result = await runCli(
    folder,
    "modules",
    "--framework",
    framework,
    "--python",
    python,
    "--model",
    model,
    ...where,
    "-o",
    output,
  );
  expect(result).toMatchObject({ code: 0, stderr: "" });
  return readModuleTree(readFileSync(output, "utf8"), output);
}

/** What the plan reads of a tree: everything but versions and places in files. */
const essence = (tree: ModuleTree) => ({
  modules: tree.modules.map(({ path: at, kind, class: name }) => [at, kind, name.split(".").at(-1)]),
  parameters: tree.parameters,
  buffers: tree.buffers,
});

const committed = (name: string): ModuleTree =>
  readModuleTree(readFileSync(path.join(fixtures, name), "utf8"), name);

describe("the committed trees are what the interpreters record", () => {
  it("of the reference, in PyTorch", async () => {
    const tree = await record("torch", torchPython(), "reference_factory:build", exampleAssets().clipSource);
    expect(essence(tree)).toEqual(essence(committed("reference-tree.json")));
  });

  it("of the port, in Paddle", async () => {
    const tree = await record("paddle", paddlePython("3.0.0"), "port_factory:build");
    expect(essence(tree)).toEqual(essence(committed("port-tree.json")));
  });
});

describe("the plan of the real checkpoint", () => {
  const plan = async (target: string): Promise<WeightPlan> => {
    const output = path.join(folder, "plan.json");
    const result = await runCli(
      folder,
      "plan",
      "--source",
      path.join(fixtures, "reference-tree.json"),
      "--target",
      target,
      "--checkpoint",
      exampleAssets().minilm,
      "-o",
      output,
      "--force",
    );
    expect(result).toMatchObject({ code: 0, stderr: "" });
    return JSON.parse(readFileSync(output, "utf8")) as WeightPlan;
  };
  // A BERT block has q, k, v and the attention's output (384 x 384) and two matrices of the feed-forward part; there are 6.
  const perBlock = [
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
  ];
  const linear = (list: string): string[] =>
    [0, 1, 2, 3, 4, 5].flatMap((block) => perBlock.map((name) => `encoder.${list}.${block}.${name}.weight`));

  it("decides all 104 tensors and transposes exactly the Linear weights", async () => {
    const made = await plan(path.join(fixtures, "port-tree.json"));
    const transposed = made.entries
      .filter((entry) => entry.operation === "transpose")
      .map((entry) => entry.target);
    expect(new Set(transposed)).toEqual(new Set(linear("layer")));
    expect(made.entries).toHaveLength(101);
    expect(
      made.entries.every((entry) => entry.confidence === "certain" && entry.reason.includes("consumed by")),
    ).toBe(true);
    expect(made.dropped.map((item) => item.source).sort()).toEqual([
      "embeddings.position_ids",
      "pooler.dense.bias",
      "pooler.dense.weight",
    ]);
    expect(made.checkpoint?.tensors).toBe(104);
  });

  it("finds the blocks of a port that calls their list otherwise, and tells the alignment", async () => {
    await record("paddle", paddlePython("3.0.0"), "port_factory:build_renamed");
    const made = await plan(path.join(folder, "port_factory-build_renamed.json"));
    const transposed = made.entries
      .filter((entry) => entry.operation === "transpose")
      .map((entry) => entry.target);
    expect(new Set(transposed)).toEqual(new Set(linear("blocks")));
    expect(made.modules["encoder.layer.3.attention.self.key"]).toBe("encoder.blocks.3.attention.self.key");
    expect(made.modules["encoder.layer.3.attention.self.dropout"]).toBe(
      "encoder.blocks.3.attention.self.dropout",
    );
  });
});
