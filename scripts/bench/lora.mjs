// @ts-check
// Converts a checkpoint of Jina-CLIP-v2's size (98 weights merged with their LoRA, 264 transposed) with the built program, and
// prints time and peak memory beside `cp` of the same files in the same run. Called by `npm run bench`; also alone:
//   node scripts/bench/lora.mjs [--runs 3] [--script]
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { ensureEnvironment, root } from "../lib/bootstrap.mjs";
import { makeJinaCheckpoint } from "./jinaCheckpoint.mjs";

const program = path.join(root, "dist", "cli.cjs");

/** Source, copy and output. */
const room = 3 * 1.8e9;

/** @typedef {{ seconds: number, peakMib: number }} Run */

/**
 * Runs a command to its end; the peak of its memory is what Linux says of the process, NaN elsewhere.
 * @param {string} command @param {readonly string[]} args @returns {Promise<Run>}
 */
async function measured(command, args) {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  let [peak, errors] = [NaN, ""];
  child.stderr.on("data", (/** @type {Buffer} */ text) => (errors += text.toString()));
  const watch = setInterval(() => {
    try {
      const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
      if (found) peak = Number(found[1]) / 1024;
    } catch {
      // The process has ended, or this is not Linux.
    }
  }, 20);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${errors}`);
  return { seconds: (performance.now() - began) / 1000, peakMib: peak };
}

/** @param {readonly Run[]} runs */
const median = (runs) => runs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(runs.length / 2)];

/** @param {string} folder */
const digests = (folder) =>
  readdirSync(folder)
    .sort()
    .map((name) =>
      createHash("sha256")
        .update(readFileSync(path.join(folder, name)))
        .digest("hex"),
    );

/**
 * @param {{ runs?: number, script?: boolean }} [options] `script`: also convert with the generated script, and compare
 * @returns {Promise<string[]>} lines to print
 */
export async function benchLora({ runs = 3, script = false } = {}) {
  if (!existsSync(program)) throw new Error('dist/cli.cjs is missing. Run "npm run build" first.');
  const memory = "/dev/shm";
  const inMemory = existsSync(memory) && statfsSync(memory).bavail * statfsSync(memory).bsize > room;
  const folder = mkdtempSync(path.join(inMemory ? memory : tmpdir(), "paddle-port-bench-"));
  const at = (/** @type {string} */ name) => path.join(folder, name);
  try {
    const { tensors, bytes } = makeJinaCheckpoint(folder);
    const convert = async (/** @type {number} */ workers) => {
      const args = ["convert", at("plan.json"), "--checkpoint", at("checkpoint"), "--out", at("out")];
      rmSync(at("out"), { recursive: true, force: true });
      return measured(process.execPath, [program, ...args, "--workers", String(workers)]);
    };
    const copy = async () => {
      const run = await measured("cp", ["-r", at("checkpoint"), at("copy")]);
      rmSync(at("copy"), { recursive: true });
      return run;
    };
    /** @type {[string, () => Promise<Run>, Run[]][]} */
    const subjects = [
      ["cp", copy, []],
      ["convert, 1 worker", () => convert(1), []],
      ["convert, 2 workers", () => convert(2), []],
    ];
    for (let run = 0; run < runs; run++)
      for (const [, measure, times] of subjects) times.push(await measure());
    const peer = median(subjects[0]?.[2] ?? [])?.seconds ?? NaN;
    const place = inMemory ? "memory (tmpfs)" : "disk";
    const lines = [
      `merging: ${tensors} tensors of Jina-CLIP-v2, ${(bytes / 1e9).toFixed(2)} GB bfloat16 in 2 shards on ${place}, median of ${runs}`,
    ];
    const line = (/** @type {string} */ name, /** @type {Run | undefined} */ run) => {
      const { seconds = NaN, peakMib = NaN } = run ?? {};
      return `  ${name.padEnd(20)} ${(bytes / 1e9 / seconds).toFixed(2)} GB/s  ${(peer / seconds).toFixed(2)} x cp  (${seconds.toFixed(2)} s, peak ${peakMib.toFixed(0)} MiB)`;
    };
    for (const [name, , times] of subjects) lines.push(line(name, median(times)));
    const sides = ["--checkpoint", at("checkpoint"), "--out"];
    lines.push(
      line(
        "verify",
        await measured(process.execPath, [program, "verify", at("plan.json"), ...sides, at("out")]),
      ),
    );
    if (script) {
      spawnSync(process.execPath, [program, "script", at("plan.json"), "-o", at("convert.py")]);
      const { python } = await ensureEnvironment("paddle-3.3.1");
      lines.push(
        line("generated script", await measured(python, [at("convert.py"), ...sides, at("script")])),
      );
      const equal = JSON.stringify(digests(at("out"))) === JSON.stringify(digests(at("script")));
      if (!equal) throw new Error("The script and the converter wrote different bytes.");
      lines.push("  the script and the converter wrote the same bytes");
    }
    return lines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf("--runs");
  const runs = at < 0 ? undefined : Number(process.argv[at + 1]);
  const lines = await benchLora({
    ...(runs === undefined ? {} : { runs }),
    script: process.argv.includes("--script"),
  });
  console.log(lines.join("\n"));
}
