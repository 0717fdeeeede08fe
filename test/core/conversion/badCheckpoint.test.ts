import { rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

import { run } from "../../../src/cli/main.js";
import { writeSafetensors } from "../../../src/platform/safetensorsFiles.js";
import { entry, knownTensor, makePlan, temporaryFolder, type KnownTensor } from "./support.js";

const merge = { left: "fc.lora_B", right: "fc.lora_A", scale: 1 };
const plan = makePlan([
  entry("fc.weight", "BF16", [6, 5], [{ source: "fc.original", merge, transpose: true }]),
  entry("embed", "BF16", [9, 6], [{ source: "embed", transpose: false }]),
]);
const first = [
  knownTensor("fc.original", "BF16", [5, 6]),
  knownTensor("fc.lora_A", "BF16", [1, 2, 6]),
  knownTensor("fc.lora_B", "BF16", [1, 5, 2]),
];
const second = [knownTensor("embed", "BF16", [9, 6])];
const good = { hidden_size: 6, vocab_size: 9 };

async function runCli(args: readonly string[]): Promise<{ code: number; stderr: string }> {
  let stderr = "";
  const io = {
    cwd: "/",
    interactive: false,
    stdout: () => undefined,
    stderr: (text: string) => void (stderr += text),
  };
  return { code: await run(args, io), stderr };
}

/** A sharded checkpoint with its configuration, changed by `spoil`, and what `convert` says of it. */
async function convert(
  tensors: readonly KnownTensor[],
  more: { spoil?: (folder: string) => Promise<void>; config?: unknown; options?: string[] } = {},
): Promise<{ code: number; stderr: string; written: boolean; folder: string }> {
  await using folder = await temporaryFolder();
  const at = (name: string): string => path.join(folder.path, name);
  const shards = [
    tensors.filter(({ name }) => name.startsWith("fc")),
    tensors.filter(({ name }) => !name.startsWith("fc")),
  ];
  const names = shards.map((_, index) => `model-0000${index + 1}-of-00002.safetensors`);
  const map: Record<string, string> = {};
  for (const [index, shard] of shards.entries()) {
    await writeSafetensors(at(names[index] ?? ""), shard);
    for (const { name } of shard) map[name] = names[index] ?? "";
  }
  await writeFile(at("model.safetensors.index.json"), JSON.stringify({ metadata: {}, weight_map: map }));
  await writeFile(at("config.json"), JSON.stringify(more.config ?? good));
  await writeFile(at("plan.json"), JSON.stringify(plan));
  await more.spoil?.(folder.path);
  const out = at("out");
  const { code, stderr } = await runCli([
    "convert",
    at("plan.json"),
    "--checkpoint",
    folder.path,
    "--out",
    out,
    ...(more.options ?? []),
  ]);
  return { code, stderr, written: existsSync(out), folder: folder.path };
}

/** The same tensors with one replaced, or left out. */
const changed = (name: string, tensor?: KnownTensor): KnownTensor[] =>
  [...first, ...second].flatMap((item) => (item.name === name ? (tensor ?? []) : item));

const all = [...first, ...second];
/** With a quiet NaN, an infinity and another NaN among its elements. */
function spoilt(name: string): KnownTensor {
  const tensor = all.find((item) => item.name === name);
  if (tensor === undefined) throw new Error(name);
  const data = tensor.data.slice();
  for (const [element, bits] of [
    [8, 0x7fc0],
    [9, 0xff80],
    [3, 0xffc1],
  ] as const)
    new DataView(data.buffer).setUint16(element * 2, bits, true);
  return { ...tensor, data };
}

describe("convert names what is wrong with a checkpoint, with the remedy, and writes nothing", () => {
  it("but converts a good one", async () => {
    expect(await convert(all)).toMatchObject({ code: 0, written: true });
  });

  it.each<[string, Parameters<typeof convert>, RegExp]>([
    [
      "a tensor is missing",
      [changed("embed", knownTensor("other", "BF16", [9, 6]))],
      /"embed" needs "embed", which the checkpoint does not have.*paddle-port plan/,
    ],
    ["a tensor more", [[...all, knownTensor("extra", "BF16", [2])]], /says nothing about tensor "extra"/],
    [
      "another shape",
      [changed("embed", knownTensor("embed", "BF16", [8, 6]))],
      /"embed" should have shape \[9, 6\], its pieces give \[8, 6\]/,
    ],
    [
      "another dtype",
      [changed("embed", knownTensor("embed", "F32", [9, 6]))],
      /"embed" is BF16, but "embed" is F32/,
    ],
    [
      "lora_A without lora_B",
      [changed("fc.lora_B")],
      /"fc.weight" merges "fc.lora_B", which the checkpoint does not have/,
    ],
    [
      "ranks that differ",
      [changed("fc.lora_A", knownTensor("fc.lora_A", "BF16", [1, 3, 6]))],
      /"fc.weight" cannot be merged: the ranks of `fc.lora_B` \[1, 5, 2\] and `fc.lora_A` \[1, 3, 6\] differ: 2 and 3/,
    ],
    [
      "a factor of integers",
      [changed("fc.lora_A", knownTensor("fc.lora_A", "I16", [1, 2, 6]))],
      /`fc.lora_A` is I16; F16, BF16, F32 and F64 can be merged/,
    ],
    [
      "a shard is missing",
      [all, { spoil: (folder) => rm(path.join(folder, "model-00002-of-00002.safetensors")) }],
      /model-00002-of-00002\.safetensors does not exist/,
    ],
    [
      "a configuration of another size",
      [all, { config: { hidden_size: 768 } }],
      /config\.json contradicts the checkpoint: hidden_size is 768, but no tensor has a dimension of 768/,
    ],
    [
      "a configuration of another LoRA",
      [all, { config: { lora_alpha: 1, lora_rank: 2 } }],
      /lora_alpha \/ lora_rank is 1 \/ 2 = 0\.5, but the plan merges with the scale 1/,
    ],
    [
      "NaN and infinity",
      [changed("embed", spoilt("embed"))],
      /1 tensor holds NaN or infinity: "embed" in model-00002-of-00002\.safetensors \(2 NaN and 1 infinite, the first at \[0, 3\]\).*--allow-nonfinite/,
    ],
    [
      "NaN in what is merged",
      [changed("fc.lora_B", spoilt("fc.lora_B"))],
      /"fc.lora_B" in model-00001-of-00002\.safetensors \(2 NaN and 1 infinite, the first at \[0, 1, 1\]\)/,
    ],
  ])("%s", async (_, given, message) => {
    const { code, stderr, written, folder } = await convert(...given);
    expect(stderr).toMatch(message);
    expect(stderr).toContain(folder);
    expect(code).toBe(2);
    expect(written).toBe(false);
  });

  it("unless NaN are asked for", async () => {
    expect(
      await convert(changed("embed", spoilt("embed")), { options: ["--allow-nonfinite"] }),
    ).toMatchObject({ code: 0, written: true });
  });

  it("a merged weight that is too large for float16", async () => {
    const half = (name: string, shape: number[]): KnownTensor => {
      const tensor = knownTensor(name, "F16", shape);
      return { ...tensor, data: tensor.data.map((_, at) => (at % 2 === 1 ? 0x7b : 0)) };
    };
    const tensors = [half("fc.original", [5, 6]), half("fc.lora_A", [1, 2, 6]), half("fc.lora_B", [1, 5, 2])];
    await using folder = await temporaryFolder();
    const at = (name: string): string => path.join(folder.path, name);
    await writeSafetensors(at("model.safetensors"), tensors);
    const planned = makePlan([
      entry("fc.weight", "F16", [6, 5], [{ source: "fc.original", merge, transpose: true }]),
    ]);
    await writeFile(at("plan.json"), JSON.stringify(planned));
    const { code, stderr } = await runCli([
      "convert",
      at("plan.json"),
      "--checkpoint",
      at("model.safetensors"),
      "--out",
      at("out"),
    ]);
    expect(stderr).toMatch(/A merged weight of .* is too large for its type/);
    expect(code).toBe(2);
    expect(existsSync(at("out"))).toBe(false);
  });
});
