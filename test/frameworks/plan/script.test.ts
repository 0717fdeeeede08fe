import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { weightPlan, type PlanEntry, type WeightPlan } from "../../../src/core/weights/plan.js";
import { bytesPerElement, type Dtype } from "../../../src/core/weights/safetensors/dtypes.js";
import { writeSafetensors, type TensorData } from "../../../src/platform/safetensorsFiles.js";
import { exampleAssets, paddlePython } from "../../support/interpreters.js";
import { runCli } from "./runCli.js";

const fixtures = path.resolve(__dirname, "../../fixtures/plan");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "paddle-port-script-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a script with an interpreter that has numpy but no PyTorch; -S -E would hide numpy, so Paddle's environment serves. */
function python(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(paddlePython("3.0.0"), [...args], {
    encoding: "utf8",
    cwd: folder,
  });
  return { status, stdout, stderr };
}

/** SHA-256 of every file of a folder, by name. */
function digests(directory: string): Record<string, string> {
  const hash = (name: string): string =>
    createHash("sha256")
      .update(readFileSync(path.join(directory, name)))
      .digest("hex");
  return Object.fromEntries(
    readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort()
      .map((name) => [name, hash(name)]),
  );
}

/** The tensors of these tests are random bytes, with NaN and infinity among them. */
const allowed = "--allow-nonfinite";

async function convertBothWays(
  name: string,
  plan: string,
  checkpoint: string,
): Promise<[Record<string, string>, Record<string, string>]> {
  const at = (part: string): string => path.join(folder, `${name}-${part}`);
  expect(
    await runCli(folder, "convert", plan, "--checkpoint", checkpoint, "--out", at("native"), allowed),
  ).toMatchObject({ code: 0 });
  expect(await runCli(folder, "script", plan, "-o", at("convert.py"))).toMatchObject({ code: 0 });
  expect(python(at("convert.py"), "--checkpoint", checkpoint, "--out", at("script"), allowed)).toMatchObject({
    status: 0,
    stderr: "",
  });
  return [digests(at("native")), digests(at("script"))];
}

describe("the generated script and the native converter write the same bytes", () => {
  it("for the real MiniLM checkpoint", async () => {
    const { minilm } = exampleAssets();
    const plan = path.join(folder, "minilm.json");
    const made = await runCli(
      folder,
      "plan",
      "--source",
      path.join(fixtures, "reference-tree.json"),
      "--target",
      path.join(fixtures, "port-tree.json"),
      "--checkpoint",
      minilm,
      "-o",
      plan,
    );
    expect(made).toMatchObject({ code: 0, stderr: "" });
    const [native, script] = await convertBothWays("minilm", plan, minilm);
    expect(script).toEqual(native);
    expect(Object.keys(native)).toEqual(
      expect.arrayContaining(["config.json", "model.safetensors", "tokenizer.json"]),
    );
    expect(native["model.safetensors"]).not.toBe(digests(minilm)["model.safetensors"]);
  });

  it("for shards of mixed dtypes with splits, fusions, rows, odd sizes, and names that need escapes", async () => {
    const { plan, checkpoint } = await mixedCheckpoint("mixed");
    const [native, script] = await convertBothWays("mixed", plan, checkpoint);
    expect(script).toEqual(native);
    expect(Object.keys(native)).toEqual([
      "config.json",
      "model-00001-of-00002.safetensors",
      "model-00002-of-00002.safetensors",
      "model.safetensors.index.json",
      "notes.txt",
    ]);
    const config = readFileSync(path.join(folder, "mixed-script", "config.json"), "utf8");
    expect(config).toBe(
      '{\n  "dtype": "bfloat16",\n  "rope_theta": 10000.0,\n  "text_config": {"dtype": "float32"},\n  "name": "\\u00e9\u00e9"\n}\n',
    );
  });
});

