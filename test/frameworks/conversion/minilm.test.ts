import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";

import { openCheckpoint } from "../../../src/platform/checkpoints.js";
import { bundle, runProgram } from "../../core/conversion/bundle.js";
import { entry, makePlan, temporaryFolder } from "../../core/conversion/support.js";
import { exampleAssets, torchPython } from "../../support/interpreters.js";

it("converts the real MiniLM to the bytes that PyTorch and the reference writer give", async () => {
  const { minilm } = exampleAssets();
  await using folder = await temporaryFolder();
  const at = (name: string): string => path.join(folder.path, name);
  const checkpoint = await openCheckpoint(minilm);
  const { tensors, headerSha256 } = checkpoint;
  await checkpoint.close();
  expect(tensors).toHaveLength(104);
  const unused = (name: string): boolean => name.startsWith("pooler.") || name === "embeddings.position_ids";
  const entries = tensors.flatMap(({ name, dtype, shape }) => {
    if (unused(name)) return [];
    const transpose = shape.length === 2 && !name.startsWith("embeddings.");
    return [
      entry(`bert.${name}`, dtype, transpose ? shape.toReversed() : shape, [{ source: name, transpose }]),
    ];
  });
  const dropped = tensors.flatMap(({ name }) =>
    unused(name) ? [{ source: name, reason: "not used", confidence: "certain" as const }] : [],
  );
  const plan = makePlan(entries, { dropped, checkpoint: { tensors: 104, headerSha256 } });
  await writeFile(at("plan.json"), JSON.stringify(plan));

  const program = await bundle("../../../src/cli/bin.ts", folder.path);
  const args = [at("plan.json"), "--checkpoint", minilm, "--out", at("out")];
  expect(await runProgram(process.execPath, [program, "convert", ...args])).toMatchObject({ code: 0 });
  const verified = await runProgram(process.execPath, [program, "verify", ...args]);
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.stdout).toContain("101 of 101 tensors equal to their sources (22,565,376 elements");

  const script = path.join(import.meta.dirname, "transposed.py");
  const reference = [
    script,
    at("plan.json"),
    path.join(minilm, "model.safetensors"),
    at("reference.safetensors"),
  ];
  const { status, stderr } = spawnSync(torchPython(), reference, { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const [ours, theirs] = await Promise.all([
    readFile(at("out/model.safetensors")),
    readFile(at("reference.safetensors")),
  ]);
  expect(ours.equals(theirs)).toBe(true);
});
