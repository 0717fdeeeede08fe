// @ts-check
// How fast `check` goes through Python, beside CPython's own parser on the same files: node scripts/bench/check.mjs
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureEnvironment, root } from "../lib/bootstrap.mjs";
import { findPython } from "../lib/pythonInterpreter.mjs";

const program = path.join(root, "dist", "cli.cjs");

/** Packages of the standard library: real code of many hands that does not use PyTorch. */
const standard = ["asyncio", "ctypes", "email", "http", "importlib", "json", "logging", "unittest", "xml"];

/** As many copies of a real model as a big repository has of such files. */
const copies = 40;

/** @param {{runs?: number}} [options] @returns {Promise<string[]>} */
export async function benchCheck({ runs = 3 } = {}) {
  const python = findPython(undefined).executable;
  const { packages } = await ensureEnvironment("example");
  const folder = mkdtempSync(path.join(tmpdir(), "paddle-port-bench-"));
  try {
    const library = spawnSync(python, ["-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"], {
      encoding: "utf8",
    }).stdout.trim();
    for (const name of standard) copyPython(path.join(library, name), path.join(folder, "standard", name));
    const bert = path.join(packages, "cn_clip", "clip", "modeling_bert.py");
    mkdirSync(path.join(folder, "models"));
    for (let copy = 0; copy < copies; copy++) {
      copyFileSync(bert, path.join(folder, "models", `bert${String(copy)}.py`));
    }
    const start = median(runs, () => timed(process.execPath, [program, "--version"]));
    return [
      `check, start of the program (${(start * 1000).toFixed(0)} ms) not counted:`,
      line(`${String(copies)} copies of a PyTorch model`, path.join(folder, "models"), python, start, runs),
      line("Python's standard library", path.join(folder, "standard"), python, start, runs),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} name @param {string} folder @param {string} python @param {number} start @param {number} runs
 */
function line(name, folder, python, start, runs) {
  const lines = countLines(folder);
  const ours = median(runs, () => timed(process.execPath, [program, "check", folder])) - start;
  const parse =
    "import ast, pathlib, sys, time\n" +
    "texts = [p.read_bytes() for p in pathlib.Path(sys.argv[1]).rglob('*.py')]\n" +
    "began = time.perf_counter()\n" +
    "for text in texts: ast.parse(text)\n" +
    "print(time.perf_counter() - began)";
  const peer = median(runs, () =>
    Number(spawnSync(python, ["-c", parse, folder], { encoding: "utf8" }).stdout),
  );
  const speed = Math.round(lines / ours).toLocaleString("en");
  return `  ${name.padEnd(32)} ${lines.toLocaleString("en")} lines in ${ours.toFixed(2)} s: ${speed} lines/s, ${(ours / peer).toFixed(1)} x the time of CPython's ast.parse`;
}

/** @param {string} from @param {string} to */
function copyPython(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyPython(source, target);
    else if (entry.name.endsWith(".py")) copyFileSync(source, target);
  }
}

/** @param {string} folder @returns {number} */
function countLines(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const name = path.join(folder, entry.name);
    return sum + (entry.isDirectory() ? countLines(name) : readFileSync(name, "utf8").split("\n").length);
  }, 0);
}

/** Seconds of a run; its exit code says only whether there are findings. @param {string} command @param {string[]} args */
function timed(command, args) {
  const began = performance.now();
  const { status } = spawnSync(command, args, { stdio: "ignore" });
  if (status === null || status > 1) throw new Error(`${args.join(" ")} failed`);
  return (performance.now() - began) / 1000;
}

/** @param {number} runs @param {() => number} measure */
function median(runs, measure) {
  const values = Array.from({ length: runs }, measure).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? NaN;
}