describe("the generated script refuses", () => {
  let script: string;
  let good: string;
  beforeAll(async () => {
    const { plan, checkpoint } = await mixedCheckpoint("refuse");
    good = checkpoint;
    script = path.join(folder, "refuse.py");
    await runCli(folder, "script", plan, "-o", script);
  });

  const variant = (name: string): string => {
    const copy = path.join(folder, `variant-${name}`);
    mkdirSync(copy);
    for (const file of readdirSync(good))
      writeFileSync(path.join(copy, file), readFileSync(path.join(good, file)));
    return copy;
  };
  const first = "model-00001-of-00002.safetensors";

  it.each<[string, (copy: string) => Promise<void> | void, RegExp]>([
    [
      "a missing tensor",
      (copy) => rewrite(copy, (tensors) => tensors.filter((item) => item.name !== "a.weight")),
      /missing: a\.weight/,
    ],
    [
      "a tensor that the plan does not know",
      (copy) => rewrite(copy, (tensors) => [...tensors, tensor("new.weight", "F32", [2])]),
      /not in the table: new\.weight/,
    ],
    [
      "another dtype",
      (copy) =>
        rewrite(copy, (tensors) =>
          tensors.map((item) => (item.name === "a.weight" ? tensor("a.weight", "F16", [3, 5]) : item)),
        ),
      /a\.weight is F16, expected BF16/,
    ],
    [
      "another shape",
      (copy) =>
        rewrite(copy, (tensors) =>
          tensors.map((item) => (item.name === "a.weight" ? tensor("a.weight", "BF16", [5, 5]) : item)),
        ),
      /a\.weight would get the shape \[5, 5\], expected \[5, 3\]/,
    ],
    [
      "a file that is cut off",
      (copy) => {
        truncateSync(path.join(copy, first), 300);
      },
      /not a valid safetensors file/,
    ],
    [
      "a file that is not safetensors",
      (copy) => {
        writeFileSync(path.join(copy, first), "PK\u0003\u0004 a pickle, perhaps");
      },
      /not a valid safetensors file/,
    ],
    [
      "an index that leaves its folder",
      (copy) => {
        writeFileSync(
          path.join(copy, "model.safetensors.index.json"),
          '{"weight_map":{"a":"../x.safetensors"}}',
        );
      },
      /outside its own folder/,
    ],
    [
      "a configuration that is no JSON",
      (copy) => {
        writeFileSync(path.join(copy, "config.json"), "{");
      },
      /not a JSON object/,
    ],
  ])("%s, with one message, and writes nothing", async (name, spoil, message) => {
    const copy = variant(name.replaceAll(/\W/g, "-"));
    await spoil(copy);
    const out = `${copy}-out`;
    const result = python(script, "--checkpoint", copy, "--out", out);
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(message);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
    expect(readdirSync(folder)).not.toContain(path.basename(out));
  });

  it("files that exist, unless --force is given, and the checkpoint's own folder always", () => {
    const out = path.join(folder, "twice");
    expect(python(script, "--checkpoint", good, "--out", out, allowed).status).toBe(0);
    const before = digests(out);
    writeFileSync(path.join(out, first), "precious");
    expect(python(script, "--checkpoint", good, "--out", out, allowed)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("exists already") as string,
    });
    expect(readFileSync(path.join(out, first), "utf8")).toBe("precious");
    expect(python(script, "--checkpoint", good, "--out", out, "--force", allowed).status).toBe(0);
    expect(digests(out)).toEqual(before);
    const inPlace = python(script, "--checkpoint", good, "--out", good, "--force", allowed);
    expect(inPlace).toMatchObject({ status: 1, stderr: expect.stringContaining("own folder") as string });
  });
});

let seed = 1;
function tensor(name: string, dtype: Dtype, shape: readonly number[]): TensorData {
  const size = shape.reduce((product, value) => product * value, bytesPerElement(dtype) ?? 1);
  // A linear congruential generator: bytes that repeat in every run, with NaN patterns among them.
  const data = Uint8Array.from(
    { length: size },
    () => (seed = (seed * 1103515245 + 12345) % 2147483648) >> 16,
  );
  return { name, dtype, shape, data };
}

const strange = 'päth."quoted"\\ 中\u2028.weight';

const shards = (): [TensorData[], TensorData[]] => [
  [
    tensor("a.weight", "BF16", [3, 5]),
    tensor("qkv.weight", "BF16", [6, 4]),
    tensor("qkv.bias", "F32", [6]),
    tensor("empty", "F32", [0, 3]),
  ],
  [
    tensor("k.weight", "BF16", [7, 4]),
    tensor("q.weight", "BF16", [2, 4]),
    tensor("k.bias", "F64", [7]),
    tensor("q.bias", "F64", [2]),
    tensor(strange, "I64", [4, 3]),
    tensor("scale", "F16", []),
    tensor("mask", "BOOL", [3, 2]),
    tensor("old", "U8", [9]),
    tensor("f8", "F8_E4M3", [3, 4]),
  ],
];

