import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { readPlan } from "../../../src/core/weights/readPlan.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";
import { runCli } from "../plan/runCli.js";

const twins = path.resolve(__dirname, "lora");
let folder: string;
let wanted: number[];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "paddle-port-lora-"));
  wanted = numbers(torchPython(), "reference.py", path.join(folder, "checkpoint.safetensors"));
  for (const [framework, python, name] of [
    ["torch", torchPython(), "reference"],
    ["paddle", paddlePython("3.0.0"), "port"],
  ] as const) {
    const model = ["--framework", framework, "--python", python, "--model", `${name}:build`, "--path", twins];
    expect(await runCli(folder, "modules", ...model, "-o", `${name}.json`)).toMatchObject({
      code: 0,
      stderr: "",
    });
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function numbers(python: string, script: string, file: string): number[] {
  const { stdout, stderr, status } = spawnSync(python, [path.join(twins, script), file], {
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as number[];
}

const trees = [
  "--source",
  "reference.json",
  "--target",
  "port.json",
  "--checkpoint",
  "checkpoint.safetensors",
];

async function convert(plan: string, out: string): Promise<number> {
  const sides = ["--checkpoint", "checkpoint.safetensors", "--out", out];
  expect(await runCli(folder, "convert", plan, ...sides)).toMatchObject({ code: 0 });
  const found = numbers(paddlePython("3.0.0"), "port.py", path.join(folder, out, "checkpoint.safetensors"));
  const sum = (values: readonly number[]): number =>
    Math.sqrt(values.reduce((total, value) => total + value ** 2, 0));
  return sum(found.map((value, at) => value - (wanted[at] ?? NaN))) / sum(wanted);
}

describe("a model with LoRA on square layers", () => {
  it("computes in Paddle, merged, what it computes in PyTorch", async () => {
    const made = await runCli(folder, "plan", ...trees, "-o", "plan.json");
    expect(made).toMatchObject({ code: 0, stderr: "" });
    expect(made.stdout).toContain("3 merged before that");
    expect(await convert("plan.json", "out")).toBeLessThan(1e-6);
  });

  it("does not with another scale or a matrix not transposed: both would have fitted", async () => {
    const plan = readPlan(readFileSync(path.join(folder, "plan.json"), "utf8"), "plan.json");
    const variant = (
      name: string,
      change: (entry: (typeof plan)["entries"][number]) => void,
    ): Promise<number> => {
      const copy = structuredClone(plan);
      for (const entry of copy.entries) change(entry);
      writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(copy));
      return convert(`${name}.json`, name);
    };
    const scaled = await variant("scaled", (entry) => {
      for (const piece of entry.pieces) if (piece.merge) piece.merge.scale = 1;
    });
    expect(scaled).toBeGreaterThan(1e-2);
    const unturned = await variant("unturned", (entry) => {
      if (entry.target !== "out.weight") return;
      for (const piece of entry.pieces) piece.transpose = false;
    });
    expect(unturned).toBeGreaterThan(1e-2);
  });

  it("is asked about when the tree does not say how it is computed", async () => {
    const tree = JSON.parse(readFileSync(path.join(folder, "reference.json"), "utf8")) as Record<
      string,
      unknown
    >;
    delete tree["parametrizations"];
    writeFileSync(path.join(folder, "older.json"), JSON.stringify(tree));
    const made = await runCli(
      folder,
      "plan",
      "--source",
      "older.json",
      ...trees.slice(2),
      "-o",
      "older-plan.json",
    );
    expect(made.code).toBe(1);
    expect(made.stdout).toContain("3 target and 9 source tensors");
    expect(
      await runCli(
        folder,
        "convert",
        "older-plan.json",
        "--checkpoint",
        "checkpoint.safetensors",
        "--out",
        "none",
      ),
    ).toMatchObject({ code: 2 });
  });
});
