import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";

import type { OnnxReference } from "../../core/align/spec.js";
import { UserError } from "../../core/util/userError.js";
import { errorCode } from "../files.js";
import { runPythonModule } from "../interpreters.js";
import { writeInputs, type PreparedInputs } from "./inputs.js";
import { modelToRun, type LoadedSpec } from "./loadSpec.js";
import { askOnnxChild } from "./onnx/child.js";

export type Side = "reference" | "port";
export type Device = "cpu" | "gpu";

/** One set of inputs to run, and where its capture goes. */
export interface CaptureRun {
  readonly inputs: PreparedInputs;
  readonly out: string;
  readonly onlyOutputs: boolean;
  /** A reference capture, on whose inputs the port's modules are run one by one as well. */
  readonly isolatedFrom?: string;
}

export interface CaptureRequest {
  readonly loaded: LoadedSpec;
  readonly side: Side;
  /** The interpreter; an ONNX reference needs none. */
  readonly python: string | undefined;
  readonly device: Device;
  readonly runs: readonly CaptureRun[];
  /** Replace captures that are there already. */
  readonly force: boolean;
  readonly onProgress?: (line: string) => void;
  readonly onLog?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs one side in its own interpreter and writes one capture folder for each run.
 * A folder appears when it is complete, or not at all.
 * @throws UserError what the interpreter or the model complained of, or that a target exists
 */
export async function runCapture(request: CaptureRequest): Promise<void> {
  const { loaded, side, runs, force } = request;
  for (const { out } of runs) await refuseExisting(out, force);
  const partial = runs.map((run) => ({
    run,
    folder: path.join(path.dirname(path.resolve(run.out)), `.${path.basename(run.out)}.${hex()}.partial`),
  }));
  try {
    for (const { run, folder } of partial) {
      await makeFolder(folder);
      await writeInputs(inputsIn(folder), run.inputs.tensors);
    }
    const { reference } = loaded.spec;
    if (side === "reference" && reference.kind === "onnx") await runOnnx(request, reference, partial);
    else await runPython(request, partial);
    for (const { run: done, folder } of partial) {
      await rm(inputsIn(folder));
      if (force) await rm(done.out, { recursive: true, force: true });
      await rename(folder, done.out);
    }
  } finally {
    for (const { folder } of partial) await rm(folder, { recursive: true, force: true });
  }
}

/** A run and the folder that its capture is made in. */
interface Partial {
  readonly run: CaptureRun;
  readonly folder: string;
}

function inputsIn(folder: string): string {
  return path.join(folder, "inputs.safetensors");
}

async function runPython(request: CaptureRequest, partial: readonly Partial[]): Promise<void> {
  const { loaded, side } = request;
  if (request.python === undefined) throw new RangeError(`no interpreter for the ${side}`);
  const handed = partial.map(({ run, folder }) => ({
    inputs: inputsIn(folder),
    inputsSha256: run.inputs.sha256,
    arguments: argumentsOf(loaded, run.inputs),
    out: folder,
    onlyOutputs: run.onlyOutputs,
    noise: side === "reference",
    isolatedFrom: run.isolatedFrom === undefined ? null : path.resolve(run.isolatedFrom),
  }));
  let last = "";
  const run = runPythonModule({
    python: request.python,
    module: "paddle_port.capture",
    request: { action: "capture", ...sideRequest(loaded, side, request.device), runs: handed },
    onProgress: (fields) => {
      last = progressLine(side, fields);
      request.onProgress?.(last);
    },
    ...(request.onLog ? { onLog: request.onLog } : {}),
    ...(request.signal ? { signal: request.signal } : {}),
  });
  await run.catch((error: unknown) => {
    throw withPlace(error, last);
  });
}

async function runOnnx(
  request: CaptureRequest,
  reference: OnnxReference,
  partial: readonly Partial[],
): Promise<void> {
  const { loaded } = request;
  await askOnnxChild(
    {
      action: "capture",
      folder: path.dirname(path.resolve(loaded.file)),
      spec: loaded.file,
      model: loaded.resolve(reference.model),
      threads: loaded.spec.threads,
      seed: loaded.spec.seed,
      feeds: reference.inputs,
      arguments: loaded.spec.arguments ?? {},
      slots: reference.outputs,
      runs: partial.map(({ run, folder }) => ({
        inputs: inputsIn(folder),
        inputsSha256: run.inputs.sha256,
        out: folder,
        onlyOutputs: run.onlyOutputs,
      })),
    },
    {
      onProgress: (fields) => request.onProgress?.(progressLine("reference", fields)),
      ...(request.onLog ? { onLog: request.onLog } : {}),
      ...(request.signal ? { signal: request.signal } : {}),
    },
  );
}

/** An interpreter that dies says nothing; the last progress tells how far it came. */
function withPlace(error: unknown, last: string): unknown {
  if (!(error instanceof UserError) || last === "" || !error.what.startsWith("The interpreter")) return error;
  return new UserError(`${error.what} It had got to: ${last}.`, error.remedy, { cause: error });
}

/** What every request about one side's model says. */
export function sideRequest(loaded: LoadedSpec, side: Side, device: Device): Record<string, unknown> {
  const { spec } = loaded;
  if (side === "reference" && spec.reference.kind === "recorded") {
    throw new UserError(
      `${loaded.file} has a recorded reference, which cannot be run.`,
      "Use a specification with `reference: {kind: torch, …}` to record it.",
    );
  }
  const live = side === "reference" && spec.reference.kind === "torch" ? spec.reference : spec.port;
  return {
    side,
    framework: side === "reference" ? "torch" : "paddle",
    ...modelToRun(loaded, live, side),
    seed: spec.seed,
    threads: spec.threads,
    device,
    modules: loaded.modules,
  };
}

function argumentsOf(loaded: LoadedSpec, inputs: PreparedInputs): Record<string, string> {
  const names = inputs.tensors.map(({ name }) => name);
  const given = loaded.spec.arguments ?? Object.fromEntries(names.map((name) => [name, name]));
  for (const [argument, input] of Object.entries(given)) {
    if (names.includes(input)) continue;
    throw new UserError(
      `${loaded.file}: argument ${argument} takes the input "${input}", which does not exist (there are ${names.join(", ")}).`,
      "Correct `arguments` in the specification.",
    );
  }
  return given;
}

/** A progress event of the Python side as one line. */
export function progressLine(side: Side, fields: Readonly<Record<string, unknown>>): string {
  const count = typeof fields["total"] === "number" && fields["total"] > 1;
  const place = count ? ` ${String(fields["done"])}/${String(fields["total"])}` : "";
  return `${side}: ${String(fields["stage"])}${place} ${String(fields["module"])}`;
}

async function refuseExisting(out: string, force: boolean): Promise<void> {
  let names: string[];
  try {
    names = (await stat(out)).isDirectory() ? await readdir(out) : [out];
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  if (names.length === 0 && force) return;
  if (!force)
    throw new UserError(`${out} exists.`, "Name another folder, or give --force to replace the capture.");
  // --force is a licence to replace a capture, not to delete whatever happens to lie there.
  const own = ["capture.json", "activations.safetensors"];
  const foreign = names.find((name) => !own.includes(name));
  if (foreign !== undefined) {
    throw new UserError(
      `${out} is no capture: it holds ${foreign}.`,
      "Name another folder; --force replaces captures only.",
    );
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path.dirname(folder)} cannot be written: ${reason}.`, "Name another folder.", {
      cause: error,
    });
  }
}

function hex(): string {
  return randomBytes(4).toString("hex");
}
