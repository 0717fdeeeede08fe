// @ts-check
// The native conversion beside the script that is generated from the same plan, for the example's model in a big size.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { fillExample } from "../demo/folder.mjs";
import { ensureEnvironment, root } from "../lib/bootstrap.mjs";
import { writeCheckpointFile } from "./checkpointFile.mjs";

const program = path.join(root, "dist", "cli.cjs");
/** BERT-large with half its layers. */
const sizes = { hidden_size: 1024, num_attention_heads: 16, num_hidden_layers: 12, intermediate_size: 4096 };

/** Source, and both outputs. */
const room = 3 * 900e6;

const model = (/** @type {string} */ folder) => `${folder}/modeling_bert.py:BertModel`;

/** @param {{runs?: number}} [options] @returns {Promise<string[]>} */
export async function benchScript({ runs = 3 } = {}) {
  const { packages } = await ensureEnvironment("example");
  const { python } = await ensureEnvironment("paddle-3.3.1");
  const memory = "/dev/shm";
  const inMemory = existsSync(memory) && statfsSync(memory).bavail * statfsSync(memory).bsize > room;
  const folder = path.join(
    mkdtempSync(path.join(inMemory ? memory : tmpdir(), "paddle-port-bench-")),
    "bench",
  );
  try {
    fillExample(folder, packages);
    const run = (/** @type {string} */ command, /** @type {readonly string[]} */ args) => {
      const began = performance.now();
      const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
      if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stderr}`);
      return (performance.now() - began) / 1000;
    };
    const port = (/** @type {string[]} */ ...args) => run(process.execPath, [program, ...args]);
    port("port", "bert_torch", "bert_paddle");
    const set = Object.entries(sizes).flatMap(([name, value]) => ["--set", `${name}=${String(value)}`]);
    port("modules", model("bert_torch"), ...set, "-o", "reference.json");
    port("modules", model("bert_paddle"), ...set, "-o", "port.json");
    port("plan", "--source", "reference.json", "--target", "port.json", "-o", "plan.json");
    port("script", "plan.json", "-o", "convert.py");
    const bytes = writeCheckpoint(path.join(folder, "big"), path.join(folder, "reference.json"));
    /** @type {number[]} */
    const native = [];
    /** @type {number[]} */
    const script = [];
    // In turn, so that both see the same load of the machine.
    for (let at = 0; at < runs; at++) {
      native.push(port("convert", "plan.json", "--checkpoint", "big", "--out", "native", "--force"));
      script.push(run(python, ["convert.py", "--checkpoint", "big", "--out", "script", "--force"]));
    }
    const [ours, theirs] = [median(native), median(script)];
    return [
      `generated script: ${(bytes / 1e9).toFixed(2)} GB float32 on ${inMemory ? "memory (tmpfs)" : "disk"}, start of both included, median of ${String(runs)}`,
      `  convert ${ours.toFixed(2)} s, script (Python with numpy) ${theirs.toFixed(2)} s: ${(theirs / ours).toFixed(2)} x the time of convert`,
    ];
  } finally {
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }
}

/**
 * Writes a checkpoint with the parameters of a module tree.
 * @param {string} folder @param {string} tree @returns {number} its bytes
 */
function writeCheckpoint(folder, tree) {
  /** @type {{parameters: {name: string, shape: number[]}[]}} */
  const { parameters } = JSON.parse(readFileSync(tree, "utf8"));
  mkdirSync(folder);
  return writeCheckpointFile(path.join(folder, "model.safetensors"), "F32", parameters);
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
