import { spawnSync } from "node:child_process";
import { cpSync, openSync, readSync, writeSync, closeSync } from "node:fs";
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
  run("port", "bert_torch", "bert_paddle");
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

/** Copies a checkpoint in which one square matrix is transposed, as happens when it is converted by hand. */
export function transposeTensor(file: string, tensor: string): void {
  const handle = openSync(file, "r+");
  try {
    const { begin, shape } = placeOf(handle, tensor);
    const size = shape[0] ?? 0;
    if (shape.length !== 2 || shape[1] !== size) throw new Error(`${tensor} is not a square matrix.`);
    const bytes = Buffer.alloc(size * size * 4);
    readSync(handle, bytes, 0, bytes.length, begin);
    const turned = Buffer.alloc(bytes.length);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        bytes.copy(
          turned,
          (column * size + row) * 4,
          (row * size + column) * 4,
          (row * size + column) * 4 + 4,
        );
      }
    }
    writeSync(handle, turned, 0, turned.length, begin);
  } finally {
    closeSync(handle);
  }
}

function placeOf(handle: number, tensor: string): { begin: number; shape: number[] } {
  const length = Buffer.alloc(8);
  readSync(handle, length, 0, 8, 0);
  const header = Buffer.alloc(Number(length.readBigUInt64LE()));
  readSync(handle, header, 0, header.length, 8);
  const entries = JSON.parse(header.toString()) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  const entry = entries[tensor];
  if (entry?.dtype !== "F32") throw new Error(`There is no F32 tensor ${tensor}.`);
  return { begin: 8 + header.length + entry.data_offsets[0], shape: entry.shape };
}

/** Copies the prepared example. */
export function copyExample(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
}
