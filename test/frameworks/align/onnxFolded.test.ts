import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { onnxPackages, torchPython } from "../../support/interpreters.js";
import { align } from "./support.js";

const sources = path.join(import.meta.dirname, "folded");
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "paddle-port-folded-"));
  execFileSync(torchPython(), [path.join(sources, "make_folded.py"), folder], {
    stdio: "ignore",
    env: { ...process.env, PYTHONPATH: onnxPackages(), PYTHONDONTWRITEBYTECODE: "1" },
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The port is correct: what the exporter took apart or put together may lessen what is compared, and never more. */
it.each([
  // A BatchNorm went into the convolution, whose value then is the BatchNorm's result.
  ["script", { "stem.seq.0": /BatchNorm may be folded/, "stem.seq.1": /no node/ }],
  // The convolution went to the BatchNorm's name.
  ["dynamo", { first: /FuseBatchNormIntoConv/, "stem.seq.0": /no node/ }],
  ["plain", {}],
])("a correct port is not called wrong because the exporter %s merges modules", async (exporter, gaps) => {
  const spec = path.join(folder, `${exporter}.yaml`);
  await writeFile(
    spec,
    `schemaVersion: 1
reference: {kind: onnx, model: ${exporter}.onnx}
port: {model: "folded_paddle:build", path: ["${sources}"], weights: paddle.safetensors}
inputs: {file: inputs.safetensors}
`,
  );
  const { report } = await align([spec]);
  const reasons = { ...gaps, twice: /the port calls it 2 times/ };
  expect(Object.fromEntries(report.coverage.missing.map(({ module, reason }) => [module, reason]))).toEqual(
    Object.fromEntries(
      Object.entries(reasons).map(([module, reason]) => [module, expect.stringMatching(reason) as string]),
    ),
  );
  expect(report.firstDivergence).toBeUndefined();
  // Too little is compared for more.
  expect(report.verdict).toBe("incomplete");
});
