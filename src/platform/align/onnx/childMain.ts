import { readFileSync } from "node:fs";

import { UserError } from "../../../core/util/userError.js";
import { captureOnnx } from "./capture.js";
import type { OnnxRequest } from "./request.js";
import { loadOnnxRuntime, onnxRuntimeVersion } from "./runtime.js";

/**
 * The process in which ONNX Runtime runs: what crashes there, or takes all memory, takes nothing else with it.
 * Its one argument is a file with the request; it answers on stdout as our Python programs do.
 */
async function serve(file: string): Promise<unknown> {
  const request = JSON.parse(readFileSync(file, "utf8")) as OnnxRequest;
  const ort = loadOnnxRuntime(request.folder);
  if (request.action === "version") return onnxRuntimeVersion(ort);
  await captureOnnx(ort, request, (fields) => say({ event: "progress", ...fields }));
  return null;
}

function say(message: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

serve(process.argv[2] ?? "").then(
  (value) => say({ event: "result", value }),
  (error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    say({ event: "error", what: error.what, remedy: error.remedy });
    process.exitCode = 2;
  },
);
