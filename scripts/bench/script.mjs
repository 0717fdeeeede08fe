// @ts-check
// The native conversion beside the script that is generated from the same plan, on the example's real checkpoint.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { fillExample } from "../demo/folder.mjs";
import { ensureEnvironment, root } from "../lib/bootstrap.mjs";

const program = path.join(root, "dist", "cli.cjs");
const model = (/** @type {string} */ folder) => `${folder}/modeling_bert.py:BertModel`;

/** @param {{runs?: number}} [options] @returns {Promise<string[]>} */
export async function benchScript({ runs = 3 } = {}) {
  const { packages } = await ensureEnvironment("example");
  const { python } = await ensureEnvironment("paddle-3.3.1");
  const folder = mkdtempSync(path.join(tmpdir(), "paddle-port-bench-"));
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
    port("modules", model("bert_torch"), "--config", "bert-config.json", "-o", "reference.json");
    port("modules", model("bert_paddle"), "--config", "bert-config.json", "-o", "port.json");
    const trees = ["--source", "reference.json", "--target", "port.json"];
    port("plan", ...trees, "--checkpoint", "checkpoint", "-o", "plan.json");
    port("script", "plan.json", "-o", "convert.py");
    const bytes = statSync(path.join(folder, "checkpoint", "model.safetensors")).size;
    /** @type {number[]} */
    const native = [];
    /** @type {number[]} */
    const script = [];
    // In turn, so that both see the same load of the machine.
    for (let at = 0; at < runs; at++) {
      native.push(port("convert", "plan.json", "--checkpoint", "checkpoint", "--out", "native", "--force"));
      script.push(run(python, ["convert.py", "--checkpoint", "checkpoint", "--out", "script", "--force"]));
    }
    const [ours, theirs] = [median(native), median(script)];
    return [
      `the real checkpoint (${(bytes / 1e6).toFixed(0)} MB float32, ${folder}), start included:`,
      `  convert ${ours.toFixed(2)} s, generated script with numpy ${theirs.toFixed(2)} s: ${(theirs / ours).toFixed(2)} x the time of convert`,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
