import { open, readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

import { UserError } from "../../core/util/userError.js";
import { adaptConfig } from "../../core/weights/conversion/configJson.js";
import type { TargetFile } from "../../core/weights/conversion/prepare.js";
import { chooseSideFiles } from "../../core/weights/conversion/sideFiles.js";
import { formatShardIndex } from "../../core/weights/safetensors/shardIndex.js";
import type { Checkpoint } from "../checkpoints.js";

/** A small file that goes with the weights. */
export interface SideDocument {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Largest companion file that is copied; a tokenizer takes a few MiB. */
const maximumBytes = 128 * 2 ** 20;

/**
 * Reads the files that go with the weights (configuration adapted, tokenizer and the like as they are) and makes the
 * index of a sharded checkpoint, which comes last.
 * @throws UserError when config.json is not JSON
 */
export async function collectSideDocuments(
  checkpoint: Checkpoint,
  targets: readonly TargetFile[],
  wholeFolder: boolean,
): Promise<SideDocument[]> {
  const documents: SideDocument[] = [];
  for (const name of chooseSideFiles(await readdir(checkpoint.directory), wholeFolder)) {
    const file = path.join(checkpoint.directory, name);
    // stat follows links: the Hugging Face cache consists of them.
    const found = await stat(file).catch(() => undefined);
    if (found === undefined || !found.isFile() || found.size > maximumBytes) continue;
    const content = await readFile(file);
    documents.push({ name, content: name === "config.json" ? adapt(file, content) : content });
  }
  const { index } = checkpoint;
  if (index !== undefined) {
    const weightMap = new Map<string, string>();
    let bytes = 0;
    for (const target of targets) {
      for (const tensor of target.tensors) weightMap.set(tensor.name, target.name);
      for (const tensor of target.tensors) bytes += tensor.end - tensor.begin;
    }
    const text = formatShardIndex(weightMap, { ...index.content.metadata, total_size: bytes });
    documents.push({ name: index.name, content: Buffer.from(text) });
  }
  return documents;
}

function adapt(file: string, content: Buffer): Uint8Array {
  try {
    return Buffer.from(adaptConfig(content.toString("utf8")));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${file} is not a JSON object.`, "Repair it or move it out of the folder.", {
      cause: error,
    });
  }
}

/** Bytes that the documents take. */
export function sideBytes(documents: readonly SideDocument[]): number {
  return documents.reduce((total, document) => total + document.content.length, 0);
}

/** Writes and synchronises the documents at the paths that `place` gives for their names. */
export async function stageSideDocuments(
  documents: readonly SideDocument[],
  place: (name: string) => string,
): Promise<void> {
  for (const { name, content } of documents) {
    const handle = await open(place(name), "w");
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
