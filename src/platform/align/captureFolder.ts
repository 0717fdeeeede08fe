import { readFile } from "node:fs/promises";
import path from "node:path";

import { captureManifest, type CapturedTensor } from "../../core/align/capture.js";
import { captureDtypeOf } from "../../core/align/captureDtypes.js";
import type { Capture } from "../../core/align/layers.js";
import { valuesOf, type Values } from "../../core/align/tensorValues.js";
import { UserError } from "../../core/util/userError.js";
import { openCheckpoint, type Checkpoint } from "../checkpoints.js";

/** A capture on disk, open for reading. */
export interface CaptureFolder extends Capture {
  readonly folder: string;
  close(): Promise<void>;
}

/**
 * Opens a capture and checks that its two files fit together.
 * @throws UserError naming the folder and what is wrong with it
 */
export async function openCapture(folder: string, side: "reference" | "port"): Promise<CaptureFolder> {
  const file = path.join(folder, "capture.json");
  const remedy = `Make it again with \`paddle-port capture align.yaml --side ${side} -o ${folder}\`.`;
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new UserError(`${folder} holds no capture: ${file} cannot be read.`, remedy, { cause: error });
  }
  const parsed = captureManifest.safeParse(parseJson(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join(".") ?? "";
    throw new UserError(`${file} is no capture: ${where}: ${issue?.message ?? "not JSON"}.`, remedy);
  }
  const manifest = parsed.data;
  if (manifest.side !== side) {
    throw new UserError(`${folder} holds a capture of the ${manifest.side}, not of the ${side}.`, remedy);
  }
  const checkpoint = await openCheckpoint(path.join(folder, "activations.safetensors"));
  try {
    checkTensors(manifest, checkpoint, folder, remedy);
  } catch (error) {
    await checkpoint.close();
    throw error;
  }
  const read = async (tensor: CapturedTensor): Promise<Values> =>
    valuesOf(tensor.dtype, await checkpoint.readTensor(tensor.key));
  return { folder, manifest, tensors: { read }, close: () => checkpoint.close() };
}

function checkTensors(
  manifest: Capture["manifest"],
  checkpoint: Checkpoint,
  folder: string,
  remedy: string,
): void {
  const stored = new Map(checkpoint.tensors.map((tensor) => [tensor.name, tensor]));
  const named = [
    ...manifest.inputs,
    ...manifest.outputs,
    ...manifest.calls.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]),
    ...(manifest.computedWeights ?? []).flatMap(({ stored: before, computed }) => [before, computed]),
    ...(manifest.isolated?.calls.flatMap(({ outputs }) => outputs) ?? []),
  ];
  for (const { key, slot, shape, dtype } of named) {
    const tensor = stored.get(key);
    if (!tensor || captureDtypeOf(tensor.dtype) !== dtype || tensor.shape.join() !== shape.join()) {
      const what = tensor
        ? `has tensor ${key} as ${tensor.dtype} [${tensor.shape.join(", ")}]`
        : `lacks ${key}`;
      throw new UserError(
        `${folder} is damaged: activations.safetensors ${what}, capture.json names ${dtype} [${shape.join(", ")}] for slot ${slot}.`,
        remedy,
      );
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
