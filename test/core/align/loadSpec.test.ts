import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

import { loadSpec, modelToRun } from "../../../src/platform/align/loadSpec.js";
import { pythonOf } from "../../../src/platform/align/pythons.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "paddle-port-spec-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const spec = `schemaVersion: 1
reference: {kind: torch, model: "m:f", path: [source], weights: {file: w.safetensors, ignore: ["head.*"]}}
port: {model: "p:f", weights: out, python: venv/bin/python}
plan: plan.json
inputs: {file: inputs.safetensors}
modules: {c: d}
`;

const plan = {
  schemaVersion: 1,
  kind: "paddle-port/weight-plan",
  producer: "test",
  source: { framework: "torch", model: "m:f" },
  target: { framework: "paddle", model: "p:f" },
  modules: { a: "b", c: "overridden" },
  entries: [],
  dropped: [{ source: "pooler[0].weight", reason: "not used", confidence: "certain" }],
  undecided: [],
};

async function load(): Promise<Awaited<ReturnType<typeof loadSpec>>> {
  await writeFile(path.join(folder, "align.yaml"), spec);
  await writeFile(path.join(folder, "plan.json"), JSON.stringify(plan));
  return loadSpec(path.join(folder, "align.yaml"));
}

it("takes module names and dropped tensors from the plan, and paths relative to itself", async () => {
  const loaded = await load();
  expect(loaded.modules).toEqual({ a: "b", c: "d" });
  if (loaded.spec.reference.kind !== "torch") throw new Error("the reference is live");
  expect(modelToRun(loaded, loaded.spec.reference, "reference")).toEqual({
    model: "m:f",
    paths: [path.join(folder, "source")],
    // The dropped name is escaped, so that as a pattern it matches itself alone.
    weights: { file: path.join(folder, "w.safetensors"), ignore: ["head.*", "pooler[[]0].weight"], keep: [] },
  });
  expect(modelToRun(loaded, loaded.spec.port, "port").weights).toEqual({
    file: path.join(folder, "out"),
    ignore: [],
    keep: [],
  });
});

it("takes the interpreter from the option, else the environment, else the specification", async () => {
  const loaded = await load();
  const env = { PADDLE_PORT_PADDLE_PYTHON: "from-env" };
  expect(pythonOf(loaded, "port", { portPython: "from-option", env })).toBe("from-option");
  expect(pythonOf(loaded, "port", { env })).toBe("from-env");
  expect(pythonOf(loaded, "port", { env: {} })).toBe(path.join(folder, "venv/bin/python"));
  expect(() => pythonOf(loaded, "reference", { env: {} })).toThrow(
    /No interpreter with PyTorch.*--reference-python/,
  );
});

it("says which file is missing", async () => {
  await expect(loadSpec(path.join(folder, "none.yaml"))).rejects.toThrow(/none\.yaml cannot be read/);
});
