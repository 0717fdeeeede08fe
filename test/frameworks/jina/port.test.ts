import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { run } from "../../../src/cli/main.js";
import { alignReport, type AlignReport } from "../../../src/core/align/report.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";
import { example, pythonJson } from "./support.js";

let folder: string;
const at = (name: string): string => path.join(folder, name);

/** Runs a command of the program in the folder. */
async function program(...args: readonly string[]): Promise<{ code: number; output: string }> {
  let output = "";
  const code = await run(args, {
    cwd: folder,
    interactive: false,
    stdout: (text) => void (output += text),
    stderr: (text) => void (output += text),
  });
  return { code, output };
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "paddle-port-jina-"));
  for (const name of [
    "reference",
    "paddle",
    "factories.py",
    "config.json",
    "config.tiny.json",
    "make_tiny.py",
  ])
    cpSync(path.join(example, name), at(name), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the committed port", () => {
  it.each(["3.0.0", "3.3.1"] as const)(
    "on paddlepaddle %s says why it cannot build adapters",
    async (version) => {
      const script = [
        "import json, sys",
        "sys.path[:0] = ['.', 'paddle']",
        "import factories",
        "try:",
        "    factories.tiny()",
        "except Exception as error:",
        "    print(json.dumps([type(error).__name__, str(error)]))",
      ].join("\n");
      const [kind, message] = (await pythonJson(
        paddlePython(version),
        ["-c", script],
        [],
        folder,
      )) as string[];
      expect(kind).toBe("RuntimeError");
      expect(message).toContain("torch.nn.utils.parametrize.register_parametrization needs PyTorch");
    },
  );
});

describe.each([
  { size: "60 pixels, four patches a side", factory: "tiny_merged", inputs: "inputs.safetensors" },
  {
    size: "90 pixels, six patches a side",
    factory: "tiny_large_image_merged",
    inputs: "inputs-large.safetensors",
  },
])("the port of the merged model, images of $size", ({ factory, inputs }) => {
  beforeAll(async () => {
    await promisify(execFile)(torchPython(), ["make_tiny.py", "."], { cwd: folder });
    await promisify(execFile)(
      torchPython(),
      [path.join(import.meta.dirname, "merged.py"), factory, factory],
      { cwd: folder },
    );
    const record = ["modules", "--model", `factories:${factory}`, "--path", "."];
    const steps = [
      [...record, "--framework", "torch", "--path", "reference", "--python", torchPython(), "-o", "ref.json"],
      [
        ...[...record, "--framework", "paddle", "--path", "paddle"],
        ...["--python", paddlePython("3.3.1"), "-o", "port.json"],
      ],
      [
        ...["plan", "--source", "ref.json", "--target", "port.json"],
        ...["--checkpoint", factory, "-o", `${factory}.plan.json`],
      ],
      ["convert", `${factory}.plan.json`, "--checkpoint", factory, "--out", `${factory}-paddle`],
    ];
    for (const step of steps) {
      const { code, output } = await program(...step, ...(step[0] === "convert" ? [] : ["--force"]));
      expect(code, `${step.join(" ")}\n${output}`).toBe(0);
    }
  });

  it.each(["3.0.0", "3.3.1"] as const)(
    "computes the same as the reference on paddlepaddle %s",
    async (version) => {
      const { report, output } = await align(factory, inputs, version);
      expect(report.environment.port, output).toMatchObject({ framework: "paddle", version });
      expect(report.layers.length).toBeGreaterThan(60);
      for (const layer of report.layers)
        expect([layer.reference, layer.isolated, layer.propagated], output).toEqual([
          layer.reference,
          "ok",
          "ok",
        ]);
    },
  );
});

async function align(
  factory: string,
  inputs: string,
  version: "3.0.0" | "3.3.1",
): Promise<{ report: AlignReport; output: string }> {
  const model = (side: string, weights: string): object => ({
    model: `factories:${factory}`,
    path: [".", side],
    weights,
  });
  const spec = {
    schemaVersion: 1,
    reference: { kind: "torch", ...model("reference", `${factory}/model.safetensors`) },
    port: model("paddle", `${factory}-paddle/model.safetensors`),
    plan: `${factory}.plan.json`,
    inputs: { file: inputs },
    arguments: { input_ids: "input_ids", pixel_values: "pixel_values" },
  };
  writeFileSync(at("align.json"), JSON.stringify(spec));
  const { output } = await program(
    ...["align", "align.json", "--report", "report", "--force", "--device", "cpu"],
    ...["--reference-python", torchPython(), "--port-python", paddlePython(version)],
  );
  return {
    report: alignReport.parse(JSON.parse(readFileSync(at("report/report.json"), "utf8"))),
    output,
  };
}
