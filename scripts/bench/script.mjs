// @ts-check
// The native conversion beside the script that is generated from the same plan, for the example's model in a big size.
import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { fillExample } from "../demo/folder.mjs";
import { ensureEnvironment, root } from "../lib/bootstrap.mjs";

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
 * Writes a checkpoint with the parameters of a module tree; what the values are does not matter for the time.
 * @param {string} folder @param {string} tree @returns {number} its bytes
 */
function writeCheckpoint(folder, tree) {
  /** @type {{parameters: {name: string, shape: number[]}[]}} */
  const { parameters } = JSON.parse(readFileSync(tree, "utf8"));
  let end = 0;
  const members = parameters.map(({ name, shape }) => {
    const begin = end;
    end += shape.reduce((product, size) => product * size, 4);
    return [name, { dtype: "F32", shape, data_offsets: [begin, end] }];
  });
  const json = JSON.stringify(Object.fromEntries(members));
  const header = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  mkdirSync(folder);
  const handle = openSync(path.join(folder, "model.safetensors"), "w");
  writeSync(handle, Buffer.concat([size, header]));
  const block = new Uint8Array(new Float32Array(2 ** 20).map((_, index) => Math.sin(index)).buffer);
  for (let left = end; left > 0; left -= block.length)
    writeSync(handle, block, 0, Math.min(block.length, left));
  closeSync(handle);
  return end;
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
