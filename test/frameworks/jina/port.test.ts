import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
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
    "align.yaml",
    "align-large.yaml",
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
  { size: "60 pixels, four patches a side", suffix: "", factory: "tiny" },
  { size: "90 pixels, six patches a side", suffix: "-large", factory: "tiny_large_image" },
])("the port with merged adapters, images of $size", ({ suffix, factory }) => {
  beforeAll(async () => {
    await promisify(execFile)(torchPython(), ["make_tiny.py", "."], { cwd: folder });
    const record = (framework: string, side: string, python: string, model: string): string[] => [
      ...["modules", "--framework", framework, "--python", python, "--model", `factories:${model}`],
      ...["--path", ".", "--path", side, "-o", `${side}.json`, "--force"],
    ];
    const steps = [
      record("torch", "reference", torchPython(), factory),
      record("paddle", "paddle", paddlePython("3.3.1"), `${factory}_merged`),
      [
        ...["plan", "--source", "reference.json", "--target", "paddle.json"],
        ...["--checkpoint", `tiny${suffix}`, "-o", `plan${suffix}.json`],
      ],
      ["convert", `plan${suffix}.json`, "--checkpoint", `tiny${suffix}`, "--out", `converted${suffix}`],
    ];
    for (const step of steps) {
      const { code, output } = await program(...step);
      expect(code, `${step.join(" ")}\n${output}`).toBe(0);
    }
  });

  it.each(["3.0.0", "3.3.1"] as const)(
    "computes what the reference computes with its adapters, on paddlepaddle %s",
    async (version) => {
      const { code, output } = await program(
        ...["align", `align${suffix}.yaml`, "--report", "report", "--force", "--device", "cpu"],
        ...["--reference-python", torchPython(), "--port-python", paddlePython(version)],
      );
      const report: AlignReport = alignReport.parse(
        JSON.parse(readFileSync(at("report/report.json"), "utf8")),
      );
      expect(report.environment.port, output).toMatchObject({ framework: "paddle", version });
      expect([code, report.verdict], output).toEqual([0, "aligned"]);
      // Two modules for each of ten adapters, and three matrices of attention in each of two vision blocks.
      const credited = report.coverage.credited.map(({ by }) => by).sort();
      expect(credited).toEqual([...Array<string>(6).fill("dependence"), ...Array<string>(20).fill("merged")]);
      expect(report.coverage).toMatchObject({
        modules: { total: 61, compared: 35, credited: 26 },
        missing: [],
        // Retrieval compares unit vectors; only the model's own forward scales them.
        idle: [{ parameter: "logit_scale" }],
      });
      const [adapters, others] = [true, false].map((wanted) =>
        report.layers.filter(({ reference }) => reference.includes(".parametrizations.") === wanted),
      );
      // Ten weights have an adapter: two embeddings, and four matrices in each of two layers.
      expect(adapters?.filter(({ reference }) => reference.endsWith(".0"))).toHaveLength(10);
      expect(others?.length).toBeGreaterThan(60);
      for (const layer of others ?? [])
        expect([layer.reference, layer.isolated, layer.propagated], output).toEqual([
          layer.reference,
          "ok",
          "ok",
        ]);
      const slots = report.outputs.map(({ slot, propagated }) => [slot, propagated?.verdict]);
      const each = [64, 128].flatMap((dim) => [
        `text_embeds_${dim}`,
        `image_embeds_${dim}`,
        `similarity_${dim}`,
      ]);
      expect(slots.sort()).toEqual(
        ["text_features", "image_features", ...each].sort().map((slot) => [slot, "ok"]),
      );
    },
  );
});
