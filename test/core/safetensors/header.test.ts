import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { tensorBytes } from "../../../src/core/weights/safetensors/dtypes.js";
import { SafetensorsError } from "../../../src/core/weights/safetensors/errors.js";
import { readHeader } from "../../../src/core/weights/safetensors/reader.js";
import { layOutFile } from "../../../src/core/weights/safetensors/writer.js";
import { fileWithHeader, memoryFile } from "./memoryFile.js";

async function failure(json: string | Uint8Array, dataBytes = 0): Promise<SafetensorsError> {
  const error: unknown = await readHeader(memoryFile(fileWithHeader(json, dataBytes))).catch(
    (e: unknown) => e,
  );
  if (!(error instanceof SafetensorsError)) throw new Error(`accepted: ${String(json)}`);
  return error;
}

describe("errors name the code, the byte and the tensor", () => {
  const entry = '"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
  it.each([
    ["duplicate-key", `{${entry},${entry}}`, 4, 8 + `{${entry},`.length, "a"],
    [
      "unknown-dtype",
      '{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}',
      4,
      8 + '{"a":{"dtype":'.length,
      "a",
    ],
    ["size-mismatch", '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 4, 9, "a"],
    ["offset-gap", '{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', 8, 9, "a"],
    ["data-missing", `{${entry}}`, 3, 8 + entry.length + 2 + 3, undefined],
    ["data-trailing", `{${entry}}`, 9, 8 + entry.length + 2 + 4, undefined],
    [
      "size-overflow",
      '{"a":{"dtype":"F32","shape":[9007199254740991,4096,0],"data_offsets":[0,0]}}',
      0,
      9,
      "a",
    ],
    ["invalid-json", `{${entry}} x`, 4, 8 + entry.length + 3, undefined],
    ["invalid-structure", '{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}', 4, 8 + 29, "a"],
  ])("%s", async (code, json, dataBytes, position, tensor) => {
    expect(await failure(json, dataBytes)).toMatchObject({ code, position, tensor });
  });

  it("counts malformed UTF-8 from the start of the file", async () => {
    const bytes = new TextEncoder().encode('{"ab":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
    bytes[3] = 0xff;
    expect(await failure(bytes, 4)).toMatchObject({ code: "invalid-utf8", position: 11 });
  });

  it.each([
    ["overlong", [0xc0, 0xaf]],
    ["surrogate", [0xed, 0xa0, 0x80]],
    ["above U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
    ["cut", [0xe2, 0x82]],
  ])("rejects %s UTF-8 in a name", async (_, sequence) => {
    const head = new TextEncoder().encode('{"');
    const tail = new TextEncoder().encode('":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}');
    expect(await failure(Uint8Array.from([...head, ...sequence, ...tail]))).toMatchObject({
      code: "invalid-utf8",
    });
  });
});

it("keeps names that JavaScript objects would change", async () => {
  const names = ["10", "2", "__proto__", "constructor", "", "é😀", 'quote"', "tab\t", "\u0000"];
  const specs = names.map((name) => ({ name, dtype: "U8" as const, shape: [1] }));
  const { header, fileSize } = layOutFile(specs, new Map());
  const file = new Uint8Array(fileSize);
  file.set(header);
  const { tensors } = await readHeader(memoryFile(file));
  expect([...tensors.keys()].sort()).toEqual([...names].sort());
});

describe("mutated headers", { timeout: 60_000 }, () => {
  const valid =
    '{"__metadata__":{"format":"pt"},"a.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},' +
    '"a.bias":{"dtype":"BF16","shape":[3],"data_offsets":[24,30]},"n":{"dtype":"I64","shape":[],"data_offsets":[30,38]}}  ';
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
    '"a.bias"',
    "\u0000",
    "\\u00e9",
    "18446744073709551616",
    "[0,0]",
  ];
  const mutation = fc.record({
    at: fc.nat(valid.length),
    remove: fc.nat(6),
    insert: fc.oneof(fc.constantFrom(...snippets), fc.string({ maxLength: 3, unit: "binary-ascii" })),
  });

  /** What the format promises of an accepted file, checked with another parser. */
  function promises(json: string, dataBytes: number): void {
    const parsed = JSON.parse(json) as Record<
      string,
      { dtype: never; shape: number[]; data_offsets: number[] }
    >;
    const entries = Object.entries(parsed).filter(([name]) => name !== "__metadata__");
    const ranges = entries.map(([, { dtype, shape, data_offsets: offsets }]) => {
      expect((offsets[1] ?? NaN) - (offsets[0] ?? NaN)).toBe(tensorBytes(dtype, shape));
      return offsets;
    });
    let end = 0;
    for (const [from, to] of ranges.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0))) {
      expect(from).toBe(end);
      end = to ?? NaN;
    }
    expect(end).toBe(dataBytes);
  }

  it("are refused with a typed error, or keep every promise of the format", async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        let json = valid;
        for (const { at, remove, insert } of mutations)
          json = json.slice(0, at) + insert + json.slice(at + remove);
        const outcome: unknown = await readHeader(memoryFile(fileWithHeader(json, 38))).catch(
          (e: unknown) => e,
        );
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(SafetensorsError);
          return;
        }
        accepted += 1;
        promises(json, 38);
      }),
      { numRuns: 20_000, seed: 20_260_901 },
    );
    // Otherwise the property would say nothing about accepted files.
    expect(accepted).toBeGreaterThan(200);
  });
});
