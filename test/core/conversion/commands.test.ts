import { copyFile, mkdir, open, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";

import { run } from "../../../src/cli/main.js";
import { writeSafetensors } from "../../../src/platform/safetensorsFiles.js";
import { entry, knownTensor, makePlan, temporaryFolder, writeCheckpoint } from "./support.js";

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function cli(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  let [stdout, stderr] = ["", ""];
  const code = await run(args, {
    cwd,
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    interactive: false,
  });
  return { code, stdout, stderr };
}

const tensors = [knownTensor("fc.weight", "F32", [3, 5]), knownTensor("fc.bias", "BF16", [3])];
const plan = makePlan([
  entry("fc.weight", "F32", [5, 3], [{ source: "fc.weight", transpose: true }]),
  entry("fc.bias", "BF16", [3], [{ source: "fc.bias", transpose: false }]),
]);

describe("tensors", () => {
  it("prints an aligned table with totals and metadata", async () => {
    await using folder = await temporaryFolder();
    await writeCheckpoint(folder.path, tensors);
    expect(await cli(folder.path, "tensors", "model.safetensors")).toEqual({
      code: 0,
      stderr: "",
      stdout: [
        "name       dtype  shape   bytes",
        "fc.weight  F32    [3, 5]     60",
        "fc.bias    BF16   [3]         6",
        "",
        "metadata: format = pt",
        "2 tensors, 18 parameters, 66 bytes",
        "",
      ].join("\n"),
    });
  });

  it("prints JSON for a folder, and escapes names in the text", async () => {
    await using folder = await temporaryFolder();
    await writeSafetensors(path.join(folder.path, "x.safetensors"), [
      knownTensor("a\u202e\u001b[2J", "U8", [2]),
    ]);
    const json = await cli(folder.path, "tensors", ".", "--format", "json");
    expect(JSON.parse(json.stdout)).toMatchObject({
      schemaVersion: 1,
      totals: { tensors: 1, parameters: 2, bytes: 2 },
      tensors: [{ name: "a\u202e\u001b[2J", dtype: "U8", shape: [2], file: "x.safetensors" }],
    });
    const text = await cli(folder.path, "tensors", ".");
    expect(text.stdout).toContain("a\\u202e\\u001b[2J");
    expect(text.stdout).not.toMatch(/[\u202e\u001b]/u);
  });

  it.each<[string, string, string | Uint8Array, RegExp]>([
    [
      "a zip of PyTorch",
      "model.bin",
      "PK\u0003\u0004rest of the archive",
      /zip archive.*never executed.*save_file/u,
    ],
    [
      "a pickle",
      "model.pt",
      Uint8Array.from([0x80, 2, 0x7d, 0x71, 0, 0x2e, 0, 0]),
      /is a pickle.*never executed/u,
    ],
    [
      "a pickle of Paddle",
      "model.pdparams",
      Uint8Array.from([0x80, 4, 0x95, 1, 0, 0, 0, 0, 0, 0, 0]),
      /is a pickle.*never executed/u,
    ],
    [
      "a pickle with another name",
      "model.safetensors",
      Uint8Array.from([0x80, 2, 0x7d, 0x71, 0, 0x2e, 0, 0]),
      /is a pickle/u,
    ],
    [
      "a pointer of Git LFS",
      "model.safetensors",
      "version https://git-lfs.github.com/spec/v1\n",
      /Git LFS pointer.*git lfs pull/u,
    ],
    ["an empty file", "model.safetensors", "", /at least 8 are needed/u],
  ])("refuses %s with one line", async (_, name, content, message) => {
    await using folder = await temporaryFolder();
    await writeFile(path.join(folder.path, name), content);
    const outcome = await cli(folder.path, "tensors", name);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr).toContain(name);
    expect(outcome.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("says what is wrong with a folder", async () => {
    await using folder = await temporaryFolder();
    const list = () => cli(folder.path, "tensors", ".");
    expect((await list()).stderr).toContain("holds no .safetensors file");
    await writeFile(path.join(folder.path, "pytorch_model.bin"), "");
    expect((await list()).stderr).toContain("pytorch_model.bin, which are pickles");
    await writeSafetensors(path.join(folder.path, "a.safetensors"), tensors);
    expect((await list()).code).toBe(0);
    await writeSafetensors(path.join(folder.path, "b.safetensors"), tensors);
    expect((await list()).stderr).toContain("several checkpoints (a.safetensors, b.safetensors)");
    const index = { weight_map: { "fc.weight": "a.safetensors", "fc.bias": "../a.safetensors" } };
    await writeFile(path.join(folder.path, "m.safetensors.index.json"), JSON.stringify(index));
    expect((await list()).stderr).toContain("not the plain name");
    index.weight_map["fc.bias"] = "b.safetensors";
    await writeFile(path.join(folder.path, "m.safetensors.index.json"), JSON.stringify(index));
    expect((await list()).stderr).toMatch(
      /disagree: tensor "fc\.weight" is in a\.safetensors and b\.safetensors/u,
    );
    index.weight_map["fc.bias"] = "c.safetensors";
    await writeFile(path.join(folder.path, "m.safetensors.index.json"), JSON.stringify(index));
    expect((await list()).stderr).toMatch(/c\.safetensors does not exist/u);
  });
});

describe("convert and verify", () => {
  async function prepare(folder: string): Promise<string[]> {
    await writeCheckpoint(path.join(folder, "in"), tensors);
    await writeFile(path.join(folder, "plan.json"), JSON.stringify(plan));
    return ["plan.json", "--checkpoint", "in", "--out", "out"];
  }

  it("agree with each other", async () => {
    await using folder = await temporaryFolder();
    const args = await prepare(folder.path);
    const converted = await cli(folder.path, "convert", ...args);
    expect(converted).toMatchObject({ code: 0 });
    expect(converted.stdout).toContain(
      "2 tensors, 66 bytes written to out: model.safetensors, config.json, vocab.txt",
    );
    const verified = await cli(folder.path, "verify", ...args);
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.stdout).toBe(
      "2 of 2 tensors equal to their sources (18 elements compared byte by byte)\n",
    );
  });

  it("finds the element that was changed in each tensor", async () => {
    await using folder = await temporaryFolder();
    const args = await prepare(folder.path);
    await cli(folder.path, "convert", ...args);
    const file = path.join(folder.path, "out/model.safetensors");
    const bytes = await readFile(file);
    const dataStart = 8 + Number(bytes.readBigUInt64LE(0));
    const handle = await open(file, "r+");
    // Element [2, 1] of the 5 x 3 matrix, two bytes into it; and element [0] of the bias behind the matrix.
    for (const at of [dataStart + (2 * 3 + 1) * 4 + 2, dataStart + 60]) {
      await handle.write(Uint8Array.of((bytes[at] ?? 0) ^ 0xff), 0, 1, at);
    }
    await handle.close();
    const text = await cli(folder.path, "verify", ...args);
    expect(text).toMatchObject({ code: 1 });
    expect(text.stdout).toContain("different: fc.weight: 1 of 15 elements differ, the first at [2, 1]");
    expect(text.stdout).toContain("0 of 2 tensors equal");
    const json = await cli(folder.path, "verify", ...args, "--format", "json");
    // Element [2, 1] of the target is element [1, 2] of the source.
    const expected = Buffer.from(
      tensors[0]?.data.subarray((1 * 5 + 2) * 4, (1 * 5 + 2) * 4 + 4) ?? [],
    ).toString("hex");
    expect(JSON.parse(json.stdout)).toMatchObject({
      schemaVersion: 1,
      equal: false,
      counts: { equal: 0, different: 2 },
      tensors: [
        { name: "fc.weight", verdict: "different", differing: 1, first: { index: [2, 1], expected } },
        { name: "fc.bias", verdict: "different", differing: 1, first: { index: [0] } },
      ],
    });
  });

  it("finds a matrix that was not transposed, a missing and an unexpected tensor, and other metadata", async () => {
    await using folder = await temporaryFolder();
    const args = await prepare(folder.path);
    await mkdir(path.join(folder.path, "out"));
    const wrong = [tensors[0] ?? knownTensor("x", "U8", [1]), knownTensor("extra", "U8", [1])];
    await writeSafetensors(path.join(folder.path, "out/model.safetensors"), wrong);
    const { code, stdout } = await cli(folder.path, "verify", ...args);
    expect(code).toBe(1);
    expect(stdout).toContain("wrong type: fc.weight: it is F32 [3, 5], the plan says F32 [5, 3]");
    expect(stdout).toContain("missing: fc.bias");
    expect(stdout).toContain("unexpected: extra");
    expect(stdout).toContain('__metadata__.format is not "np"');
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      "a plan that is not there",
      ["no.json", "--checkpoint", "in", "--out", "out"],
      /no\.json does not exist/u,
    ],
    [
      "a checkpoint that is not there",
      ["plan.json", "--checkpoint", "no", "--out", "out"],
      /no does not exist/u,
    ],
    [
      "a file that is no plan",
      ["in/config.json", "--checkpoint", "in", "--out", "out"],
      /config\.json is not a weight plan/u,
    ],
    ["no workers", ["plan.json", "--checkpoint", "in", "--out", "out", "--workers", "0"], /from 1 to 64/u],
  ])("refuses %s", async (_, args, message) => {
    await using folder = await temporaryFolder();
    await prepare(folder.path);
    const outcome = await cli(folder.path, "convert", ...args);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(message);
  });

  it("takes from a crowded folder only what belongs to the model", async () => {
    await using folder = await temporaryFolder();
    await prepare(folder.path);
    await copyFile(path.join(folder.path, "plan.json"), path.join(folder.path, "in/notes.txt"));
    const { stdout } = await cli(
      folder.path,
      "convert",
      "plan.json",
      "--checkpoint",
      "in/model.safetensors",
      "--out",
      "out",
    );
    expect(stdout).toContain("model.safetensors, config.json, vocab.txt\n");
  });
});
