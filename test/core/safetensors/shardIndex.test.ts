import { describe, expect, it } from "vitest";

import {
  checkShards,
  formatShardIndex,
  isPlainFileName,
  parseShardIndex,
} from "../../../src/core/weights/safetensors/shardIndex.js";

const text = (map: Record<string, string>): string =>
  JSON.stringify({ metadata: { total_size: 8 }, weight_map: map });

describe("file names", () => {
  it.each([
    "../x.safetensors",
    "a/b.safetensors",
    "a\\b.safetensors",
    "/x.safetensors",
    "C:x.safetensors",
    ".x.safetensors",
    "x.bin",
    "a\u0000.safetensors",
    "",
  ])("refuses %j", (name) => {
    expect(isPlainFileName(name)).toBe(false);
    expect(() => parseShardIndex(text({ t: name }))).toThrow("not the plain name");
  });

  it("accepts the names that Hugging Face writes", () => {
    expect(parseShardIndex(text({ t: "model-00001-of-00002.safetensors" })).files).toEqual([
      "model-00001-of-00002.safetensors",
    ]);
  });
});

it.each(["", "[]", '{"weight_map":{}}', '{"weight_map":{"a":1}}', '{"metadata":{}}'])(
  "refuses %j",
  (content) => {
    expect(() => parseShardIndex(content)).toThrow(expect.objectContaining({ name: "SafetensorsError" }));
  },
);

describe("comparison with the shards", () => {
  const index = parseShardIndex(text({ a: "1.safetensors", b: "2.safetensors" }));
  const check = (one: string[], two: string[]): string[] =>
    checkShards(
      index,
      new Map([
        ["1.safetensors", one],
        ["2.safetensors", two],
      ]),
    );

  it("is content when both agree", () => {
    expect(check(["a"], ["b"])).toEqual([]);
  });

  it.each([
    ["missing", [["a"], []], "in the index but not in 2.safetensors"],
    ["extra", [["a", "c"], ["b"]], 'tensor "c" of 1.safetensors is missing from the index'],
    ["double", [["a", "b"], ["b"]], 'tensor "b" is in 1.safetensors and 2.safetensors'],
    ["swapped", [["b"], ["a"]], 'tensor "b" is in 1.safetensors, the index says 2.safetensors'],
  ] as const)("finds a %s tensor", (_, [one, two], message) => {
    expect(check([...one], [...two]).join("; ")).toContain(message);
  });
});

it("writes an index that reads back, with sorted names and its metadata", () => {
  const map = new Map([
    ["b", "2.safetensors"],
    ["10", "1.safetensors"],
    ["a", "1.safetensors"],
  ]);
  const written = formatShardIndex(map, { total_size: 8, note: "kept" });
  expect(parseShardIndex(written).weightMap).toEqual(map);
  expect(JSON.parse(written)).toMatchObject({ metadata: { total_size: 8, note: "kept" } });
  expect(written.indexOf('"10"')).toBeLessThan(written.indexOf('"a"'));
  expect(written.endsWith("}\n")).toBe(true);
});
