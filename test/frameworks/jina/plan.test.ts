import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { countPlan } from "../../../src/core/weights/inference/describePlan.js";
import { readPlan } from "../../../src/core/weights/readPlan.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";
import { runCli } from "../plan/runCli.js";
import { example } from "./support.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "paddle-port-jina-plan-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function record(framework: "torch" | "paddle", factory: string): Promise<string> {
  const file = `${framework}-${factory}.json`;
  const python = framework === "torch" ? torchPython() : paddlePython("3.0.0");
  const sources = path.join(example, framework === "torch" ? "reference" : "paddle");
  const model = ["--framework", framework, "--python", python, "--model", `factories:${factory}`];
  const paths = ["--path", sources, "--path", example];
  expect(await runCli(folder, "modules", ...model, ...paths, "-o", file)).toMatchObject({
    code: 0,
    stderr: "",
  });
  return file;
}

function python(...args: readonly string[]): void {
  const { status, stderr } = spawnSync(torchPython(), [...args], { encoding: "utf8", cwd: folder });
  expect(status, stderr).toBe(0);
}

const digests = (name: string): string[] =>
  readdirSync(path.join(folder, name)).map((file) =>
    createHash("sha256")
      .update(readFileSync(path.join(folder, name, file)))
      .digest("hex"),
  );

describe("the weight plan of Jina-CLIP-v2, from the trees that the interpreters record", () => {
  it("of the full size: 98 merged, 264 transposed, 120 of them square, nothing left open", async () => {
    const trees = [
      "--source",
      await record("torch", "full"),
      "--target",
      await record("paddle", "full_merged"),
    ];
    expect(await runCli(folder, "plan", ...trees, "-o", "full.json")).toMatchObject({ code: 0, stderr: "" });
    const plan = readPlan(readFileSync(path.join(folder, "full.json"), "utf8"), "full.json");
    expect(countPlan(plan)).toMatchObject({
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

  it("of the tiny one: converter and script write the same bytes, and every element is what the plan says", async () => {
    python(path.join(example, "make_tiny.py"), folder);
    const trees = [
      "--source",
      await record("torch", "tiny"),
      "--target",
      await record("paddle", "tiny_merged"),
    ];
    const sides = ["--checkpoint", "tiny"];
    expect(await runCli(folder, "plan", ...trees, ...sides, "-o", "plan.json")).toMatchObject({
      code: 0,
      stderr: "",
    });
    expect(await runCli(folder, "convert", "plan.json", ...sides, "--out", "native")).toMatchObject({
      code: 0,
    });
    expect(await runCli(folder, "script", "plan.json", "-o", "convert.py")).toMatchObject({ code: 0 });
    python("convert.py", ...sides, "--out", "script");
    expect(digests("script")).toEqual(digests("native"));
    expect(await runCli(folder, "verify", "plan.json", ...sides, "--out", "native")).toMatchObject({
      code: 0,
    });
  });
});
