import path from "node:path";

import { UserError } from "../../core/util/userError.js";
import type { LoadedSpec } from "./loadSpec.js";

export interface PythonOptions {
  readonly referencePython?: string | undefined;
  readonly portPython?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const variables = { reference: "PADDLE_PORT_TORCH_PYTHON", port: "PADDLE_PORT_PADDLE_PYTHON" } as const;

/** Whether a side runs in an interpreter at all: an ONNX model does not. */
export function needsPython({ spec }: LoadedSpec, side: "reference" | "port"): boolean {
  return side === "port" || spec.reference.kind !== "onnx";
}

/**
 * The interpreter of one side: the option, else the environment, else the specification.
 * @throws UserError when none names one
 */
export function pythonOf(loaded: LoadedSpec, side: "reference" | "port", options: PythonOptions): string {
  const { spec } = loaded;
  const option = side === "reference" ? options.referencePython : options.portPython;
  const inSpec =
    side === "port" ? spec.port.python : spec.reference.kind === "torch" ? spec.reference.python : undefined;
  // A bare name is looked up on PATH; anything with a separator is a path from the specification.
  const own = inSpec !== undefined && /[/\\]/.test(inSpec) ? path.normalize(loaded.resolve(inSpec)) : inSpec;
  const found = option ?? options.env[variables[side]] ?? own;
  if (found !== undefined && found !== "") return found;
  const framework = side === "reference" ? "PyTorch" : "PaddlePaddle";
  throw new UserError(
    `No interpreter with ${framework} is named for the ${side}.`,
    `Give --${side}-python, set ${variables[side]}, or write \`python:\` under \`${side}\` in ${loaded.file}.`,
  );
}
