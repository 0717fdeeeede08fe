import { z } from "zod";

import { UserError } from "../core/util/userError.js";
import { lastLine } from "./childMessages.js";
import { runPythonModule } from "./interpreters.js";
import { runProcess } from "./processes.js";

/** The oldest Python that our own modules run on: 3.10. */
const OLDEST_MINOR = 10;
const START_LIMIT_MS = 30_000;
const IMPORT_LIMIT_MS = 180_000;

/** Written so that any Python since 2.7 can run it: its version is what we want to know. */
const BASICS = `
import sys
# The working folder comes first for \`-c\`, and may hold a json.py of the user.
sys.path[:] = [entry for entry in sys.path if entry != ""]
import json, platform
def version(name):
    try:
        return __import__(name).__version__
    except Exception:
        return None
print(json.dumps({"executable": sys.executable, "version": platform.python_version(),
    "platform": sys.platform, "machine": platform.machine(), "numpy": version("numpy"), "safetensors": version("safetensors")}))
`;

const basicsSchema = z.object({
  executable: z.string(),
  version: z.string(),
  platform: z.string(),
  machine: z.string(),
  numpy: z.string().nullable(),
  safetensors: z.string().nullable(),
});

const frameworkSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("absent") }),
  z.object({ status: z.literal("broken"), version: z.string().nullable(), error: z.string() }),
  z.object({
    status: z.literal("ready"),
    version: z.string(),
    /** Names of the GPUs that the framework can use, as the driver gives them. */
    gpus: z.array(z.string()),
    /** Why there are none. */
    gpuNote: z.string().nullable(),
  }),
]);

export type Framework = "torch" | "paddle";
export type FrameworkState = z.infer<typeof frameworkSchema>;

/** What an interpreter is and has. Versions are null where the package cannot be imported. */
export interface InterpreterInfo extends z.infer<typeof basicsSchema> {
  /** The path or name that was asked for. */
  readonly path: string;
  /** The frameworks that were asked for. */
  readonly frameworks: Readonly<Partial<Record<Framework, FrameworkState>>>;
}

export interface ProbeOptions {
  /** Which frameworks to import, each in a process of its own; both by default. That takes seconds each. */
  readonly frameworks?: readonly Framework[];
  readonly signal?: AbortSignal;
}

/**
 * Finds out what an interpreter is and which frameworks it can import.
 * @param python a path, or a name on PATH
 * @throws UserError when there is no such program, it is no Python, or it is older than 3.10
 */
export async function probeInterpreter(python: string, options: ProbeOptions = {}): Promise<InterpreterInfo> {
  const { frameworks = ["torch", "paddle"], signal } = options;
  const basics = await readBasics(python, signal);
  const [major, minor] = basics.version.split(".").map(Number);
  if (major !== 3 || minor === undefined || minor < OLDEST_MINOR) {
    throw new UserError(
      `${python} is Python ${basics.version}, which is too old.`,
      "Give an interpreter of Python 3.10 or later.",
    );
  }
  const states: Partial<Record<Framework, FrameworkState>> = {};
  for (const framework of frameworks) states[framework] = await probeFramework(python, framework, signal);
  return { path: python, ...basics, frameworks: states };
}

/**
 * Makes sure that an interpreter can import a framework.
 * @returns the framework's version and GPUs
 * @throws UserError when it is missing or fails to import, with the last line of the traceback
 */
export async function requireFramework(
  python: string,
  framework: Framework,
  signal?: AbortSignal,
): Promise<Extract<FrameworkState, { status: "ready" }>> {
  const info = await probeInterpreter(python, { frameworks: [framework], ...(signal ? { signal } : {}) });
  const state = info.frameworks[framework] ?? { status: "absent" };
  if (state.status === "ready") return state;
  throw frameworkError(python, framework, state);
}

/** The message for a framework that cannot be used. */
export function frameworkError(
  python: string,
  framework: Framework,
  state: Exclude<FrameworkState, { status: "ready" }>,
): UserError {
  const title = frameworkTitle(framework);
  if (state.status === "absent") {
    return new UserError(
      `${python} has no ${title}.`,
      `Name the interpreter that has it, or install it there (pip install ${packageName(framework)}).`,
    );
  }
  const version = state.version === null ? "" : ` ${state.version}`;
  return new UserError(
    `${python} has ${title}${version}, but importing it fails: ${state.error}`,
    `Repair it there (pip install --force-reinstall ${packageName(framework)}), or name another interpreter.`,
  );
}

/** The name of a framework in sentences. */
export function frameworkTitle(framework: Framework): string {
  return framework === "torch" ? "PyTorch" : "PaddlePaddle";
}

function packageName(framework: Framework): string {
  return framework === "torch" ? "torch" : "paddlepaddle";
}

async function readBasics(python: string, signal?: AbortSignal): Promise<z.infer<typeof basicsSchema>> {
  const options = {
    timeoutMs: START_LIMIT_MS,
    env: { PYTHONDONTWRITEBYTECODE: "1" },
    ...(signal ? { signal } : {}),
  };
  // First a question that does no harm whatever program it is.
  const named = await runProcess({ command: python, args: ["--version"], ...options });
  const said = lastLine(named.stdout) ?? lastLine(named.stderrTail) ?? "it says nothing";
  // Python 2 answers on stderr.
  if (!/^Python \d/m.test(named.stdout + named.stderrTail)) {
    throw new UserError(
      `${python} is not a Python interpreter that works (asked for its version: ${said.slice(0, 200)}).`,
      "Give the path of a Python 3.10 or later.",
    );
  }
  const ended = await runProcess({ command: python, args: ["-c", BASICS], ...options });
  const basics = parseBasics(ended.stdout);
  if (basics !== undefined) return basics;
  const words = lastLine(ended.stderrTail) ?? "it said nothing";
  throw new UserError(
    `${python} does not run a simple program (${ended.signal ?? `exit code ${String(ended.exitCode)}`}: ${words.slice(0, 200)}).`,
    "Repair that installation of Python, or name another one.",
  );
}

function parseBasics(stdout: string): z.infer<typeof basicsSchema> | undefined {
  try {
    return basicsSchema.parse(JSON.parse(lastLine(stdout) ?? ""));
  } catch {
    return undefined;
  }
}

async function probeFramework(
  python: string,
  framework: Framework,
  signal?: AbortSignal,
): Promise<FrameworkState> {
  try {
    const answer = await runPythonModule({
      python,
      module: "paddle_port.probe",
      request: { framework },
      timeoutMs: IMPORT_LIMIT_MS,
      ...(signal ? { signal } : {}),
    });
    return frameworkSchema.parse(answer);
  } catch (error) {
    // A framework can take the whole process with it when it loads: that is broken too, and worth the same message.
    if (error instanceof UserError) return { status: "broken", version: null, error: error.what };
    throw error;
  }
}
