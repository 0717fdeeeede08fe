// A program for convert.test.ts: converts, and is killed or interrupted on the way.
import { readFileSync } from "node:fs";
import path from "node:path";

import { run } from "../../../src/cli/main.js";
import { openCheckpoint } from "../../../src/platform/checkpoints.js";
import { convertCheckpoint } from "../../../src/platform/conversion/convert.js";
import { Journal } from "../../../src/platform/conversion/journal.js";
import { serveAsConversionWorker } from "../../../src/platform/conversion/worker.js";
import { loadPlan } from "../../../src/platform/planFiles.js";

/** Converts FOLDER/in to FOLDER/out and dies as soon as the journal holds a finished task. */
async function killed(folder: string): Promise<void> {
  const out = path.join(folder, "out");
  await convertCheckpoint({
    plan: await loadPlan(path.join(folder, "plan.json")),
    checkpoint: await openCheckpoint(path.join(folder, "in")),
    wholeFolder: true,
    out,
    workers: 1,
    recordBytes: 1,
    onProgress: (done, total) => {
      // Blocks, so that the disk keeps up with the steps.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      const finished = done > 0 && readFileSync(Journal.pathIn(out), "utf8").includes("finished");
      if (finished && done < total) process.kill(process.pid, "SIGKILL");
    },
  });
}

/** Runs the command line and presses Ctrl-C at the first sign of progress. */
async function interrupted(folder: string): Promise<void> {
  const at = (name: string): string => path.join(folder, name);
  process.exitCode = await run(
    ["convert", at("plan.json"), "--checkpoint", at("in"), "--out", at("new/out")],
    {
      cwd: folder,
      stdout: (text) => void process.stdout.write(text),
      stderr: (text) => {
        process.stderr.write(text);
        if (text.startsWith("converting")) process.kill(process.pid, "SIGINT");
      },
      interactive: false,
    },
  );
}

if (!serveAsConversionWorker()) {
  const [mode, folder = ""] = process.argv.slice(2);
  void (mode === "killed" ? killed(folder) : interrupted(folder));
}
