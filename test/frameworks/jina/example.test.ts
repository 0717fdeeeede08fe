import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { recorded } from "../../../scripts/example/recordJina.mjs";
import { runJina } from "../../../scripts/example/run.mjs";
import { alignReport, type AlignReport } from "../../../src/core/align/report.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";
import { example } from "./support.js";

interface Summary {
  readonly [part: string]: unknown;
  readonly plans: Readonly<Record<string, unknown>>;
  readonly worst: readonly { readonly reference: string; readonly worst: { readonly timesFloor: number } }[];
}

/** Where the two towers' adapters and the vision tower's matrices of attention count by way of another module. */
const credited = [...Array<string>(6).fill("dependence"), ...Array<string>(20).fill("merged")];

const outputs = ["text_features", "image_features"].concat(
  [64, 128].flatMap((dim) => [
    `text_embeds_${String(dim)}`,
    `image_embeds_${String(dim)}`,
    `similarity_${String(dim)}`,
  ]),
);

// Without PyTorch, the committed recordings and exported models stand in for it.
describe.each([
  { version: "3.0.0", live: false, references: ["recorded", "onnx"] },
  { version: "3.3.1", live: true, references: ["recorded", "onnx", "torch"] },
] as const)(
  "npm run example -- jina-clip-v2, on Paddle $version, live: $live",
  ({ version, live, references }) => {
    let folder: string;
    let summary: Summary;
    beforeAll(async () => {
      folder = path.join(mkdtempSync(path.join(tmpdir(), "paddle-port-jina-")), "jina");
      const variables = {
        PADDLE_PORT_PADDLE_PYTHON: paddlePython(version),
        ...(live ? { PADDLE_PORT_TORCH_PYTHON: torchPython() } : {}),
      };
      // The commands and what they print would bury what the tests say.
      const silent = vi.spyOn(process.stdout, "write").mockReturnValue(true);
      const { failure } = await runJina({ folder, variables, live });
      silent.mockRestore();
      expect(failure).toBeUndefined();
      summary = JSON.parse(readFileSync(path.join(folder, "summary.json"), "utf8")) as Summary;
    });
    afterAll(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

    const reportOf = (reference: string, suffix: string): AlignReport =>
      alignReport.parse(
        JSON.parse(readFileSync(path.join(folder, `report-${reference}${suffix}`, "report.json"), "utf8")),
      );

    it("ports all of it as committed, with nothing open", () => {
      expect(summary).toMatchObject({
        holds: true,
        findings: { open: 0 },
        port: { files: 8, complete: 8, equalsCommitted: true },
      });
    });

    it("plans the full size: 98 merged, 264 transposed, 120 of them square, nothing left open", () => {
      expect(summary["fullSize"]).toEqual({ tensors: 999, parameters: 865_278_477 });
      expect(summary.plans["full"]).toMatchObject({
        entries: 803,
        merged: 98,
        transpose: 264,
        square: 120,
        keep: 539,
        certain: 803,
        undecided: 0,
        dropped: 0,
      });
    });

    it("converts to the same bytes in two ways, and every element is what the plan says", () => {
      const equal = { tensors: "77 of 77 tensors equal to their sources", sameBytesByScript: true };
      expect(summary["conversions"]).toEqual({ tiny: equal, "tiny-large": equal });
    });

    it("leaves a summary with the worst errors of each tower, all within the tolerance", () => {
      expect(summary.worst.map(({ reference }) => reference)).toEqual(
        references.flatMap((reference) => Array<string>(4).fill(reference)),
      );
      for (const { worst } of summary.worst) expect(worst.timesFloor).toBeLessThanOrEqual(10);
    });

    it.each(references.flatMap((reference) => ["", "-large"].map((suffix) => [reference, suffix] as const)))(
      "computes what the reference computes with its adapters: %s%s",
      (reference, suffix) => {
        const report = reportOf(reference, suffix);
        expect(report.verdict).toBe("aligned");
        expect(report.device.line).toMatch(/^Device: /);
        expect(report.environment.port).toMatchObject({ framework: "paddle", version });
        expect(report.outputs.map(({ slot, propagated }) => [slot, propagated?.verdict]).sort()).toEqual(
          [...outputs].sort().map((slot) => [slot, "ok"]),
        );
        expect(report.coverage.credited.map(({ by }) => by).sort()).toEqual(credited);
        if (reference === "onnx") {
          // The graph shows the shared table of positions as a module of its own.
          expect(report.coverage.missing.map(({ module }) => module)).toEqual([
            "vision_model.blocks.1.attn.rope",
          ]);
          return;
        }
        expect(report.layers.map(({ isolated, propagated }) => [isolated, propagated])).toEqual(
          report.layers.map(() => ["ok", "ok"]),
        );
        expect(report.coverage).toMatchObject({
          modules: { total: 61, compared: 35, credited: 26 },
          missing: [],
          // Retrieval compares unit vectors; only the model's own forward scales them.
          idle: [{ parameter: "logit_scale" }],
        });
      },
    );
  },
);

it("what is recorded is small enough to be committed", () => {
  const sizeOf = (name: string): number => {
    const stat = statSync(name);
    if (!stat.isDirectory()) return stat.size;
    return readdirSync(name).reduce((sum, entry) => sum + sizeOf(path.join(name, entry)), 0);
  };
  const bytes = recorded.map((name) => sizeOf(path.join(example, name)));
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(6.5 * 2 ** 20);
});
