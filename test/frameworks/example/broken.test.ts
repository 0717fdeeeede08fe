import { closeSync, copyFileSync, openSync, readSync, writeFileSync, writeSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { paddlePython } from "../../support/interpreters.js";
import { makeExample, paddleVersions, portAndConvert, type Example } from "./support.js";

describe.each(paddleVersions)("what is broken on purpose is found on paddlepaddle %s", (version) => {
  let example: Example;
  beforeAll(async () => {
    example = makeExample();
    await portAndConvert(example);
  });
  afterAll(() => example.remove());

  it("names the attention matrix that was transposed wrongly", async () => {
    const module = "encoder.layer.3.attention.self.query";
    copyFileSync(example.at("converted/model.safetensors"), example.at("kept.safetensors"));
    transposeSquare(example.at("converted/model.safetensors"), `${module}.weight`);
    const { code, report, stdout } = await example.align(
      "align.yaml",
      "--port-python",
      paddlePython(version),
    );
    copyFileSync(example.at("kept.safetensors"), example.at("converted/model.safetensors"));

    expect(code).toBe(1);
    expect(report.verdict).toBe("diverged");
    expect(report.firstDivergence).toMatchObject({ reference: module, port: module, verdict: "structural" });
    expect(report.firstDivergence?.explanation).toMatch(/transpos/i);
    // It alone is wrong on its own inputs; what comes after it is only hit by what it returns.
    expect(report.failures.map(({ reference }) => reference)).toEqual([module]);
    expect(report.failures[0]?.probes.filter(({ restores }) => restores)).toHaveLength(1);
    expect(stdout).toContain(module);
  });

  it("names the embedding that returns zeros for padding", async () => {
    const file = "bert_paddle/modeling_bert.py";
    const text = example.read(file);
    // What one writes who only replaces the prefix.
    const broken = text.replace(/(self\.word_embeddings = )\w+\(/, "$1nn.Embedding(");
    expect(broken).not.toBe(text);
    writeFileSync(example.at(file), broken);
    const { code, report } = await example.align("align.yaml", "--port-python", paddlePython(version));
    writeFileSync(example.at(file), text);

    expect(code).toBe(1);
    const module = "embeddings.word_embeddings";
    expect(report.firstDivergence).toMatchObject({ reference: module, port: module, verdict: "structural" });
    expect(report.firstDivergence?.explanation).toMatch(/padding row 0/i);
    const comparison = report.layers.find(({ reference }) => reference === module)?.slots[0]?.isolated;
    expect(comparison?.byMask).toEqual({ real: 0, padding: 1 });
  });
});

/** Transposes a square float32 matrix of a safetensors file, in the file. */
function transposeSquare(file: string, name: string): void {
  const handle = openSync(file, "r+");
  try {
    const size = Buffer.alloc(8);
    readSync(handle, size, 0, 8, 0);
    const headerSize = Number(size.readBigUInt64LE());
    const text = Buffer.alloc(headerSize);
    readSync(handle, text, 0, headerSize, 8);
    const header = JSON.parse(text.toString()) as Record<
      string,
      { shape: number[]; data_offsets: [number, number] }
    >;
    const tensor = header[name];
    const side = tensor?.shape[0] ?? 0;
    expect(tensor?.shape).toEqual([side, side]);
    const at = 8 + headerSize + (tensor?.data_offsets[0] ?? 0);
    const before = Buffer.alloc(4 * side * side);
    readSync(handle, before, 0, before.length, at);
    const after = Buffer.alloc(before.length);
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        before.copy(
          after,
          4 * (column * side + row),
          4 * (row * side + column),
          4 * (row * side + column + 1),
        );
      }
    }
    writeSync(handle, after, 0, after.length, at);
  } finally {
    closeSync(handle);
  }
}
