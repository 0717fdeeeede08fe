import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { UserError } from "../core/util/userError.js";
import { askChild, lastWords, type ChildListener } from "./childMessages.js";
import type { ProcessResult } from "./processes.js";

/**
 * Runs one of our modules with only our own folder put before the interpreter's usual path. `python -m` would put the
 * working folder there, where a stray `torch.py` or `types.py` of the user would be imported in place of the real one.
 */
const LAUNCHER =
  "import sys; sys.path[0] = sys.argv[1]; module = sys.argv[2]; del sys.argv[1:3]; " +
  "import runpy; runpy.run_module(module, run_name='__main__', alter_sys=True)";

/** `onLog` is told what the framework or the user's own code prints. */
export interface PythonModuleRequest extends ChildListener {
  /** The interpreter: a path, or a name on PATH. */
  readonly python: string;
  /** One of our modules, such as "paddle_port.record". */
  readonly module: string;
  /** Handed over as JSON in a temporary file. */
  readonly request: unknown;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs one of the modules of python/paddle_port in the user's interpreter and returns its result.
 *
 * The interpreter keeps the user's PYTHONPATH and user site folder, since the framework or the model may come from
 * there; it never gets the working folder on its path and never writes byte code next to sources.
 * @returns what the module passed to `protocol.result`; the caller validates it
 * @throws UserError what the module said with `protocol.fail`, or that the interpreter died, with its last words
 */
export async function runPythonModule(request: PythonModuleRequest): Promise<unknown> {
  return askChild(
    request.request,
    (requestFile) => ({
      command: request.python,
      args: ["-X", "utf8", "-c", LAUNCHER, packagedPythonPath(), request.module, requestFile],
      env: { PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1", ...request.env },
      ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
      ...(request.signal ? { signal: request.signal } : {}),
      ...(request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs }),
    }),
    request,
    (ended) => deathError(request.python, request.module, ended),
  );
}

/** The folder that holds the package `paddle_port`: dist/python next to the bundle, python/ in the source tree. */
export function packagedPythonPath(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const candidates = [path.join(here, "python"), path.resolve(here, "../../python")];
  const found = candidates.find((folder) => existsSync(path.join(folder, "paddle_port", "protocol.py")));
  if (found === undefined) {
    throw new UserError(
      `The program's own Python files are missing (looked in ${candidates.join(" and ")}).`,
      "Install Paddle Port again, or run `npm run build` in its source tree.",
    );
  }
  return found;
}

function deathError(python: string, module: string, ended: ProcessResult): UserError {
  const words = lastWords(ended);
  if (ended.signal !== null) {
    return new UserError(
      `The interpreter ${python} died: signal ${ended.signal}, while running ${module}. ${words}`,
      ended.signal === "SIGKILL"
        ? "The usual cause is too little memory: use a smaller input or model, or a machine with more."
        : "That is a crash inside the framework or one of its libraries: try another version or the CPU.",
    );
  }
  return new UserError(
    `The interpreter ${python} ended with exit code ${String(ended.exitCode)} while running ${module}, without a result. ${words}`,
    "Run `paddle-port doctor --python` with this interpreter.",
  );
}
