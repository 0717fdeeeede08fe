import { portProject } from "../../../src/core/port/portProject.js";
import type { PaddleVersion } from "../../../src/core/api/schema.js";
import type { PythonParser } from "../../../src/core/syntax/parser.js";
import type { ProgramAnswer, ProgramRequest } from "./interpreter.js";
import { runPrograms } from "./interpreter.js";
import type { Program } from "./program.js";
import { outputDifference } from "./sameOutput.js";

/** Interpreters by what they run: PyTorch, and Paddle by full version. */
export interface ProgramInterpreters {
  readonly torch: string;
  readonly paddle: Readonly<Record<string, string>>;
}

/** `wrong`: complete, but the output differs. `crash`: complete, but it raises or hangs. */
export type OutcomeKind = "same" | "open" | "wrong" | "crash";

/** What became of one program on one Paddle version. */
export interface ProgramOutcome {
  readonly program: Program;
  readonly paddle: string;
  readonly kind: OutcomeKind;
  /** Codes of the open findings, or the difference. */
  readonly detail: string;
  readonly ported: ReadonlyMap<string, string>;
}

/** A program as the product ports it, with proofs required. */
export interface PortedProgram {
  readonly files: ReadonlyMap<string, string>;
  readonly complete: boolean;
  /** Codes and messages of what stayed open and blocks. */
  readonly open: readonly string[];
  /** What the engine itself raised. */
  readonly crash?: string;
}

/** Ports a program as `paddle-port port` does a folder. */
export function portProgram(
  program: Program,
  parser: PythonParser,
  target: PaddleVersion = "3.0",
): PortedProgram {
  const files = [...program.files].map(([path, text]) => ({ path, text }));
  try {
    const result = portProject(
      files,
      new Set(program.files.keys()),
      parser,
      { target, producer: "the test programs" },
      files.length === 1 ? "inline" : "module",
    );
    const open = result.files.flatMap((file) =>
      file.findings
        .filter(({ finding, status }) => status === "open" && finding.blocks)
        .map(({ finding }) => `${finding.code} ${finding.message}`),
    );
    return {
      files: new Map([
        ...result.files.map((file) => [file.path, file.text] as const),
        ...result.helperModules,
      ]),
      complete: result.files.every((file) => file.complete),
      open,
    };
  } catch (error) {
    return {
      files: new Map(),
      complete: true,
      open: [],
      crash: error instanceof Error ? (error.stack ?? "") : "",
    };
  }
}

/** What PyTorch refuses, and what became of the rest. */
export interface ProgramRun {
  readonly refused: readonly string[];
  readonly outcomes: readonly ProgramOutcome[];
}

/** Executes programs on PyTorch, ports them, executes the complete ones on each Paddle and compares what they print. */
export async function runAll(
  programs: readonly Program[],
  interpreters: ProgramInterpreters,
  parser: PythonParser,
  target: PaddleVersion = "3.0",
): Promise<ProgramRun> {
  const ported = new Map(programs.map((program) => [program.id, portProgram(program, parser, target)]));
  const originals = programs.map((program) => request(program, program.files));
  const complete = programs.flatMap((program) => {
    const port = ported.get(program.id);
    return port?.complete === true && port.crash === undefined ? [request(program, port.files)] : [];
  });
  const [reference, ...ports] = await Promise.all([
    runPrograms(interpreters.torch, "torch", originals),
    ...Object.values(interpreters.paddle).map(async (python) => runPrograms(python, "paddle", complete)),
  ]);
  const refused: string[] = [];
  const outcomes: ProgramOutcome[] = [];
  for (const program of programs) {
    const expected = reference.get(program.id);
    const port = ported.get(program.id);
    if (port === undefined || expected === undefined) continue;
    if (expected.error !== undefined) {
      refused.push(`${program.id}: ${expected.error}: ${expected.message ?? ""}`);
      continue;
    }
    for (const [index, version] of Object.keys(interpreters.paddle).entries())
      outcomes.push(judge(program, version, port, expected, ports[index]?.get(program.id)));
  }
  return { refused, outcomes };
}

function request(program: Program, files: ReadonlyMap<string, string>): ProgramRequest {
  return { id: program.id, files: Object.fromEntries(files), main: program.main };
}

function judge(
  program: Program,
  paddle: string,
  port: PortedProgram,
  expected: ProgramAnswer,
  actual: ProgramAnswer | undefined,
): ProgramOutcome {
  const outcome = { program, paddle, ported: port.files };
  if (port.crash !== undefined) return { ...outcome, kind: "crash", detail: `the engine: ${port.crash}` };
  if (!port.complete || actual === undefined)
    return { ...outcome, kind: "open", detail: port.open.join("; ") };
  if (actual.error !== undefined)
    return {
      ...outcome,
      kind: "crash",
      detail: `${actual.error}: ${actual.message ?? ""}\n${actual.trace ?? ""}`,
    };
  const difference = outputDifference(expected.stdout, actual.stdout);
  return difference === undefined
    ? { ...outcome, kind: "same", detail: "" }
    : { ...outcome, kind: "wrong", detail: difference };
}
