import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { UserError } from "../../../core/util/userError.js";
import { askChild, lastWords, type ChildListener } from "../../childMessages.js";
import type { OnnxRequest } from "./request.js";

export interface ChildOptions extends ChildListener {
  readonly signal?: AbortSignal;
}

/**
 * Asks a child process with ONNX Runtime in it.
 * @throws UserError what it said is wrong, or that it died
 */
export async function askOnnxChild(request: OnnxRequest, options: ChildOptions = {}): Promise<unknown> {
  return askChild(
    request,
    (requestFile) => ({
      command: process.execPath,
      args: [...childProgram(), requestFile],
      // In VS Code this program is Electron's, which is Node only when told so.
      env: { ELECTRON_RUN_AS_NODE: "1" },
      ...(options.signal ? { signal: options.signal } : {}),
    }),
    options,
    (ended) => {
      const how = ended.signal === null ? `exit code ${String(ended.exitCode)}` : `signal ${ended.signal}`;
      return new UserError(
        `The process that runs ONNX Runtime died: ${how}. ${lastWords(ended)}`,
        "The usual cause is too little memory: use smaller inputs, or a machine with more.",
      );
    },
  );
}

/** The version of ONNX Runtime that would be used. @throws UserError when there is none */
export async function onnxRuntimeInstalled(folder: string): Promise<string> {
  return String(await askOnnxChild({ action: "version", folder }));
}

/** Beside the bundle it is a bundle of its own; in the source tree tsx runs the source. */
function childProgram(): string[] {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const bundle = path.join(here, "onnx.cjs");
  if (existsSync(bundle)) return [bundle];
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return ["--import", tsx, path.join(here, "childMain.ts")];
}
