// @ts-check
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { makePortable } from "../demo/recording.mjs";
import { root } from "../lib/bootstrap.mjs";
import { SetupError } from "../lib/steps.mjs";
import { fillJina, sizes } from "./jina.mjs";

/** What is recorded, below the example's folder. */
export const recorded = ["recordings", ...sizes.map(({ suffix }) => `tiny${suffix}.onnx`)];

/**
 * Runs PyTorch on the example and writes what stands in for it where it is not installed: the module trees, what each
 * layer received and returned, and the exported models.
 * @param {object} options
 * @param {string} options.python the interpreter with PyTorch
 * @param {string} options.onnxPackages site-packages folder with what PyTorch's exporter needs
 * @param {string} options.target the example's folder, or another one to compare with it
 */
export function recordJina({ python, onnxPackages, target }) {
  const work = mkdtempSync(path.join(tmpdir(), "paddle-port-record-"));
  try {
    fillJina(work);
    const run = (/** @type {string} */ program, /** @type {readonly string[]} */ args, env = {}) => {
      const { status, stdout, stderr } = spawnSync(program, args, {
        cwd: work,
        encoding: "utf8",
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...env },
      });
      if (status !== 0) throw new SetupError(`${stdout}${stderr}${args.join(" ")} failed.`);
    };
    const paddlePort = (/** @type {readonly (readonly string[])[]} */ ...args) =>
      run(process.execPath, [path.join(root, "dist", "cli.cjs"), ...args.flat()]);
    for (const [name, factory] of [
      ...sizes.map(({ suffix, factory }) => [`tiny${suffix}`, factory]),
      ["full", "full"],
    ]) {
      paddlePort(
        ["modules", "--framework", "torch", "--python", python, "--model", `factories:${String(factory)}`],
        ["--path", ".", "--path", "reference", "-o", `recordings/trees/${String(name)}.json`, "--force"],
      );
    }
    run(python, ["make_tiny.py", "."]);
    run(python, ["export_onnx.py", "."], { PYTHONPATH: onnxPackages });
    for (const { suffix } of sizes) {
      // The plan needs the port, which has no part in this.
      const spec = `align${suffix}.yaml`;
      const text = readFileSync(path.join(work, spec), "utf8");
      writeFileSync(path.join(work, spec), text.replace(/^plan: .*\n/m, ""));
      const out = `recordings/layers${suffix}`;
      paddlePort([
        "capture",
        spec,
        "--side",
        "reference",
        "-o",
        out,
        "--force",
        "--reference-python",
        python,
      ]);
      makePortable(path.join(work, out, "capture.json"), work);
    }
    for (const name of recorded) {
      rmSync(path.join(target, name), { recursive: true, force: true });
      cpSync(path.join(work, name), path.join(target, name), { recursive: true });
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
