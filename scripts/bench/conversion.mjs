// Converts a synthetic checkpoint with the built program and prints GB/s beside `cp` of the same file in the same run,
// and the time of a header of 100,000 tensors. Called by `npm run bench`; also alone:
//   node scripts/bench/conversion.mjs [--mib 1024] [--runs 5]
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { writeCheckpointFile } from "./checkpointFile.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const program = path.join(root, "dist/cli.cjs");

/** @param {number} mib */
function chooseFolder(mib) {
  const shared = "/dev/shm";
  // Memory first: disks of virtual machines swing by a factor of four between runs. Source, copy and output need room.
  if (existsSync(shared)) {
    const { bavail, bsize } = statfsSync(shared);
    if (bavail * bsize > mib * 2 ** 20 * 3.2) return { parent: shared, kind: "memory (tmpfs)" };
  }
  return { parent: tmpdir(), kind: `disk (${tmpdir()})` };
}

/** Shapes of a Llama-like model of about that size: 88 % of it is transposed. @param {number} mib */
function modelShapes(mib) {
  const shapes = new Map([["model.embed_tokens.weight", [32_000, 2048]]]);
  const total = () => [...shapes.values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 2), 0);
  for (let layer = 0; total() < mib * 2 ** 20; layer++) {
    const at = (name) => `model.layers.${layer}.${name}.weight`;
    for (const name of ["q_proj", "k_proj", "v_proj", "o_proj"]) shapes.set(at(name), [2048, 2048]);
    for (const name of ["gate_proj", "up_proj"]) shapes.set(at(name), [5504, 2048]);
    shapes.set(at("down_proj"), [2048, 5504]);
    shapes.set(at("input_layernorm"), [2048]);
  }
  return shapes;
}

/** @param {Map<string, number[]>} shapes */
function makePlan(shapes) {
  const entries = [...shapes].map(([name, shape]) => {
    const transpose = name.includes("_proj");
    const pieces = [{ source: name, transpose }];
    const common = { dtype: "BF16", renamed: false, reason: "benchmark", confidence: "certain" };
    return {
      target: name,
      shape: transpose ? shape.toReversed() : shape,
      pieces,
      operation: transpose ? "transpose" : "keep",
      ...common,
    };
  });
  const sides = {
    source: { framework: "torch", model: "benchmark" },
    target: { framework: "paddle", model: "benchmark" },
  };
  return {
    schemaVersion: 1,
    kind: "paddle-port/weight-plan",
    producer: "benchmark",
    ...sides,
    entries,
    dropped: [],
    undecided: [],
  };
}

/** Wall time in seconds. @param {string} command @param {readonly string[]} args */
function timed(command, args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args, {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stderr}`);
  return (performance.now() - start) / 1000;
}

/** @param {readonly number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/**
 * Measures conversion, verification and `cp`, in turn so that all see the same load of the machine.
 * @param {{ mib?: number, runs?: number }} options
 * @returns {string[]} lines to print
 */
export function benchConversion({ mib = 1024, runs = 5 } = {}) {
  if (!existsSync(program)) throw new Error('dist/cli.cjs is missing. Run "npm run build" first.');
  const { parent, kind } = chooseFolder(mib);
  const folder = mkdtempSync(path.join(parent, "paddle-port-bench-"));
  const at = (/** @type {string} */ name) => path.join(folder, name);
  try {
    mkdirSync(at("in"));
    const shapes = modelShapes(mib);
    const tensors = [...shapes].map(([name, shape]) => ({ name, shape }));
    writeCheckpointFile(at("in/model.safetensors"), "BF16", tensors);
    writeFileSync(at("plan.json"), JSON.stringify(makePlan(shapes)));
    const bytes = statSync(at("in/model.safetensors")).size;
    const convert = (/** @type {number} */ workers) => {
      const args = [
        program,
        "convert",
        at("plan.json"),
        "--checkpoint",
        at("in"),
        "--out",
        at("out"),
        "--workers",
        String(workers),
      ];
      const seconds = timed(process.execPath, args);
      rmSync(at("out"), { recursive: true });
      return seconds;
    };
    const copy = () => {
      const seconds = timed("cp", [at("in/model.safetensors"), at("copy")]);
      rmSync(at("copy"));
      return seconds;
    };
    /** @type {[string, () => number, number[]][]} */
    const subjects = [
      ["cp", copy, []],
      ["convert, 1 worker", () => convert(1), []],
      ["convert, 2 workers", () => convert(2), []],
    ];
    for (let run = 0; run < runs; run++) for (const [, measure, times] of subjects) times.push(measure());
    const [peer = NaN] = subjects.map(([, , times]) => median(times));
    const lines = [
      `conversion: ${(bytes / 1e9).toFixed(2)} GB bfloat16 on ${kind}, ${availableParallelism()} cores, median of ${runs}`,
    ];
    for (const [name, , times] of subjects) {
      const seconds = median(times);
      lines.push(
        `  ${name.padEnd(20)} ${(bytes / 1e9 / seconds).toFixed(2)} GB/s  ${(peer / seconds).toFixed(2)} x cp  (${seconds.toFixed(2)} s)`,
      );
    }
    lines.push(...benchHeader(at("header.safetensors"), runs));
    return lines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file of 100,000 tensors, listed by the program; node's own start is measured beside it. @param {string} file @param {number} runs */
function benchHeader(file, runs) {
  const tensors = Array.from({ length: 100_000 }, (_, at) => ({
    name: `model.layers.${at}.self_attn.q_proj.weight`,
    shape: [1, 1],
  }));
  writeCheckpointFile(file, "BF16", tensors);
  const list = [];
  const start = [];
  for (let run = 0; run < runs; run++) {
    list.push(timed(process.execPath, [program, "tensors", file]));
    start.push(timed(process.execPath, [program, "--version"]));
  }
  const [all, bare] = [median(list) * 1000, median(start) * 1000];
  return [
    `  header of 100,000 tensors: tensors command ${all.toFixed(0)} ms, of which ${bare.toFixed(0)} ms start of the program`,
  ];
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const option = (/** @type {string} */ name) => {
    const at = process.argv.indexOf(name);
    return at < 0 ? undefined : Number(process.argv[at + 1]);
  };
  const [mib, runs] = [option("--mib"), option("--runs")];
  console.log(
    benchConversion({ ...(mib === undefined ? {} : { mib }), ...(runs === undefined ? {} : { runs }) }).join(
      "\n",
    ),
  );
}
