import { z } from "zod";

import { SafetensorsError } from "./errors.js";

/** Most shards an index may name; the largest published checkpoints have a few hundred. */
const maximumShards = 10_000;

const indexDocument = z.looseObject({
  metadata: z.looseObject({}).optional(),
  weight_map: z.record(z.string(), z.string()),
});

/** A `*.safetensors.index.json`: which file holds which tensor. */
export interface ShardIndex {
  /** Tensor name → file name, both as written. */
  readonly weightMap: ReadonlyMap<string, string>;
  /** Whatever stands under `metadata`: total_size and, at times, more. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The different file names, sorted. */
  readonly files: readonly string[];
}

/**
 * Reads an index. File names must be plain names: an index from elsewhere may not point out of its folder.
 * @throws SafetensorsError invalid-json | invalid-structure
 */
export function parseShardIndex(text: string): ShardIndex {
  const document = indexDocument.safeParse(parseJson(text));
  if (!document.success) {
    throw new SafetensorsError(
      "invalid-structure",
      "the index needs weight_map, an object of tensor name to file name",
      0,
    );
  }
  const weightMap = new Map(Object.entries(document.data.weight_map));
  const files = [...new Set(weightMap.values())].sort();
  if (files.length === 0) throw new SafetensorsError("invalid-structure", "the index names no file", 0);
  if (files.length > maximumShards) {
    throw new SafetensorsError(
      "invalid-structure",
      `the index names ${files.length} files, at most ${maximumShards} are read`,
      0,
    );
  }
  for (const [tensor, file] of weightMap) {
    if (isPlainFileName(file)) continue;
    const detail = `the index points to ${JSON.stringify(file)}, which is not the plain name of a .safetensors file`;
    throw new SafetensorsError("invalid-structure", detail, 0, tensor);
  }
  return { weightMap, metadata: document.data.metadata ?? {}, files };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SafetensorsError("invalid-json", "the index is not JSON", 0);
  }
}

/** True for a name that stays in its folder on every platform: no separators, no drive, no control characters. */
export function isPlainFileName(name: string): boolean {
  return /^[^\\/:*?"<>|\p{Cc}]+\.safetensors$/u.test(name) && !name.startsWith(".");
}

/**
 * Compares an index with the headers of its files, both ways.
 * @param shards file name → names of the tensors in it
 * @returns what is wrong, one sentence each; empty when all agree
 */
export function checkShards(index: ShardIndex, shards: ReadonlyMap<string, Iterable<string>>): string[] {
  const problems: string[] = [];
  const holders = new Map<string, string[]>();
  for (const [file, names] of shards) {
    for (const name of names) holders.set(name, [...(holders.get(name) ?? []), file]);
  }
  for (const [name, files] of holders) {
    const quoted = JSON.stringify(name);
    const expected = index.weightMap.get(name);
    if (files.length > 1) problems.push(`tensor ${quoted} is in ${files.join(" and ")}`);
    else if (expected === undefined)
      problems.push(`tensor ${quoted} of ${files.join()} is missing from the index`);
    else if (!files.includes(expected))
      problems.push(`tensor ${quoted} is in ${files.join()}, the index says ${expected}`);
  }
  for (const [name, file] of index.weightMap) {
    if (!holders.has(name))
      problems.push(`tensor ${JSON.stringify(name)} is in the index but not in ${file}`);
  }
  return problems;
}

/** Writes an index as Hugging Face does: two spaces, sorted names, a line break at the end. */
export function formatShardIndex(
  weightMap: ReadonlyMap<string, string>,
  metadata: Readonly<Record<string, unknown>>,
): string {
  // JSON.stringify of one object would move integer-like tensor names to the front, so the map is written by hand.
  const names = [...weightMap.keys()].sort();
  const lines = names.map((name) => `    ${JSON.stringify(name)}: ${JSON.stringify(weightMap.get(name))}`);
  const head = JSON.stringify(metadata, undefined, 2).replaceAll("\n", "\n  ");
  return `{\n  "metadata": ${head},\n  "weight_map": {\n${lines.join(",\n")}\n  }\n}\n`;
}
