import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

/** A case takes milliseconds; what takes this long on the busiest machine hangs. */
const hangs = 120_000;

interface Line {
  readonly index?: number;
  readonly problems?: readonly string[];
  readonly bytes?: string;
  readonly done?: true;
}

/**
 * Runs fuzz cases in a process of their own, so that one that hangs or takes the process down is found and named.
 * @returns what went wrong, with the bytes of each case in base64
 */
export async function fuzz(options: {
  readonly seed: number;
  readonly cases: number;
  readonly files: readonly string[];
}): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "paddle-port-fuzz-"));
  const list = path.join(folder, "files.json");
  writeFileSync(list, JSON.stringify(options.files));
  const worker = path.join(__dirname, "worker.ts");
  const args = ["--import", "tsx", worker, String(options.seed), "0", String(options.cases), list];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const found: string[] = [];
  let last = -1;
  const progress = { done: false };
  let errors = "";
  let watchdog: NodeJS.Timeout | undefined;
  const watch = (): void => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      found.push(`case ${last} of seed ${options.seed} hangs`);
      child.kill("SIGKILL");
    }, hangs);
  };
  watch();
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  createInterface({ input: child.stdout }).on("line", (text) => {
    watch();
    const line = JSON.parse(text) as Line;
    if (line.done === true) progress.done = true;
    if (line.index !== undefined) last = line.index;
    if (line.problems !== undefined)
      found.push(`case ${last} of seed ${options.seed}: ${line.problems.join("; ")}; bytes ${line.bytes}`);
  });
  await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(watchdog);
  rmSync(folder, { recursive: true, force: true });
  if (!progress.done && found.length === 0)
    found.push(`case ${last} of seed ${options.seed} ends the process: ${errors.slice(-2000)}`);
  return found;
}
