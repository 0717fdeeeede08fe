// @ts-check
// How long an editor waits for the findings of a 1,000-line file after a keystroke. Called by `npm run bench`.
import { readFileSync } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";

import { ensureEnvironment, root } from "../lib/bootstrap.mjs";

const most = 1000;

/** @param {{strokes?: number}} [options] @returns {Promise<string[]>} */
export async function benchKeystroke({ strokes = 200 } = {}) {
  const { packages } = await ensureEnvironment("corpus");
  const file = path.join(packages, "transformers", "models", "deberta_v2", "modeling_deberta_v2.py");
  const text = wholeStatements(readFileSync(file, "utf8"));
  const worker = new Worker(path.join(root, "dist", "worker.cjs"), {
    workerData: "paddle-port/analysis-worker",
  });
  try {
    // Typed in the middle of the file, another name with each stroke, so that no text is met twice.
    const lines = text.split("\n");
    const middle = lines.slice(0, lines.length >> 1).join("\n").length;
    const at = text.indexOf("self.", middle) + "self.".length;
    /** @type {number[]} */
    const times = [];
    for (let stroke = 0; stroke < strokes + 50; stroke++) {
      const typed = `${text.slice(0, at)}x${String(stroke)}_${text.slice(at)}`;
      const began = performance.now();
      await check(worker, stroke, typed);
      // The first ones compile the program.
      if (stroke >= 50) times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    const share = (/** @type {number} */ part) => (times[Math.floor(times.length * part)] ?? NaN).toFixed(1);
    return [
      `keystroke in modeling_deberta_v2.py cut to ${String(lines.length - 1)} lines, through the editor's worker: p50 ${share(0.5)} ms, p95 ${share(0.95)} ms`,
    ];
  } finally {
    await worker.terminate();
  }
}

/** @param {Worker} worker @param {number} id @param {string} text @returns {Promise<void>} */
function check(worker, id, text) {
  return new Promise((resolve, reject) => {
    const answered = (/** @type {{kind: string, message?: string, path?: string}} */ message) => {
      // What the file imports from beside it is not there: this is about one file.
      if (message.kind === "read") {
        worker.postMessage({ kind: "text", path: message.path, text: null });
        return;
      }
      worker.off("message", answered);
      if (message.kind === "answer") resolve();
      else reject(new Error(message.message));
    };
    worker.on("message", answered);
    const file = { path: "pkg/models/deberta_v2/modeling_deberta_v2.py", text };
    const options = { target: "3.0", producer: "bench" };
    worker.postMessage({
      kind: "question",
      id,
      name: "check",
      ask: { key: "bench", version: id, file, options },
    });
  });
}

/** The beginning of a text, up to a line at which a statement of its own begins. @param {string} text */
function wholeStatements(text) {
  const lines = text.split("\n");
  let end = Math.min(most, lines.length);
  while (end > 0 && !/^(class|def|@|[A-Za-z_])/.test(lines[end] ?? "")) end -= 1;
  return `${lines.slice(0, end).join("\n")}\n`;
}
