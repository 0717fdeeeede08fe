import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { weightPlan, type WeightPlan } from "../../../src/core/weights/plan.js";
import { paddlePython, torchPython, type PaddleVersion } from "../../support/interpreters.js";
import { runCli } from "./runCli.js";

const fixtures = path.resolve(__dirname, "../../fixtures/plan");

/** Float32 rounding over a dozen layers stays far below; a wrongly turned 8 x 8 matrix changes the result by tens of percent. */
const tolerance = 1e-5;

let folder: string;
let plan: WeightPlan;
const at = (name: string): string => path.join(folder, name);

function python(interpreter: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(interpreter, [...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Converts by a plan and loads the result in Paddle; the largest difference from PyTorch, relative to the largest number. */
async function differenceOf(
  made: WeightPlan,
  name: string,
  version: PaddleVersion = "3.0.0",
): Promise<{ missing: string; unexpected: string; difference: number }> {
  writeFileSync(at(`${name}.json`), JSON.stringify(made));
  expect(await runCli(folder, "script", `${name}.json`, "-o", `${name}.py`)).toMatchObject({ code: 0 });
  python(paddlePython("3.0.0"), at(`${name}.py`), "--checkpoint", at("weights"), "--out", at(name));
  const printed = python(
    paddlePython(version),
    path.join(fixtures, "zoo_paddle.py"),
    at(name),
    at("weights"),
  );
  const [missing = "", unexpected = "", difference] = printed.trim().split("\n").slice(-3);
  return { missing, unexpected, difference: Number(difference) };
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "paddle-port-zoo-"));
  mkdirSync(at("weights"));
  python(torchPython(), path.join(fixtures, "zoo_torch.py"), at("weights"));
  for (const [framework, interpreter] of [
    ["torch", torchPython()],
    ["paddle", paddlePython("3.0.0")],
  ] as const) {
    const result = await runCli(
      folder,
      "modules",
      "--framework",
      framework,
      "--python",
      interpreter,
      "--model",
      `zoo_${framework}:build`,
      "--path",
      fixtures,
      "-o",
      `${framework}.json`,
    );
    expect(result).toMatchObject({ code: 0 });
  }
  const made = await runCli(
    folder,
    "plan",
    "--source",
    "torch.json",
    "--target",
    "paddle.json",
    "--checkpoint",
    "weights",
    "-o",
    "plan.json",
  );
  expect(made).toMatchObject({ code: 0, stderr: "" });
  plan = weightPlan.parse(JSON.parse(readFileSync(at("plan.json"), "utf8")));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("a model with one of each layer", () => {
  it.each(["3.0.0", "3.3.1"] as const)(
    "computes on Paddle %s what it computes on PyTorch",
    async (version) => {
      const { missing, unexpected, difference } = await differenceOf(plan, `right-${version}`, version);
      expect([missing, unexpected]).toEqual(["[]", "[]"]);
      expect(difference).toBeLessThan(tolerance);
    },
  );

  it.each(["square.weight", "proj", "raw_linear", "attention.k_proj.weight", "attention.out_proj.weight"])(
    "does not when %s, which is square, is turned the other way",
    async (target) => {
      const entries = plan.entries.map((entry) =>
        entry.target === target
          ? { ...entry, pieces: entry.pieces.map((piece) => ({ ...piece, transpose: !piece.transpose })) }
          : entry,
      );
      expect(entries).not.toEqual(plan.entries);
      const { difference } = await differenceOf({ ...plan, entries }, target);
      expect(difference).toBeGreaterThan(100 * tolerance);
    },
  );
});
