import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { run } from "../../../src/cli/main.js";
import { writeSafetensors } from "../../../src/platform/safetensorsFiles.js";
import { linear, raw, treeOf } from "./toyModels.js";

let folder: string;
const write = (name: string, content: unknown): void => {
  writeFileSync(path.join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "paddle-port-plan-"));
  write("torch.json", treeOf([linear("a", 2, 2)], "torch"));
  write("paddle.json", treeOf([linear("a", 2, 2)], "paddle"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function cli(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ["", ""];
  const io = {
    cwd: folder,
    interactive: false,
    stdout: (text: string) => void (stdout += text),
    stderr: (text: string) => void (stderr += text),
  };
  return { code: await run(args, io), stdout, stderr };
}

const plan = (...more: readonly string[]) =>
  cli("plan", "--source", "torch.json", "--target", "paddle.json", "-o", "plan.json", ...more);

describe("plan", () => {
  it("writes the plan and exits 0 when everything is decided", async () => {
    expect(await plan()).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(readFileSync(path.join(folder, "plan.json"), "utf8"))).toMatchObject({
      kind: "paddle-port/weight-plan",
      undecided: [],
    });
  });

  it("writes the plan and exits 1 when something is undecided; the rule that it asks for decides it", async () => {
    write("torch.json", treeOf([raw("a", "x@W", 2, 2)], "torch"));
    const target = treeOf([raw("a", "x@W", 2, 2)], "paddle");
    write("paddle.json", {
      ...target,
      parameters: target.parameters.map((item) => ({ ...item, use: "unknown" })),
    });
    const asked = await plan();
    expect(asked.code).toBe(1);
    expect(asked.stdout).toContain('- keep: "a.proj"');
    expect(JSON.parse(readFileSync(path.join(folder, "plan.json"), "utf8"))).toMatchObject({
      undecided: [{ targets: ["a.proj"] }],
    });
    write("rules.yaml", 'version: 1\nrules:\n  - keep: "a.proj"\n');
    expect(await plan("--rules", "rules.yaml", "--force")).toMatchObject({ code: 0 });
  });

  it("prints one JSON document with --format json", async () => {
    const { stdout } = await plan("--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      counts: { entries: 2, transpose: 1, keep: 1, square: 1, undecided: 0 },
    });
  });

  it.each<[string, () => Promise<void> | void, readonly string[], RegExp]>([
    [
      "a tree that does not exist",
      () => {
        rmSync(path.join(folder, "torch.json"));
      },
      [],
      /torch\.json does not exist/,
    ],
    [
      "a tree that is no JSON",
      () => {
        write("torch.json", "{");
      },
      [],
      /torch\.json is not JSON/,
    ],
    [
      "a tree with a wrong field",
      () => {
        write("torch.json", {
          ...treeOf([linear("a", 2, 2)], "torch"),
          parameters: [{ name: "x", module: "", shape: [-1], dtype: "float32", trainable: true }],
        });
      },
      [],
      /torch\.json is not a module tree: parameters\[0\]\.shape\[0\]: /,
    ],
    [
      "a JSON document of another kind",
      () => {
        write("torch.json", { kind: "paddle-port/weight-plan" });
      },
      [],
      /torch\.json is a paddle-port\/weight-plan document, not a module tree/,
    ],
    [
      "trees that are exchanged",
      () => {
        write("torch.json", treeOf([linear("a", 2, 2)], "paddle"));
      },
      [],
      /source tree.*made with paddle/,
    ],
    [
      "a checkpoint that does not exist",
      () => undefined,
      ["--checkpoint", "model.safetensors"],
      /model\.safetensors does not exist/,
    ],
    [
      "a checkpoint that is a pickle",
      () => {
        write("model.bin", "\u0080\u0002");
      },
      ["--checkpoint", "model.bin"],
      /pickle/,
    ],
    [
      "a rules file that does not exist",
      () => undefined,
      ["--rules", "rules.yaml"],
      /rules\.yaml does not exist/,
    ],
    [
      "a rule that matches nothing",
      () => {
        write("rules.yaml", 'version: 1\nrules:\n  - keep: "b.weight"\n');
      },
      ["--rules", "rules.yaml"],
      /rules\.yaml:3 \(keep: b\.weight\)/,
    ],
    [
      "a plan that exists",
      () => {
        write("plan.json", "mine");
      },
      [],
      /plan\.json exists already/,
    ],
  ])("refuses %s with one line and exit code 2, and writes nothing", async (_, spoil, more, message) => {
    await spoil();
    const before = readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), "latin1")]);
    const result = await plan(...more);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toMatch(message);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
    expect(
      readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), "latin1")]),
    ).toEqual(before);
  });

  it("reads a checkpoint's header and notes its hash", async () => {
    const data = new Uint8Array(16);
    await writeSafetensors(path.join(folder, "model.safetensors"), [
      { name: "a.weight", dtype: "F32", shape: [2, 2], data },
      { name: "a.bias", dtype: "F32", shape: [2], data: data.subarray(8) },
    ]);
    expect(await plan("--checkpoint", "model.safetensors")).toMatchObject({ code: 0 });
    const made = JSON.parse(readFileSync(path.join(folder, "plan.json"), "utf8")) as {
      checkpoint: { tensors: number; headerSha256: string };
    };
    expect(made.checkpoint.tensors).toBe(2);
    expect(made.checkpoint.headerSha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("script", () => {
  it.each<[string, unknown, RegExp]>([
    ["a plan that is no JSON", "nothing", /plan\.json is not JSON/],
    [
      "a plan with a wrong field",
      {
        schemaVersion: 1,
        kind: "paddle-port/weight-plan",
        producer: "x",
        source: { framework: "torch", model: "m" },
        target: { framework: "torch", model: "m" },
        entries: [],
        dropped: [],
        undecided: [],
      },
      /plan\.json is not a weight plan: target\.framework: /,
    ],
    [
      "a plan with open questions",
      {
        schemaVersion: 1,
        kind: "paddle-port/weight-plan",
        producer: "x",
        source: { framework: "torch", model: "m" },
        target: { framework: "paddle", model: "m" },
        entries: [],
        dropped: [],
        undecided: [{ sources: ["s"], targets: [], question: "which way?" }],
      },
      /1 undecided.*which way\?/,
    ],
  ])("refuses %s", async (_, content, message) => {
    write("plan.json", content);
    const result = await cli("script", "plan.json", "-o", "convert.py");
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(message);
    expect(readdirSync(folder)).not.toContain("convert.py");
  });

  it("does not replace a file unasked", async () => {
    await plan();
    write("convert.py", "mine");
    expect(await cli("script", "plan.json", "-o", "convert.py")).toMatchObject({ code: 2 });
    expect(readFileSync(path.join(folder, "convert.py"), "utf8")).toBe("mine");
    expect(await cli("script", "plan.json", "-o", "convert.py", "--force")).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(folder, "convert.py"), "utf8")).toContain("0BSD");
  });
});
