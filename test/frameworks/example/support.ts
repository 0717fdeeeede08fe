import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "vitest";

import { alignReport, type AlignReport } from "../../../src/core/align/report.js";
import { run } from "../../../src/cli/main.js";
import { fillExample } from "../../../scripts/demo/folder.mjs";
import { exampleAssets, paddlePython, type PaddleVersion } from "../../support/interpreters.js";

/** The example in a folder of its own, as far as a test needs it. */
export interface Example {
  readonly folder: string;
  at(name: string): string;
  read(name: string): string;
  json(name: string): unknown;
  /** Runs a command of the program in the folder. */
  run(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }>;
  /** Runs `align` and reads the report it writes. */
  align(
    spec: string,
    ...args: readonly string[]
  ): Promise<{ code: number; report: AlignReport; stdout: string }>;
  remove(): void;
}

/** Makes the example's folder with the sources, the checkpoint and the recordings, and nothing ported yet. */
export function makeExample(): Example {
  const folder = mkdtempSync(path.join(tmpdir(), "paddle-port-example-"));
  fillExample(folder, examplePackages());
  const at = (name: string): string => path.join(folder, name);
  const read = (name: string): string => readFileSync(at(name), "utf8");
  const runHere: Example["run"] = async (...args) => {
    let stdout = "";
    let stderr = "";
    const code = await run(args, {
      cwd: folder,
      interactive: false,
      stdout: (text) => void (stdout += text),
      stderr: (text) => void (stderr += text),
    });
    return { code, stdout, stderr };
  };
  return {
    folder,
    at,
    read,
    json: (name) => JSON.parse(read(name)) as unknown,
    run: runHere,
    align: async (spec, ...args) => {
      const { code, stdout, stderr } = await runHere("align", spec, "--report", "report", "--force", ...args);
      expect(code, stderr).toBeLessThan(2);
      return { code, stdout, report: alignReport.parse(JSON.parse(read("report/report.json"))) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Ports the model and converts its weights, as the demo does: module trees from source on both sides. */
export async function portAndConvert(example: Example): Promise<void> {
  const steps = [
    ["port", "bert_torch", "bert_paddle", "--report", "port-report.json"],
    [
      "modules",
      "bert_torch/modeling_bert.py:BertModel",
      "--config",
      "bert-config.json",
      "-o",
      "reference.json",
    ],
    [...["modules", "--framework", "paddle", "--python", paddlePython("3.3.1")], ...recordingOfPort],
    [
      ...["plan", "--source", "reference.json", "--target", "port.json"],
      ...["--checkpoint", "checkpoint", "-o", "plan.json"],
    ],
    ["convert", "plan.json", "--checkpoint", "checkpoint", "--out", "converted"],
  ];
  for (const step of steps) {
    const { code, stdout, stderr } = await example.run(...step);
    expect(code, `paddle-port ${step.join(" ")}\n${stdout}${stderr}`).toBe(0);
  }
}

const recordingOfPort = ["--model", "factories:port", "--path", ".", "-o", "port.json"];

/** The site-packages folder that holds cn_clip and the checkpoint. */
export function examplePackages(): string {
  return path.resolve(exampleAssets().clipSource, "..", "..");
}

export const paddleVersions = ["3.0.0", "3.3.1"] as const satisfies readonly PaddleVersion[];
