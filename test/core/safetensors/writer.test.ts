import { expect, it } from "vitest";

import { bitsOf } from "../../../src/core/weights/safetensors/dtypes.js";
import { escapeText } from "../../../src/core/weights/safetensors/escapeText.js";
import { layOutFile } from "../../../src/core/weights/safetensors/writer.js";

it("orders by dtype descending, then by the bytes of the name, and pads with spaces", () => {
  const specs = [
    { name: "b", dtype: "F32", shape: [1] },
    { name: "a", dtype: "F32", shape: [] },
    { name: "z", dtype: "I64", shape: [1] },
    // In UTF-16 order the emoji (a surrogate pair) would come before the full-width letter.
    { name: "😀", dtype: "U8", shape: [1] },
    { name: "ａ", dtype: "U8", shape: [2] },
  ] as const;
  const { header, tensors, fileSize } = layOutFile(specs, new Map([["format", "np"]]));
  expect(tensors.map(({ name, begin, end }) => [name, begin, end])).toEqual([
    ["z", 0, 8],
    ["a", 8, 12],
    ["b", 12, 16],
    ["ａ", 16, 18],
    ["😀", 18, 19],
  ]);
  expect(header.length % 8).toBe(0);
  expect(fileSize).toBe(header.length + 19);
  const json = new TextDecoder().decode(header.subarray(8));
  expect(
    json.startsWith('{"__metadata__":{"format":"np"},"z":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}'),
  ).toBe(true);
  expect(json.trimEnd().endsWith("}}")).toBe(true);
  expect(json.length - json.trimEnd().length).toBeLessThan(8);
});

it.each([
  [
    "a name twice, with different dtypes",
    [
      { name: "a", dtype: "F32", shape: [] },
      { name: "a", dtype: "U8", shape: [] },
    ],
    "duplicate-key",
  ],
  ["the reserved name", [{ name: "__metadata__", dtype: "F32", shape: [] }], "duplicate-key"],
  ["a lone surrogate", [{ name: "\ud800", dtype: "F32", shape: [] }], "invalid-utf8"],
  ["half a byte", [{ name: "a", dtype: "F4", shape: [3] }], "partial-byte"],
] as const)("refuses %s", (_, specs, code) => {
  expect(() => layOutFile(specs, new Map())).toThrow(expect.objectContaining({ code }));
});

it("knows the size of packed elements", () => {
  expect([bitsOf("F4"), bitsOf("F6_E2M3"), bitsOf("C64")]).toEqual([4, 6, 64]);
});

it("shows what a name hides", () => {
  expect(escapeText("a\u202eb\u0000\u001b[31m\\ é😀")).toBe("a\\u202eb\\u0000\\u001b[31m\\\\ é😀");
});
