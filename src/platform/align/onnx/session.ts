import path from "node:path";

import { UserError } from "../../../core/util/userError.js";
import { onnxRuntimeVersion, type Ort, type OrtSession, type OrtTensor } from "./runtime.js";

export interface SessionOptions {
  readonly file: string;
  readonly threads: number;
  /** `disabled`: each node as the exporter wrote it. */
  readonly optimisation: "disabled" | "all";
}

/** As many bytes of results as one run is meant to give back at once. */
const bytesAtOnce = 256 * 2 ** 20;

/**
 * Loads a model from memory; tensors that it keeps in other files are looked for beside `file`.
 * @throws UserError what ONNX Runtime says against the model
 */
export async function createSession(
  ort: Ort,
  model: Uint8Array,
  options: SessionOptions,
): Promise<OrtSession> {
  const { file, threads, optimisation } = options;
  try {
    return await ort.InferenceSession.create(model, {
      executionProviders: ["cpu"],
      graphOptimizationLevel: optimisation,
      executionMode: "sequential",
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      extra: { session: { model_external_initializers_file_folder_path: path.dirname(path.resolve(file)) } },
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `ONNX Runtime ${onnxRuntimeVersion(ort)} cannot load ${file}: ${firstLine(said)}.`,
      remedyFor(said),
      { cause: error },
    );
  }
}

function remedyFor(said: string): string {
  if (/opset|ir_version|IR version/i.test(said))
    return "Export the model with an older opset (`opset_version=`), or install a newer onnxruntime-node.";
  if (/external/i.test(said)) return "Put the files with its weights beside it, whole and under their names.";
  if (/is not a registered function\/op|Unsupported data type|NOT_IMPLEMENTED/i.test(said))
    return "Export the model in float32 with operators that ONNX Runtime's CPU provider has.";
  return "Check that it is a whole ONNX file: `python -m onnx.checker` says more.";
}

/** Fetches values, as many in one run as fit in the budget, and hands them on one by one in the given order. */
export async function fetchAll(
  session: OrtSession,
  feeds: Readonly<Record<string, OrtTensor>>,
  names: readonly string[],
  take: (name: string, tensor: OrtTensor) => Promise<void>,
): Promise<void> {
  let done = 0;
  // The sizes are not known before: a few values show what one takes.
  let count = 8;
  let bytes = 0;
  while (done < names.length) {
    const batch = names.slice(done, done + count);
    const found = await session.run(feeds, batch);
    for (const name of batch) {
      const tensor = found[name];
      if (!tensor) throw new RangeError(`ONNX Runtime returned no ${name}`);
      bytes += ArrayBuffer.isView(tensor.data) ? tensor.data.byteLength : 0;
      await take(name, tensor);
    }
    done += batch.length;
    count = Math.max(1, Math.min(4 * count, Math.floor(bytesAtOnce / Math.max(1, bytes / done))));
  }
}

export function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").trim().replace(/[.\s]+$/, "");
}
