import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

/** The folder of the example. */
export const example = path.resolve(import.meta.dirname, "../../../examples/jina-clip-v2");

/** Runs a Python program and reads the JSON document on the last line of what it prints. */
export async function pythonJson(
  python: string,
  args: readonly string[],
  folders: readonly string[] = [],
  cwd?: string,
): Promise<unknown> {
  const { stdout } = await promisify(execFile)(python, args, {
    env: { ...process.env, PYTHONPATH: folders.join(path.delimiter), PYTHONDONTWRITEBYTECODE: "1" },
    cwd,
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}
