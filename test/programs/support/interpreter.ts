import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

/** A program for one interpreter. */
export interface ProgramRequest {
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  readonly main: string;
  /** Paths whose expressions are recorded. */
  readonly record?: readonly string[];
  /** The folder of those paths, where they are not the program's own. */
  readonly recordRoot?: string;
  /** Seconds after which the program counts as hanging; 30 where nothing is said. */
  readonly limit?: number;
}

/** What an expression was at run time, as record_types.py describes it. */
export interface SeenType {
  readonly class: string;
  readonly kind: string;
  readonly name?: string;
  readonly value?: number | string | boolean;
  readonly dtype?: string;
  readonly rank?: number;
  readonly items?: readonly SeenType[];
  /** Names of the class and of all it derives from, for objects and containers. */
  readonly bases?: readonly string[];
}

/** One place of a file, in UTF-16 units, and what was seen there. */
export interface TypeRecord {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly seen: readonly SeenType[];
}

/** What a program ended with. */
export interface ProgramAnswer {
  readonly id: string;
  readonly stdout: string;
  /** Class of the exception; "Hang" and "Crash" where there is none to speak of. */
  readonly error?: string;
  readonly message?: string;
  readonly trace?: string;
  readonly records?: readonly TypeRecord[];
}

/** Runs programs one after another in one interpreter (run_programs.py): the framework is imported once. */
export async function runPrograms(
  python: string,
  framework: "torch" | "paddle",
  requests: readonly ProgramRequest[],
): Promise<ReadonlyMap<string, ProgramAnswer>> {
  if (requests.length === 0) return new Map();
  const child = spawn(python, [path.join(here, "run_programs.py"), framework], {
    env: {
      ...process.env,
      OMP_NUM_THREADS: "1",
      MKL_NUM_THREADS: "1",
      GLOG_minloglevel: "3",
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONHASHSEED: "0",
      CUDA_VISIBLE_DEVICES: "",
    },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (data: string) => (stdout += data));
  child.stderr.setEncoding("utf8").on("data", (data: string) => (stderr = (stderr + data).slice(-3000)));
  child.stdin.on("error", () => undefined);
  child.stdin.end(requests.map((request) => `${JSON.stringify(request)}\n`).join(""));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const answers = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as ProgramAnswer);
  if (answers.length !== requests.length)
    throw new Error(`${python} ended with ${code} after ${answers.length} of ${requests.length}: ${stderr}`);
  return new Map(answers.map((answer) => [answer.id, answer]));
}
