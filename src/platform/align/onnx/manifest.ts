import { release, type as osType } from "node:os";

import type { CapturedCall, CapturedTensor, CaptureManifest } from "../../../core/align/capture.js";
import type { OnnxModel } from "../../../core/align/onnx/model.js";
import type { ModuleCall } from "../../../core/align/onnx/moduleCalls.js";
import { UserError } from "../../../core/util/userError.js";
import type { ModelFile } from "./modelFile.js";
import { noiseKey, type Noise } from "./noise.js";
import type { CaptureRequest } from "./request.js";

type Values = ReadonlyMap<string, CapturedTensor>;

/** The outputs of the model, with the slots that the specification gives them, else their names. */
export function outputsOf(
  model: OnnxModel,
  values: Values,
  request: CaptureRequest,
  noise?: Noise,
): CapturedTensor[] {
  const unknown = Object.keys(request.slots).find((name) => !model.outputs.includes(name));
  if (unknown !== undefined) {
    throw new UserError(
      `${request.spec}: the model ${request.model} has no output ${unknown} (it has ${model.outputs.join(", ")}).`,
      "Correct `outputs` of the reference.",
    );
  }
  const found = model.outputs.flatMap((name) => {
    const value = values.get(name);
    return value
      ? [{ ...withNoise(value, noise?.propagated.get(name)), slot: request.slots[name] ?? name }]
      : [];
  });
  if (found.length > 0) return found;
  throw new UserError(
    `The model ${request.model} returns no tensor of numbers.`,
    "Export one that returns tensors.",
  );
}

/** A module of the graph as a call; its slots are names in the graph. */
export function capturedCall(
  call: ModuleCall,
  values: Values,
  outputs: readonly CapturedTensor[],
  noise: Noise,
): CapturedCall {
  const whole = call.path === "";
  const notes = [...new Set(call.exitDoubts.values())].map((doubt) => `its result is not known: ${doubt}`);
  const isolation = whole ? "it is the whole model" : call.entryDoubt;
  const described = (names: readonly string[]): CapturedTensor[] =>
    names.flatMap((name) => values.get(name) ?? []);
  const leaving = described(call.leaving.filter((name) => !call.exitDoubts.has(name)));
  return {
    order: call.order,
    began: call.began,
    module: call.path,
    class: call.class ?? "unknown",
    occurrence: 0,
    inputs: described(call.entering),
    outputs: whole
      ? [...outputs]
      : leaving.map((value) =>
          withNoise(
            value,
            noise.propagated.get(value.slot),
            noise.isolated.get(noiseKey(call.path, value.slot)),
          ),
        ),
    otherInputs: {},
    ...(notes.length > 0 ? { notes } : {}),
    ...(isolation === undefined ? {} : { isolation }),
  };
}

function withNoise(value: CapturedTensor, propagated?: number, isolated?: number): CapturedTensor {
  if (propagated === undefined && isolated === undefined) return value;
  const noise = {
    ...(isolated === undefined ? {} : { isolated }),
    ...(propagated === undefined ? {} : { propagated }),
  };
  return { ...value, noise };
}

/** What a capture says about the model and about where it ran. */
export function environmentOf(
  version: string,
  request: CaptureRequest,
  { model, sha256 }: ModelFile,
  calls: readonly ModuleCall[],
): Omit<CaptureManifest, "inputs" | "inputsSha256" | "calls" | "outputs"> {
  return {
    schemaVersion: 1,
    kind: "paddle-port/capture",
    side: "reference",
    framework: "onnx",
    frameworkVersion: version,
    python: `none (Node ${process.versions.node})`,
    platform: `${osType()} ${release()} ${process.arch}`,
    device: "cpu",
    threads: request.threads,
    numericFlags: {
      executionProvider: "ONNX Runtime CPU",
      graphOptimisation: "disabled",
      producer: model.producer,
      opsets: model.opsets.join(", "),
    },
    seed: request.seed,
    model: request.model,
    weights: { file: request.model, sha256 },
    modules: modulesOf(model, calls),
  };
}

/** The modules that nodes or parameters are named after. */
function modulesOf(model: OnnxModel, calls: readonly ModuleCall[]): CaptureManifest["modules"] {
  const modules = new Map<string, { path: string; class: string; parameters: string[] }>();
  const at = (path: string, kind: string | undefined): { parameters: string[] } => {
    const found = modules.get(path) ?? { path, class: kind ?? "unknown", parameters: [] };
    modules.set(path, found);
    return found;
  };
  for (const call of calls) at(call.path, call.class);
  for (const name of model.initializers) {
    const dot = name.lastIndexOf(".");
    if (dot > 0 && !name.includes("::")) at(name.slice(0, dot), undefined).parameters.push(name);
  }
  return [...modules.values()];
}
