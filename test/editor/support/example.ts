import { spawnSync } from "node:child_process";
import path from "node:path";

import { fillExample } from "../../../scripts/demo/folder.mjs";
import { locateEnvironment } from "../../../scripts/lib/pythonEnvironments.mjs";
import { paddlePython } from "../../support/interpreters.js";

/** The version of Paddle that runs the port. */
export const paddle = (): string => paddlePython("3.3.1");

/** Runs the command line. @throws when its exit code is not among `expected` */
export function paddlePort(args: readonly string[], cwd: string, expected: readonly number[] = [0]): string {
  const cli = path.resolve("dist/cli.cjs");
  const run = spawnSync(process.execPath, [cli, ...args], { cwd, encoding: "utf8" });
  if (run.status === null || !expected.includes(run.status)) {
    throw new Error(
      `paddle-port ${args.join(" ")} ended with ${String(run.status)}: ${run.stdout}${run.stderr}`,
    );
  }
  return run.stdout;
}

/** The whole pipeline up to the alignment, from the command line. */
export function prepareExample(folder: string): void {
  fillExample(folder, locateEnvironment("example").packages);
  const run = (...args: string[]): string => paddlePort(args, folder);
  // Whether the port is complete is asked by the tests of the pipeline.
  paddlePort(["port", "bert_torch", "bert_paddle"], folder, [0, 1]);
  run(
    "modules",
    "bert_torch/modeling_bert.py:BertModel",
    "--config",
    "bert-config.json",
    "-o",
    "reference.json",
  );
  const model = ["--python", paddle(), "--model", "factories:port", "--path", "."];
  run("modules", "--framework", "paddle", ...model, "-o", "port.json");
  run(
    "plan",
    "--source",
    "reference.json",
    "--target",
    "port.json",
    "--checkpoint",
    "checkpoint",
    "-o",
    "plan.json",
  );
  run("convert", "plan.json", "--checkpoint", "checkpoint", "--out", "converted");
}
