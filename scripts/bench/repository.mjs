// @ts-check
// How fast `check` goes through a whole package of PyTorch code, how its memory grows, and how fast a converter and a
// linter are on the same files. Called by `npm run bench`.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";

import { ensureEnvironment, root } from "../lib/bootstrap.mjs";
import { findPython } from "../lib/pythonInterpreter.mjs";

const program = path.join(root, "dist", "cli.cjs");

/** Runs a program and says what it used, as the system counts it: its own and its threads' time, and its most memory. */
const measure = `import json, resource, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
wall = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({"status": done.returncode, "stderr": done.stderr.decode()[-2000:], "wall": wall, "user": used.ru_utime, "peak": peak}))`;

/** @typedef {{wall: number, user: number, peak: number}} Use */

/**
 * @param {{every?: number, shares?: readonly number[]}} [options] `every`: so many files make one that goes to the peers,
 * for which the converter needs minutes; the same for all three. `shares`: percentages of the files
 * @returns {Promise<string[]>}
 */
export async function benchRepository({ every = 40, shares = [25, 50, 75, 100] } = {}) {
  const { packages } = await ensureEnvironment("corpus");
  const peers = await ensureEnvironment("peers");
  const source = path.join(packages, "transformers");
  const folder = mkdtempSync(path.join(tmpdir(), "paddle-port-bench-"));
  try {
    const files = pythonFiles(source);
    const lines = [`whole repository: transformers, ${count(files.length)} files, load ${load()}`];
    for (const share of shares) {
      // Spread over the package, so that each share has the same mix of files.
      const part = files.filter((_, index) => index % 4 < share / 25);
      const copy = copyFiles(source, part, path.join(folder, `part${String(share)}`));
      const total = countLines(copy, part);
      const use = run(process.execPath, [program, "check", "--format", "json", copy], [0, 1]);
      lines.push(
        `  ${String(share).padStart(3)} % of the files  ${count(total)} lines: ${speed(total, use)}, peak memory ${(use.peak / 1e6).toFixed(0)} MB`,
      );
      rmSync(copy, { recursive: true, force: true });
    }
    const sample = files.filter((_, index) => index % every === 0);
    const copy = copyFiles(source, sample, path.join(folder, "sample"));
    const total = countLines(copy, sample);
    const ours = run(process.execPath, [program, "check", "--format", "json", copy], [0, 1]);
    const bin = path.dirname(peers.python);
    const ruff = run(path.join(bin, "ruff"), ["check", "--no-cache", "--isolated", "--exit-zero", copy], [0]);
    const convert = ["--in_dir", copy, "--out_dir", path.join(folder, "converted"), "--log_dir", "disable"];
    const paconvert = run(path.join(bin, "paconvert"), convert, [0]);
    lines.push(`every ${String(every)}th file: ${count(sample.length)} files, ${count(total)} lines`);
    for (const [name, use] of /** @type {const} */ ([
      ["paddle-port check", ours],
      ["PaConvert 3.3.1 (converts)", paconvert],
      ["ruff check", ruff],
    ]))
      lines.push(
        `  ${name.padEnd(27)} ${speed(total, use)}, ${(ours.user / use.user).toFixed(2)} x as fast as our check`,
      );
    return lines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {number} lines @param {Use} use */
function speed(lines, { wall, user }) {
  return `${wall.toFixed(1)} s, ${user.toFixed(1)} s of processor time, ${count(Math.round(lines / user))} lines/s of it`;
}

/** @param {string} command @param {readonly string[]} args @param {readonly number[]} fine exit codes @returns {Use} */
function run(command, args, fine) {
  const python = findPython(undefined).executable;
  const { stdout, stderr } = spawnSync(python, ["-c", measure, command, ...args], { encoding: "utf8" });
  if (stdout === "") throw new Error(`${command} could not be measured: ${stderr}`);
  /** @type {Use & {status: number, stderr: string}} */
  const used = JSON.parse(stdout);
  if (!fine.includes(used.status)) throw new Error(`${command} ${args.join(" ")} failed: ${used.stderr}`);
  return used;
}

/** Python files below a folder, relative to it, in order. @param {string} folder @returns {string[]} */
function pythonFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** @param {string} from @param {readonly string[]} files @param {string} to @returns {string} */
function copyFiles(from, files, to) {
  for (const file of files) {
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    copyFileSync(path.join(from, file), path.join(to, file));
  }
  return to;
}

/** @param {string} folder @param {readonly string[]} files */
function countLines(folder, files) {
  return files.reduce(
    (sum, file) => sum + readFileSync(path.join(folder, file), "utf8").split("\n").length - 1,
    0,
  );
}

/** @param {number} value */
function count(value) {
  return value.toLocaleString("en");
}

function load() {
  return loadavg()
    .map((value) => value.toFixed(1))
    .join(", ");
}
