// @ts-check
// Writes a checkpoint with the tensors of Jina-CLIP-v2 in their real sizes (999 tensors, 865,278,477 numbers, bfloat16,
// two shards, 1.73 GB) and random values, and a weight plan for it. Such a checkpoint is made where it is needed and
// never committed; the real one may not be passed on.
//   node scripts/bench/jinaCheckpoint.mjs --out FOLDER
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { tensorSize, writeCheckpointFile } from "./checkpointFile.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** @typedef {{ name: string, shape: number[], kind: string }} Key */

/** The keys of the model: a pattern stands for the 24 blocks of a tower. @returns {Key[]} */
function keys() {
  const tables = JSON.parse(readFileSync(path.join(root, "test/fixtures/plan/model-keys.json"), "utf8"))[
    "jina-clip-v2"
  ];
  return tables.patterns.flatMap(
    (/** @type {{ pattern: string, shape: number[], kind: string, count: number }} */ row) =>
      Array.from({ length: row.count }, (_, block) => ({
        name: row.pattern.replace("{N}", String(block)),
        shape: row.shape,
        kind: row.kind,
      })),
  );
}

/** The plan of the merged port: LoRA merged, matrices of Linear transposed. @param {readonly Key[]} all */
function planFor(all) {
  const entries = all
    .filter((key) => key.kind !== "LoRA")
    .map((key) => {
      const list = key.name.replace(/\.original$/, "");
      const [a, b] = [`${list}.0.lora_A`, `${list}.0.lora_B`];
      const [left, right] = key.kind === "Embedding" ? [a, b] : [b, a];
      const transpose = key.kind === "Linear";
      return {
        target: key.name.replace(".parametrizations.weight.original", ".weight"),
        shape: transpose ? key.shape.toReversed() : key.shape,
        dtype: "BF16",
        pieces: [
          {
            source: key.name,
            transpose,
            ...(list === key.name ? {} : { merge: { left, right, scale: 1 } }),
          },
        ],
        operation: transpose ? "transpose" : "keep",
        renamed: list !== key.name,
        reason: "benchmark",
        confidence: "certain",
      };
    });
  return {
    schemaVersion: 1,
    kind: "paddle-port/weight-plan",
    producer: "benchmark",
    source: { framework: "torch", model: "jina-clip-v2" },
    target: { framework: "paddle", model: "jina-clip-v2" },
    entries,
    dropped: [],
    undecided: [],
  };
}

/**
 * @param {string} folder is made; gets the checkpoint in `checkpoint/` and `plan.json`
 * @returns {{ tensors: number, bytes: number }}
 */
export function makeJinaCheckpoint(folder) {
  const all = keys();
  const checkpoint = path.join(folder, "checkpoint");
  mkdirSync(checkpoint, { recursive: true });
  const bytes = all.reduce((sum, key) => sum + tensorSize("BF16", key), 0);
  /** @type {[Key[], Key[]]} */
  const shards = [[], []];
  let before = 0;
  for (const key of all) {
    shards[before < bytes / 2 ? 0 : 1].push(key);
    before += tensorSize("BF16", key);
  }
  /** @type {Record<string, string>} */
  const weightMap = {};
  for (const [index, tensors] of shards.entries()) {
    const name = `model-0000${index + 1}-of-00002.safetensors`;
    writeCheckpointFile(path.join(checkpoint, name), "BF16", tensors);
    for (const key of tensors) weightMap[key.name] = name;
  }
  const index = { metadata: { total_size: bytes }, weight_map: weightMap };
  writeFileSync(path.join(checkpoint, "model.safetensors.index.json"), JSON.stringify(index, undefined, 2));
  writeFileSync(path.join(folder, "plan.json"), JSON.stringify(planFor(all)));
  return { tensors: all.length, bytes };
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf("--out");
  const folder = at < 0 ? undefined : process.argv[at + 1];
  if (folder === undefined) {
    console.error("Name the folder to write to: --out FOLDER");
    process.exit(2);
  }
  const { tensors, bytes } = makeJinaCheckpoint(path.resolve(folder));
  console.log(`${tensors} tensors, ${bytes} bytes in ${folder}/checkpoint; ${folder}/plan.json`);
}
