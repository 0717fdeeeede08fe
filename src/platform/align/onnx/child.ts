import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { UserError } from "../../../core/util/userError.js";
import { ChildMessages } from "../../childMessages.js";
import { lastLine } from "../../interpreters.js";
import { runProcess } from "../../processes.js";
import type { OnnxRequest } from "./request.js";

export interface ChildOptions {
  readonly onProgress?: (fields: Readonly<Record<string, unknown>>) => void;
  readonly onLog?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Asks a child process with ONNX Runtime in it.
 * @throws UserError what it said is wrong, or that it died
 */
export async function askOnnxChild(request: OnnxRequest, options: ChildOptions = {}): Promise<unknown> {
  const folder = await mkdtemp(path.join(tmpdir(), "paddle-port-onnx-"));
  try {
    const file = path.join(folder, "request.json");
    await writeFile(file, JSON.stringify(request));
    const messages = new ChildMessages(options);
    const ended = await runProcess({
      command: process.execPath,
      args: [...childProgram(), file],
      // In VS Code this program is Electron's, which is Node only when told so.
      env: { ELECTRON_RUN_AS_NODE: "1" },
      ...(options.onLog ? { onStderrLine: options.onLog } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
      onStdoutLine: messages.take,
    });
    const result = messages.result();
    if (result) return result.value;
    const how = ended.signal === null ? `exit code ${String(ended.exitCode)}` : `signal ${ended.signal}`;
    throw new UserError(
      `The process that runs ONNX Runtime died: ${how}. ${words(lastLine(ended.stderrTail))}`,
      "The usual cause is too little memory: use smaller inputs, or a machine with more.",
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The version of ONNX Runtime that would be used. @throws UserError when there is none */
export async function onnxRuntimeInstalled(folder: string): Promise<string> {
  return String(await askOnnxChild({ action: "version", folder }));
}

function words(last: string | undefined): string {
  return last === undefined ? "It said nothing." : `Its last line was: ${last}`;
}

/** Beside the bundle it is a bundle of its own; in the source tree tsx runs the source. */
function childProgram(): string[] {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const bundle = path.join(here, "onnx.cjs");
  if (existsSync(bundle)) return [bundle];
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return ["--import", tsx, path.join(here, "childMain.ts")];
}