const entry = (
  target: string,
  dtype: Dtype,
  shape: number[],
  pieces: PlanEntry["pieces"],
  joinAxis?: number,
): PlanEntry => ({
  target,
  dtype,
  shape,
  pieces,
  ...(joinAxis !== undefined && { joinAxis }),
  operation:
    pieces.length > 1 ? "fuse" : pieces[0]?.rows ? "split" : pieces[0]?.transpose ? "transpose" : "keep",
  renamed: false,
  reason: "test",
  confidence: "asked",
});

const mixedPlan: WeightPlan = weightPlan.parse({
  schemaVersion: 1,
  kind: "paddle-port/weight-plan",
  producer: "test",
  source: { framework: "torch", model: 'a "model" \\ of ours\n# with a line break' },
  target: { framework: "paddle", model: "port" },
  entries: [
    entry("a.weight", "BF16", [5, 3], [{ source: "a.weight", transpose: true }]),
    entry(
      "wq.weight",
      "BF16",
      [4, 3],
      [{ source: "qkv.weight", rows: { start: 0, end: 3 }, transpose: true }],
    ),
    entry(
      "wkv.weight",
      "BF16",
      [3, 4],
      [{ source: "qkv.weight", rows: { start: 3, end: 6 }, transpose: false }],
    ),
    entry("qkv.bias", "F32", [6], [{ source: "qkv.bias", transpose: false }]),
    entry("empty", "F32", [3, 0], [{ source: "empty", transpose: true }]),
    entry(
      "fused.weight",
      "BF16",
      [4, 9],
      [
        { source: "q.weight", transpose: true },
        { source: "k.weight", transpose: true },
      ],
      1,
    ),
    entry(
      "fused.bias",
      "F64",
      [9],
      [
        { source: "q.bias", transpose: false },
        { source: "k.bias", transpose: false },
      ],
      0,
    ),
    entry(strange, "I64", [3, 4], [{ source: strange, transpose: true }]),
    entry("10", "F16", [], [{ source: "scale", transpose: false }]),
    entry("mask", "BOOL", [2, 3], [{ source: "mask", transpose: true }]),
    entry("f8", "F8_E4M3", [4, 3], [{ source: "f8", transpose: true }]),
  ],
  dropped: [{ source: "old", reason: 'not "used"\nany more', confidence: "asked" }],
  undecided: [],
});

async function mixedCheckpoint(name: string): Promise<{ plan: string; checkpoint: string }> {
  const checkpoint = path.join(folder, `${name}-checkpoint`);
  mkdirSync(checkpoint);
  const parts = shards();
  await writeShards(checkpoint, parts);
  writeFileSync(
    path.join(checkpoint, "config.json"),
    '{\n  "torch_dtype": "bfloat16",\n  "rope_theta": 10000.0,\n  "text_config": {"transformers_version": "5.1", "torch_dtype": "float32"},\n  "transformers_version": "5.1",\n  "name": "\\u00e9\u00e9"\n}\n',
  );
  writeFileSync(path.join(checkpoint, "notes.txt"), "line\r\nline\n");
  writeFileSync(path.join(checkpoint, "pytorch_model.bin"), "weights in another format stay behind");
  const plan = path.join(folder, `${name}-plan.json`);
  writeFileSync(plan, JSON.stringify(mixedPlan));
  return { plan, checkpoint };
}

async function writeShards(checkpoint: string, parts: readonly (readonly TensorData[])[]): Promise<void> {
  const weightMap: Record<string, string> = {};
  for (const [index, tensors] of parts.entries()) {
    const file = `model-0000${index + 1}-of-00002.safetensors`;
    await writeSafetensors(path.join(checkpoint, file), tensors, new Map([["format", "pt"]]));
    for (const item of tensors) weightMap[item.name] = file;
  }
  const index = {
    metadata: { total_parameters: 7, total_size: 1, note: { nested: [1, "ü"] } },
    weight_map: weightMap,
  };
  writeFileSync(path.join(checkpoint, "model.safetensors.index.json"), JSON.stringify(index));
}

async function rewrite(copy: string, change: (tensors: TensorData[]) => TensorData[]): Promise<void> {
  const [left, right] = shards();
  await writeShards(copy, [change(left), right]);
}
