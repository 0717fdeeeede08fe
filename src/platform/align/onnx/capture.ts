import { writeFile } from "node:fs/promises";
import path from "node:path";

import type { CapturedTensor, CaptureManifest } from "../../../core/align/capture.js";
import { isCaptureDtype } from "../../../core/align/captureDtypes.js";
import { withOutputs } from "../../../core/align/onnx/edit.js";
import { moduleCalls } from "../../../core/align/onnx/moduleCalls.js";
import { sizeOf, type InputTensor } from "../../../core/align/tensorValues.js";
import { UserError } from "../../../core/util/userError.js";
import { readTensors } from "../inputs.js";
import { feedsFor, inputFor } from "./feeds.js";
import { capturedCall, environmentOf, outputsOf } from "./manifest.js";
import { openModel, type ModelFile } from "./modelFile.js";
import { measureNoise } from "./noise.js";
import type { CaptureRequest, OnnxRun } from "./request.js";
import { onnxRuntimeVersion, type Ort, type OrtSession, type OrtTensor } from "./runtime.js";
import { createSession, fetchAll, firstLine } from "./session.js";
import { TensorStore } from "./tensorStore.js";

type Progress = (fields: { stage: string; module: string; done: number; total: number }) => void;

/** Runs an ONNX model and writes one capture for each run, as the Python side does for a live model. */
export async function captureOnnx(ort: Ort, request: CaptureRequest, progress: Progress): Promise<void> {
  progress({ stage: "weights", module: request.model, done: 0, total: 1 });
  const file = await openModel(request.model);
  for (const run of request.runs) await captureRun(ort, request, file, run, progress);
}

async function captureRun(
  ort: Ort,
  request: CaptureRequest,
  file: ModelFile,
  run: OnnxRun,
  progress: Progress,
): Promise<void> {
  const { bytes, model } = file;
  const calls = moduleCalls(model);
  const border = [...new Set(calls.flatMap(({ entering, leaving }) => [...entering, ...leaving]))];
  const promoted = border.filter((name) => !model.inputs.includes(name) && !model.outputs.includes(name));
  const setting = { file: request.model, threads: request.threads, optimisation: "disabled" } as const;
  const session = await createSession(ort, withOutputs(bytes, promoted), setting);
  const given = await readTensors(run.inputs);
  const store = await TensorStore.create(path.join(run.out, "activations.safetensors"));
  try {
    const inputs = await storeInputs(store, given);
    const feeds = feedsFor(ort, request, session.inputMetadata, given);
    const names = session.outputMetadata.filter(isUsable).map(({ name }) => name);
    const values = await runAll(session, feeds, names, store, request.model, progress);
    await session.release();
    for (const name of Object.keys(feeds)) {
      const stored = inputs.find(({ slot }) => slot === inputFor(request, name));
      if (stored) values.set(name, { ...stored, slot: name });
    }
    await refuseNan(store, outputsOf(model, values, request));
    const noise = await measureNoise({
      ort,
      bytes,
      model,
      calls,
      feeds,
      values,
      promoted,
      store,
      setting,
      progress,
    });
    const outputs = outputsOf(model, values, request, noise);
    const manifest: CaptureManifest = {
      ...environmentOf(onnxRuntimeVersion(ort), request, file, calls),
      inputs,
      inputsSha256: run.inputsSha256,
      noiseMethods: [...noise.methods],
      calls: run.onlyOutputs ? [] : calls.map((call) => capturedCall(call, values, outputs, noise)),
      outputs,
    };
    // The noise floor of the outputs alone needs the layers too, but they are not kept.
    const kept = run.onlyOutputs ? [...inputs, ...outputs] : [...inputs, ...values.values()];
    await store.finish(new Set(kept.map(({ key }) => key)));
    await writeFile(path.join(run.out, "capture.json"), `${JSON.stringify(manifest, undefined, 1)}\n`, {
      flag: "wx",
      flush: true,
    });
  } finally {
    await store.close();
  }
}

async function storeInputs(store: TensorStore, given: readonly InputTensor[]): Promise<CapturedTensor[]> {
  const stored: CapturedTensor[] = [];
  for (const { name, dtype, shape, data } of given) {
    stored.push({ key: await store.add(dtype, shape, data), slot: name, shape: [...shape], dtype });
  }
  return stored;
}

/** A capture holds tensors of numbers; lists of tensors, texts and unsigned integers are left out. */
function isUsable(info: { isTensor: boolean; type?: string }): boolean {
  return info.isTensor && info.type !== undefined && isCaptureDtype(info.type);
}

async function runAll(
  session: OrtSession,
  feeds: Readonly<Record<string, OrtTensor>>,
  names: readonly string[],
  store: TensorStore,
  model: string,
  progress: Progress,
): Promise<Map<string, CapturedTensor>> {
  const values = new Map<string, CapturedTensor>();
  try {
    await fetchAll(session, feeds, names, async (name, tensor) => {
      const { type: dtype, dims } = tensor;
      const key = await store.add(dtype, dims, bytesOf(tensor));
      values.set(name, { key, slot: name, shape: [...dims], dtype });
      progress({ stage: "forward", module: name, done: values.size, total: names.length });
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The reference ${model} failed in its run: ${firstLine(said)}.`,
      "Correct the inputs in the specification, or export the model again.",
      { cause: error },
    );
  }
  return values;
}

function bytesOf({ data, type }: OrtTensor): Uint8Array {
  if (!ArrayBuffer.isView(data)) throw new RangeError(`a tensor of ${type} holds no bytes`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

async function refuseNan(store: TensorStore, outputs: readonly CapturedTensor[]): Promise<void> {
  for (const { slot, key, shape } of outputs) {
    const count = Array.from(await store.read(key)).filter(Number.isNaN).length;
    if (count === 0) continue;
    throw new UserError(
      `The reference's output ${slot} holds ${String(count)} NaN among ${String(sizeOf(shape))} values.`,
      "Nothing can be compared with NaN: check the weights and inputs, such as a mask that hides all.",
    );
  }
}
