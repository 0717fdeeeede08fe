import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { run } from "../../../src/cli/main.js";
import { countTree } from "../../../src/core/modules/formatTree.js";
import type { ModuleTree } from "../../../src/core/modules/moduleTree.js";
import { readModules } from "../../../src/platform/readModules.js";
import { recordModules } from "../../../src/platform/recordModules.js";
import { exampleAssets, paddlePython, torchPython } from "../../support/interpreters.js";
import { fixtures, substance } from "./support.js";

const values = ["hidden_size=384", "num_hidden_layers=6", "num_attention_heads=12", "intermediate_size=1536"];

// The checkpoint holds 22,713,728 elements; the model has no pooler (384 x 384 and 384) and no position_ids (512).
const ELEMENTS = 22_713_728 - (384 * 384 + 384) - 512;

describe("Chinese-CLIP's text tower", () => {
  let folder = "";
  let recorded: ModuleTree;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "paddle-port-bert-"));
    // The package's own __init__ imports what is not installed here, so the two files stand in a folder of their own.
    await mkdir(path.join(folder, "text_tower"));
    for (const name of ["modeling_bert.py", "configuration_bert.py"]) {
      await cp(path.join(exampleAssets().clipSource, name), path.join(folder, "text_tower", name));
    }
    const factory = `from text_tower.configuration_bert import BertConfig
from text_tower.modeling_bert import BertModel

def build():
    return BertModel(BertConfig(vocab_size_or_config_json_file=30522, ${values.join(", ")})).eval()
`;
    await writeFile(path.join(folder, "reference.py"), factory);
    recorded = await recordModules({
      framework: "torch",
      python: torchPython(),
      model: "reference:build",
      paths: [folder],
      cwd: folder,
    });
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("has every parameter of the checkpoint but the pooler's", () => {
    expect(recorded.notes).toEqual([]);
    expect(recorded.modules.filter(({ path: place }) => /^encoder\.layer\.\d$/.test(place))).toHaveLength(6);
    expect(recorded.parameters).toHaveLength(104 - 3);
    expect(countTree(recorded).elements).toBe(ELEMENTS);
    const embedding = recorded.modules.find(({ path: place }) => place === "embeddings.word_embeddings");
    expect(embedding?.settings).toMatchObject({ num_embeddings: 30522, embedding_dim: 384, padding_idx: 0 });
    expect(recorded.modules.find(({ path: place }) => place === "encoder.layer.5.output")).toMatchObject({
      class: "text_tower.modeling_bert.BertOutput",
      source: { file: "text_tower/modeling_bert.py", line: 207 },
    });
  });

  it("reads the same from source, with the values one by one or from the checkpoint's config.json", async () => {
    const source = "text_tower/modeling_bert.py:BertModel";
    const set = ["vocab_size_or_config_json_file=30522", ...values];
    const one = await readModules({ source, cwd: folder, paths: [], set });
    const config = path.join(exampleAssets().minilm, "config.json");
    const two = await readModules({ source, cwd: folder, paths: [], set: [], config });
    for (const read of [one, two]) {
      expect(read.open).toEqual([]);
      expect(substance(read)).toEqual(substance(recorded));
    }
  });

  it.each(["3.0.0", "3.3.1"] as const)(
    "has the same tree in a port for Paddle %s, but for transposed matrices",
    async (version) => {
      const port = await recordModules({
        framework: "paddle",
        python: paddlePython(version),
        model: "paddle_bert:build",
        paths: [fixtures],
        cwd: fixtures,
      });
      expect(port.notes).toEqual([]);
      expect(countTree(port).elements).toBe(ELEMENTS);
      const kinds = (tree: ModuleTree): string[] =>
        tree.modules.map((module) => `${module.path}: ${module.kind}`);
      expect(kinds(port)).toEqual(kinds(recorded));
      const linear = new Set(
        recorded.modules.filter(({ kind }) => kind === "Linear").map((module) => module.path),
      );
      const expected = recorded.parameters.map(({ name, module, shape }) => {
        return { name, shape: linear.has(module) ? [...shape].reverse() : shape };
      });
      expect(port.parameters.map(({ name, shape }) => ({ name, shape }))).toEqual(expected);
      const read = await readModules({
        source: "paddle_bert.py:BertModel",
        cwd: fixtures,
        paths: [],
        set: values,
      });
      expect(read.open).toEqual([]);
      expect(substance(read)).toEqual(substance(port));
    },
  );

  it.each(["3.0.0", "3.3.1"] as const)(
    "has the same tree in our own port on Paddle %s, recorded and read",
    async (version) => {
      const port = path.join(folder, `port-${version}`);
      await mkdir(port);
      const messages: string[] = [];
      const io = {
        cwd: folder,
        interactive: false,
        stdout: () => undefined,
        stderr: (text: string) => messages.push(text),
      };
      // Whether the port is complete is not the question here, only that there is one.
      expect(
        await run(["port", "text_tower", path.join(port, "text_tower")], io),
        messages.join(""),
      ).not.toBe(2);
      const factory = await readFile(path.join(folder, "reference.py"), "utf8");
      await writeFile(path.join(port, "ported.py"), factory.replace(".eval()", ""));
      const python = paddlePython(version);
      const tree = await recordModules({
        framework: "paddle",
        python,
        model: "ported:build",
        paths: [port],
        cwd: port,
      });
      expect(tree.notes).toEqual([]);
      expect(countTree(tree).elements).toBe(ELEMENTS);
      const set = ["vocab_size_or_config_json_file=30522", ...values];
      const read = await readModules({
        source: "text_tower/modeling_bert.py:BertModel",
        cwd: port,
        paths: [],
        set,
      });
      expect(read.open).toEqual([]);
      expect(substance(read)).toEqual(substance(tree));
      expect(tree.modules.map((module) => module.path)).toEqual(
        recorded.modules.map((module) => module.path),
      );
      expect(tree.parameters.map(({ name }) => name)).toEqual(recorded.parameters.map(({ name }) => name));
    },
  );
});
