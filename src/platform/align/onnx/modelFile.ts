import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";

import { readOnnxModel, type OnnxModel } from "../../../core/align/onnx/model.js";
import { UserError } from "../../../core/util/userError.js";
import { errorCode, NodeFile } from "../../files.js";

/** An ONNX file in memory; weights in other files stay there. */
export interface ModelFile {
  readonly bytes: Uint8Array;
  readonly model: OnnxModel;
  /** Of the file; with weights in other files, of the lines of all their hashes. */
  readonly sha256: string;
}

/** A protobuf message may not be larger, and so no ONNX file. */
const mostBytes = 2 ** 31 - 1;

/**
 * Reads an ONNX file and makes sure that the files with its weights are there.
 * @throws UserError naming the file
 */
export async function openModel(file: string): Promise<ModelFile> {
  const bytes = await readModelFile(file);
  const model = parse(bytes, file);
  await checkExternalFiles(model, file);
  return { bytes, model, sha256: await hashOf(model, file) };
}

async function readModelFile(file: string): Promise<Uint8Array> {
  let opened: NodeFile | undefined;
  try {
    opened = await NodeFile.open(file);
    if (opened.size <= mostBytes) return await opened.read(0, opened.size);
  } catch (error) {
    const reason =
      errorCode(error) === "ENOENT" ? "there is no such file" : error instanceof Error ? error.message : "";
    throw new UserError(
      `The ONNX model ${file} cannot be read: ${reason}.`,
      "Correct `model` of the reference.",
      {
        cause: error,
      },
    );
  } finally {
    await opened?.close();
  }
  throw new UserError(
    `${file} is no ONNX file: none is larger than 2 GiB.`,
    "Export the weights as external data.",
  );
}

function parse(bytes: Uint8Array, file: string): OnnxModel {
  try {
    return readOnnxModel(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(
      `${file} is no ONNX file, or not a whole one: ${error.message}.`,
      "Name a file that `torch.onnx.export` wrote, or export it again.",
      { cause: error },
    );
  }
}

async function checkExternalFiles(model: OnnxModel, file: string): Promise<void> {
  for (const name of model.externalFiles) {
    const beside = path.join(path.dirname(file), name);
    try {
      if ((await stat(beside)).isFile()) continue;
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
    }
    throw new UserError(
      `${file} keeps weights in ${name}, which is not there (${beside}).`,
      "Put it beside the model, or export the model again.",
    );
  }
}

async function hashOf(model: OnnxModel, file: string): Promise<string> {
  const digests: string[] = [];
  for (const name of [file, ...model.externalFiles.map((name) => path.join(path.dirname(file), name))]) {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(name)) hash.update(chunk as Buffer);
    digests.push(hash.digest("hex"));
  }
  const [only] = digests;
  return digests.length === 1 && only !== undefined
    ? only
    : createHash("sha256").update(digests.join("\n")).digest("hex");
}
