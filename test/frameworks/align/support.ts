import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";

import { alignReport, type AlignReport } from "../../../src/core/align/report.js";
import { run } from "../../../src/cli/main.js";
import { paddlePython, torchPython, type PaddleVersion } from "../../support/interpreters.js";

export const twin = path.join(import.meta.dirname, "twin");

/** A folder with the twins' random weights of this seed, one faulty file for each mistake, and inputs. */
export async function makeTwin(seed: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "paddle-port-twin-"));
  execFileSync(torchPython(), [path.join(twin, "make_weights.py"), folder, String(seed)], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  return folder;
}

export interface SpecOptions {
  readonly weights?: string;
  readonly reference?: string;
  readonly portModel?: string;
  readonly inputs?: string;
  readonly extra?: string;
}

/** Writes an align.yaml for the twins of this folder. */
export async function writeSpec(folder: string, name: string, options: SpecOptions = {}): Promise<string> {
  const file = path.join(folder, `${name}.yaml`);
  const reference =
    options.reference ??
    `{kind: torch, model: "twin_torch:build", path: ["${twin}"], weights: torch.safetensors}`;
  await writeFile(
    file,
    `schemaVersion: 1
reference: ${reference}
port: {model: "${options.portModel ?? "twin_paddle:build"}", path: ["${twin}", "."], weights: ${options.weights ?? "paddle.safetensors"}}
inputs: ${options.inputs ?? "{file: inputs.safetensors}"}
similarity: {from: "0", mask: attention_mask}
${options.extra ?? ""}`,
  );
  return file;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, with the interpreters of this version of Paddle. */
export async function paddlePort(
  args: readonly string[],
  version: PaddleVersion = "3.3.1",
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const variables = {
    PADDLE_PORT_TORCH_PYTHON: torchPython(),
    PADDLE_PORT_PADDLE_PYTHON: paddlePython(version),
    ...env,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  try {
    const code = await run(args, {
      cwd: process.cwd(),
      stdout: (text) => out.push(text),
      stderr: (text) => err.push(text),
      interactive: false,
    });
    return { code, stdout: out.join(""), stderr: err.join("") };
  } finally {
    vi.unstubAllEnvs();
  }
}

/** Runs `align` and reads its JSON. */
export async function align(
  args: readonly string[],
  version?: PaddleVersion,
  env?: Readonly<Record<string, string>>,
): Promise<{ code: number; report: AlignReport }> {
  const { code, stdout, stderr } = await paddlePort(["align", ...args, "--format", "json"], version, env);
  if (code === 2) throw new Error(stderr);
  return { code, report: alignReport.parse(JSON.parse(stdout)) };
}

/** The message that a command ends with when it could not do its job: the last line on stderr. */
export function complaint({ code, stderr }: Outcome): string {
  if (code !== 2) return `exit code ${String(code)}`;
  return stderr.trimEnd().split("\n").at(-1) ?? "";
}
