import {
  frameworkError,
  frameworkTitle,
  type Framework,
  type FrameworkState,
  type InterpreterInfo,
} from "./interpretersProbe.js";

/** Where an interpreter came from. What was asked for has to work; what was merely found may lack things. */
export interface InterpreterRequest {
  readonly python: string;
  readonly origin: "--python" | "PADDLE_PORT_TORCH_PYTHON" | "PADDLE_PORT_PADDLE_PYTHON" | "PATH" | "setting";
  /** The framework that it is named for. */
  readonly framework?: Framework;
}

/** One line of what was found out about an interpreter or the installation. */
export interface Check {
  readonly what: string;
  readonly status: "ok" | "problem" | "note";
  readonly detail: string;
  /** What to do about a problem. */
  readonly remedy?: string;
}

/** What an interpreter's probe means for the person who asked for it. */
export function interpreterChecks(request: InterpreterRequest, info: InterpreterInfo): Check[] {
  const asked = request.origin !== "PATH";
  const frameworks = Object.entries(info.frameworks) as [Framework, FrameworkState][];
  const checks: Check[] = [
    {
      what: "Python",
      status: "ok",
      detail: `${info.version}, ${info.platform} ${info.machine}, ${info.executable}`,
    },
  ];
  for (const [framework, state] of frameworks) checks.push(frameworkCheck(request, framework, state));
  if (asked && request.framework === undefined && frameworks.every(([, { status }]) => status === "absent")) {
    checks.push({
      what: "frameworks",
      status: "problem",
      detail: "neither PyTorch nor PaddlePaddle is installed here",
      remedy: "Name the interpreter that has one of them.",
    });
  }
  checks.push(packageCheck("numpy", info.numpy, asked), packageCheck("safetensors", info.safetensors, asked));
  return checks;
}

function frameworkCheck(request: InterpreterRequest, framework: Framework, state: FrameworkState): Check {
  const what = frameworkTitle(framework);
  if (state.status === "ready") {
    const gpus =
      state.gpus.length > 0 ? `GPU: ${state.gpus.join(", ")}` : `CPU only (${state.gpuNote ?? "no GPU"})`;
    return { what, status: "ok", detail: `${state.version}, ${gpus}` };
  }
  const { remedy } = frameworkError(request.python, framework, state);
  if (state.status === "broken") {
    const detail = `${state.version ?? "installed"}, but importing it fails: ${state.error}`;
    return { what, status: request.origin === "PATH" ? "note" : "problem", detail, remedy };
  }
  if (request.framework === framework) return { what, status: "problem", detail: "not installed", remedy };
  return { what, status: "note", detail: "not installed" };
}

function packageCheck(name: string, version: string | null, asked: boolean): Check {
  if (version !== null) return { what: name, status: "ok", detail: version };
  return {
    what: name,
    status: asked ? "problem" : "note",
    detail: "not installed",
    ...(asked ? { remedy: `Install it there (pip install ${name}).` } : {}),
  };
}
