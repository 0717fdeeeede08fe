import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { weightPlan } from "../../../src/core/weights/plan.js";
import { bytesPerElement, type Dtype } from "../../../src/core/weights/safetensors/dtypes.js";
import { writeSafetensors, type TensorData } from "../../../src/platform/safetensorsFiles.js";
import { paddlePython } from "../../support/interpreters.js";
import { runCli } from "../plan/runCli.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "paddle-port-merge-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const floats = ["BF16", "F16", "F32", "F64"] as const;

/** Random bits, among them subnormals, infinities and every sort of NaN; with `finite`, only the numbers of moderate size. */
function randomTensor(name: string, dtype: Dtype, shape: readonly number[], finite: boolean): TensorData {
  const width = bytesPerElement(dtype) ?? 1;
  const count = shape.reduce((product, size) => product * size, 1);
  let state = [...name].reduce((hash, char) => (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0, 11);
  const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24;
  const data = Uint8Array.from({ length: count * width }, random);
  for (let at = width - 1; at < data.length; at += width) {
    // An exponent near that of 1.0, so that sums of products round in all their bits instead of being swallowed.
    if (finite) data[at] = (random() & 0x80) | (dtype === "F64" ? 0x3f : dtype === "F16" ? 0x3a : 0x3f);
  }
  return { name, dtype, shape, data };
}

function python(...args: readonly string[]): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(paddlePython("3.0.0"), [...args], { encoding: "utf8", cwd: folder });
  return { status, stderr };
}

function digests(directory: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(directory)
      .sort()
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(path.join(directory, name)))
          .digest("hex"),
      ]),
  );
}

/** A matrix of each type with factors of each type: whole, transposed, cut into rows, and two of them side by side. */
async function prepare(name: string, finite: boolean): Promise<{ plan: string; checkpoint: string }> {
  const [rows, cols] = [37, 53];
  const tensors: TensorData[] = [];
  const entries: object[] = [];
  const entry = (
    target: string,
    dtype: Dtype,
    shape: readonly number[],
    pieces: readonly object[],
    joinAxis?: number,
  ) => {
    const operation = pieces.length > 1 ? "fuse" : "keep";
    entries.push({
      target,
      dtype,
      shape,
      pieces,
      joinAxis,
      operation,
      renamed: true,
      reason: "test",
      confidence: "asked",
    });
  };
  for (const [index, dtype] of floats.entries()) {
    for (const [other, factor] of floats.entries()) {
      const rank = [1, 4, 2, 7][(index + other) % 4] ?? 1;
      const own = `${dtype}.${factor}`;
      for (const part of ["whole", "turned", "cut", "left", "right"]) {
        tensors.push(
          randomTensor(`${own}.${part}`, dtype, [rows, cols], finite),
          randomTensor(`${own}.${part}.L`, factor, [1, rows, rank], finite),
          randomTensor(`${own}.${part}.R`, factor, [1, rank, cols], finite),
        );
      }
      const piece = (part: string, more: object = {}) => {
        const source = `${own}.${part}`;
        const scale = [1, 0.25, 1 / 3, -2][index] ?? 1;
        return {
          source,
          transpose: false,
          merge: { left: `${source}.L`, right: `${source}.R`, scale },
          ...more,
        };
      };
      entry(`${own}.1`, dtype, [rows, cols], [piece("whole")]);
      entry(`${own}.2`, dtype, [cols, rows], [piece("turned", { transpose: true })]);
      entry(`${own}.3`, dtype, [12, cols], [piece("cut", { rows: { start: 0, end: 12 } })]);
      entry(`${own}.4`, dtype, [cols, 25], [piece("cut", { rows: { start: 12, end: 37 }, transpose: true })]);
      entry(`${own}.5`, dtype, [rows, 2 * cols], [piece("left"), piece("right")], 1);
    }
  }
  const checkpoint = path.join(folder, `${name}-checkpoint`);
  mkdirSync(checkpoint);
  await writeSafetensors(path.join(checkpoint, "model.safetensors"), tensors);
  const plan = path.join(folder, `${name}.json`);
  const document = weightPlan.parse({
    schemaVersion: 1,
    kind: "paddle-port/weight-plan",
    producer: "test",
    source: { framework: "torch", model: "reference" },
    target: { framework: "paddle", model: "port" },
    entries,
    dropped: [],
    undecided: [],
  });
  writeFileSync(plan, JSON.stringify(document));
  return { plan, checkpoint };
}

describe("merging gives the same bytes in the converter, the script, and the verification's own arithmetic", () => {
  it.each([
    ["numbers of moderate size", true],
    ["any bits at all", false],
  ])("for %s", async (name, finite) => {
    const { plan, checkpoint } = await prepare(name.replaceAll(" ", "-"), finite);
    const at = (part: string): string => `${checkpoint}-${part}`;
    const allowed = finite ? [] : ["--allow-nonfinite"];
    const native = await runCli(
      folder,
      "convert",
      plan,
      "--checkpoint",
      checkpoint,
      "--out",
      at("native"),
      ...allowed,
    );
    expect(native).toMatchObject({ code: 0 });
    expect(await runCli(folder, "script", plan, "-o", at("convert.py"))).toMatchObject({ code: 0 });
    expect(python(at("convert.py"), "--checkpoint", checkpoint, "--out", at("script"), ...allowed)).toEqual({
      status: 0,
      stderr: "",
    });
    expect(digests(at("script"))).toEqual(digests(at("native")));
    const verified = await runCli(folder, "verify", plan, "--checkpoint", checkpoint, "--out", at("native"));
    expect(verified).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("80 of 80 tensors equal") as string,
    });
  });

  it("and refuses what is not finite in both, naming it, and writes nothing", async () => {
    const { plan, checkpoint } = await prepare("refused", false);
    const out = `${checkpoint}-out`;
    const native = await runCli(folder, "convert", plan, "--checkpoint", checkpoint, "--out", out);
    expect(native.code).toBe(2);
    expect(native.stderr).toMatch(/"F32\.F64\.turned\.R" in model\.safetensors \(\d+ NaN/);
    expect(native.stderr).toContain("--allow-nonfinite");
    expect(await runCli(folder, "script", plan, "-o", `${checkpoint}.py`)).toMatchObject({ code: 0 });
    const script = python(`${checkpoint}.py`, "--checkpoint", checkpoint, "--out", out);
    expect(script.status).toBe(1);
    expect(script.stderr).toMatch(/elements that are NaN or infinite, the first at \[\d+, \d+\]/);
    expect(readdirSync(folder)).not.toContain(path.basename(out));
  });
});
