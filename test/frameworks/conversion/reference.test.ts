import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { tensorBytes, type Dtype } from "../../../src/core/weights/safetensors/dtypes.js";
import { readHeader } from "../../../src/core/weights/safetensors/reader.js";
import { layOutFile, type TensorSpec } from "../../../src/core/weights/safetensors/writer.js";
import { fileWithHeader, memoryFile } from "../../core/safetensors/memoryFile.js";
import { torchPython } from "../../support/interpreters.js";

interface Answer {
  readonly version: string;
  readonly verdicts: readonly string[];
  readonly written: readonly string[];
}

interface WriteRequest {
  readonly tensors: readonly (readonly [string, Dtype, readonly number[], number])[];
  readonly metadata: Readonly<Record<string, string>>;
}

function askReference(files: readonly Uint8Array[], write: readonly WriteRequest[]): Answer {
  const input = JSON.stringify({ files: files.map((file) => Buffer.from(file).toString("hex")), write });
  const script = path.join(import.meta.dirname, "reference.py");
  const { status, stdout, stderr } = spawnSync(torchPython(), [script], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const answer = JSON.parse(stdout) as Answer;
  expect(answer.version).toBe("0.8.0");
  return answer;
}

async function accepts(file: Uint8Array): Promise<boolean> {
  return readHeader(memoryFile(file)).then(
    () => true,
    () => false,
  );
}

describe("the reference implementation", () => {
  it("still gives the frozen verdicts", () => {
    const fixture = new URL("../../fixtures/safetensors.json", import.meta.url);
    const { vectors } = JSON.parse(readFileSync(fixture, "utf8")) as {
      vectors: { hex: string; verdict: string }[];
    };
    const { verdicts } = askReference(
      vectors.map(({ hex }) => Buffer.from(hex, "hex")),
      [],
    );
    expect(verdicts.map((verdict) => verdict.slice(0, 3).trim())).toEqual(
      vectors.map(({ verdict }) => verdict),
    );
  });

  it("accepts every mutated header that we accept", async () => {
    const valid =
      '{"__metadata__":{"format":"pt"},"a.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},' +
      '"é":{"dtype":"BF16","shape":[3],"data_offsets":[24,30]},"n":{"dtype":"I64","shape":[],"data_offsets":[30,38]}}  ';
    const bytes = new TextEncoder().encode(valid);
    const snippets = [
      "0",
      "1",
      "-",
      ".0",
      "e0",
      ",",
      '"',
      "{",
      "}",
      "[",
      "]",
      ":",
      " ",
      "null",
      '"n"',
      "\\ud800",
      "\\u00e9",
      "18446744073709551616",
      "[0,0]",
      "9007199254740993",
    ];
    const insertion = fc.oneof(
      fc.constantFrom(...snippets).map((text) => new TextEncoder().encode(text)),
      fc.uint8Array({ maxLength: 3 }),
    );
    const mutation = fc.tuple(fc.nat(bytes.length), fc.nat(6), insertion);
    const mutations = fc.sample(fc.array(mutation, { minLength: 1, maxLength: 2 }), {
      numRuns: 30_000,
      seed: 825,
    });
    const files = mutations.map((steps) => {
      let json = bytes;
      for (const [at, remove, insert] of steps) {
        json = Uint8Array.from([...json.subarray(0, at), ...insert, ...json.subarray(at + remove)]);
      }
      return fileWithHeader(json, 38);
    });
    const { verdicts } = askReference(files, []);
    const ours = await Promise.all(files.map(accepts));
    const looser = files.filter((_, at) => ours[at] === true && verdicts[at] !== "OK");
    expect(looser.map((file) => new TextDecoder().decode(file.subarray(8)))).toEqual([]);
    // Both outcomes must occur, or the comparison would be empty.
    expect(ours.filter(Boolean).length).toBeGreaterThan(300);
    expect(verdicts.filter((verdict) => verdict !== "OK").length).toBeGreaterThan(300);
  });

  it("writes the same headers, byte for byte", () => {
    const dtypes: readonly Dtype[] = [
      "BOOL",
      "U8",
      "I8",
      "F8_E5M2",
      "F8_E4M3",
      "F8_E8M0",
      "F8_E4M3FNUZ",
      "F8_E5M2FNUZ",
      "I16",
      "U16",
      "F16",
      "BF16",
      "I32",
      "U32",
      "F32",
      "C64",
      "F64",
      "I64",
      "U64",
    ];
    const name = fc.oneof(
      fc.string({ maxLength: 6, unit: "binary" }),
      fc.constantFrom("10", "2", "a.weight", "__proto__", "\u2028", "\u007f", '"\\/'),
    );
    const spec = fc.record({
      name,
      dtype: fc.constantFrom(...dtypes),
      shape: fc.array(fc.nat(3), { maxLength: 3 }),
    });
    const metadata = fc.oneof(
      fc.constant<[string, string][]>([["format", "np"]]),
      fc.constant<[string, string][]>([]),
      fc.tuple(name, name).map((pair) => [pair]),
    );
    const file = fc.record({
      specs: fc.uniqueArray(spec, { selector: (item) => item.name, maxLength: 12 }),
      metadata,
    });
    const files = fc.sample(file, { numRuns: 500, seed: 76 });
    const bytesOf = ({ dtype, shape }: TensorSpec): number => Number(tensorBytes(dtype, shape));
    const requests = files.map(({ specs, metadata: pairs }): WriteRequest => {
      return {
        tensors: specs.map((item) => [item.name, item.dtype, item.shape, bytesOf(item)]),
        metadata: Object.fromEntries(pairs),
      };
    });
    const { written } = askReference([], requests);
    files.forEach(({ specs, metadata: pairs }, at) => {
      const { header, fileSize } = layOutFile(specs, new Map(pairs));
      const reference = Buffer.from(written[at] ?? "", "hex");
      expect(reference.subarray(0, header.length).toString()).toBe(Buffer.from(header).toString());
      expect(reference.length).toBe(fileSize);
    });
  });
});
