import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

import { UserError } from "../core/util/userError.js";
import type { Dtype } from "../core/weights/safetensors/dtypes.js";
import { escapeText } from "../core/weights/safetensors/escapeText.js";
import { readHeader, type RandomAccessFile } from "../core/weights/safetensors/reader.js";
import { checkShards, parseShardIndex, type ShardIndex } from "../core/weights/safetensors/shardIndex.js";
import { explainCheckpointError } from "./checkpointErrors.js";
import { NodeFile, sha256 } from "./files.js";

/** A tensor of a checkpoint. `begin` and `end` are byte offsets in the file `file`. */
export interface CheckpointTensor {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Name of the file in the checkpoint's directory. */
  readonly file: string;
  readonly begin: number;
  readonly end: number;
}

export interface CheckpointFile {
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** When it was last written, in nanoseconds since 1970 as decimal text. */
  readonly modified: string;
  /** SHA-256 of the header with its 8-byte length. */
  readonly headerSha256: string;
  readonly metadata: ReadonlyMap<string, string>;
}

/** One .safetensors file, or all shards of an index, with checked headers. */
export interface Checkpoint {
  readonly directory: string;
  /** In the order of their names. */
  readonly files: readonly CheckpointFile[];
  /** The index of a sharded checkpoint. */
  readonly index: { readonly name: string; readonly content: ShardIndex } | undefined;
  /** By file name, then in the order of the data. */
  readonly tensors: readonly CheckpointTensor[];
  /** SHA-256 over the headers (each with its 8-byte length) of all files, in the order of `files`. */
  readonly headerSha256: string;
  /** The whole data of one tensor, little-endian, C order, in memory of its own (aligned to 8 bytes). */
  readTensor(name: string): Promise<Uint8Array<ArrayBuffer>>;
  /** One of the files, by the name it has in `files`, for reading at any place. */
  reader(file: string): RandomAccessFile;
  close(): Promise<void>;
}

/**
 * Opens a checkpoint: a .safetensors file, a .safetensors.index.json, or a directory with one of them.
 * Headers are checked strictly, and an index against its shards both ways; the data is not read.
 * @throws UserError naming the file, the place and the remedy
 */
export async function openCheckpoint(fileOrDirectory: string): Promise<Checkpoint> {
  const found = await locate(fileOrDirectory);
  const directory = path.dirname(found);
  if (!found.endsWith(".index.json")) return openFiles(directory, [path.basename(found)], undefined);
  let content: ShardIndex;
  try {
    content = parseShardIndex(await readFile(found, "utf8"));
  } catch (error) {
    throw explainCheckpointError(found, error);
  }
  return openFiles(directory, content.files, { name: path.basename(found), content });
}

/**
 * True when a path is a folder, and not a file.
 * @throws UserError when there is neither
 */
export async function isFolder(given: string): Promise<boolean> {
  try {
    return (await stat(given)).isDirectory();
  } catch (error) {
    throw explainCheckpointError(given, error);
  }
}

async function locate(given: string): Promise<string> {
  if (!(await isFolder(given))) return given;
  const names = (await readdir(given)).filter((name) => !name.startsWith(".")).sort();
  const indexes = names.filter((name) => name.endsWith(".safetensors.index.json"));
  const files = names.filter((name) => name.endsWith(".safetensors"));
  // A whole model next to an index makes two checkpoints; which is meant is not ours to guess. Shards belong to it.
  const whole = files.filter((name) => name === "model.safetensors");
  const choice = indexes.length > 0 ? [...indexes, ...whole] : whole.length > 0 ? whole : files;
  const [only, ...others] = choice;
  if (only === undefined) {
    const pickles = names.filter((name) => /\.(bin|pt|pth|pdparams)$/u.test(name));
    const hint =
      pickles.length > 0
        ? ` (it has ${escapeText(pickles.slice(0, 3).join(", "))}, which are pickles and are never executed)`
        : "";
    throw new UserError(
      `${given} holds no .safetensors file${hint}.`,
      "Name a folder or file with safetensors weights.",
    );
  }
  if (others.length > 0) {
    const list = escapeText(choice.slice(0, 4).join(", "));
    throw new UserError(
      `${given} holds several checkpoints (${list}${choice.length > 4 ? ", …" : ""}).`,
      "Name one of the files.",
    );
  }
  return path.join(given, only);
}

async function openFiles(
  directory: string,
  names: readonly string[],
  index: Checkpoint["index"],
): Promise<Checkpoint> {
  const opened = new Map<string, NodeFile>();
  const close = async (): Promise<void> => {
    await Promise.all([...opened.values()].map((file) => file.close()));
    opened.clear();
  };
  try {
    const files: CheckpointFile[] = [];
    const tensors: CheckpointTensor[] = [];
    const headers: Uint8Array[] = [];
    for (const name of names) {
      const { file, header } = await openOne(path.join(directory, name));
      opened.set(name, file);
      headers.push(header.bytes);
      const { metadata, dataStart } = header;
      const { path: location, size, modified } = file;
      files.push({ name, path: location, size, modified, headerSha256: sha256(header.bytes), metadata });
      for (const tensor of header.tensors.values()) {
        tensors.push({ ...tensor, file: name, begin: dataStart + tensor.begin, end: dataStart + tensor.end });
      }
    }
    if (index !== undefined) checkIndex(path.join(directory, index.name), index.content, tensors);
    const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    const readTensor = (name: string): Promise<Uint8Array<ArrayBuffer>> =>
      readOne(byName.get(name), name, opened);
    const reader = (name: string): RandomAccessFile => {
      const file = opened.get(name);
      if (file === undefined) throw new RangeError(`the checkpoint has no open file ${name}`);
      return file;
    };
    return { directory, files, index, tensors, headerSha256: sha256(...headers), readTensor, reader, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openOne(file: string) {
  let opened: NodeFile | undefined;
  let prefix: Uint8Array | undefined;
  try {
    opened = await NodeFile.open(file);
    prefix = await opened.read(0, Math.min(opened.size, 64));
    return { file: opened, header: await readHeader(opened) };
  } catch (error) {
    await opened?.close();
    throw explainCheckpointError(file, error, prefix);
  }
}

function checkIndex(indexPath: string, index: ShardIndex, tensors: readonly CheckpointTensor[]): void {
  const shards = new Map<string, string[]>(index.files.map((file) => [file, []]));
  for (const tensor of tensors) shards.get(tensor.file)?.push(tensor.name);
  const [first, ...others] = checkShards(index, shards);
  if (first === undefined) return;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  throw new UserError(
    `${indexPath} and its files disagree: ${escapeText(first)}${more}.`,
    "Download the whole checkpoint again.",
  );
}

async function readOne(
  tensor: CheckpointTensor | undefined,
  name: string,
  opened: ReadonlyMap<string, NodeFile>,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = tensor === undefined ? undefined : opened.get(tensor.file);
  if (tensor === undefined || file === undefined) {
    throw new UserError(
      `The checkpoint has no tensor "${escapeText(name)}".`,
      "List its tensors with paddle-port tensors.",
    );
  }
  const bytes = new Uint8Array(tensor.end - tensor.begin);
  if ((await file.readInto(bytes, tensor.begin)) < bytes.length) {
    throw new UserError(
      `${file.path} became shorter while it was read.`,
      "Start again when nothing writes to it.",
    );
  }
  return bytes;
}
