import { describe, expect, it } from "vitest";

import { adaptConfig } from "../../../src/core/weights/conversion/configJson.js";
import { prepareConversion } from "../../../src/core/weights/conversion/prepare.js";
import { chooseSideFiles } from "../../../src/core/weights/conversion/sideFiles.js";
import { UserError } from "../../../src/core/util/userError.js";
import type { PlanEntry, WeightPlan } from "../../../src/core/weights/plan.js";
import { entry, knownTensor, makePlan, placeTensors } from "./support.js";

const { tensors } = placeTensors(
  [knownTensor("w", "F32", [4, 3]), knownTensor("b", "F32", [4]), knownTensor("p", "F4", [4, 2])],
  "in",
);
const whole = (source: string, transpose = false) => ({ source, transpose });
const keepB = entry("b", "F32", [4], [whole("b")]);
const keepP = entry("p", "F4", [4, 2], [whole("p")]);
const turnW = entry("w", "F32", [3, 4], [whole("w", true)]);

function refusal(entries: readonly PlanEntry[], more: Partial<WeightPlan> = {}): string {
  try {
    prepareConversion(makePlan(entries, more), { tensors, headerSha256: "abc" });
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "accepted";
}

const rows = (start: number, end: number) => ({ source: "b", transpose: false, rows: { start, end } });

it("accepts a plan that fits", () => {
  expect(refusal([turnW, keepB, keepP], { checkpoint: { tensors: 3, headerSha256: "abc" } })).toBe(
    "accepted",
  );
});

it.each<[string, readonly PlanEntry[], Partial<WeightPlan>, string]>([
  [
    "an open question",
    [turnW, keepB, keepP],
    { undecided: [{ sources: ["w"], targets: [], question: "Transpose w?" }] },
    "Transpose w?",
  ],
  [
    "another checkpoint",
    [turnW, keepB, keepP],
    { checkpoint: { tensors: 3, headerSha256: "abd" } },
    "another checkpoint",
  ],
  ["a tensor it does not mention", [turnW, keepP], {}, 'says nothing about tensor "b"'],
  [
    "a tensor that is not there",
    [turnW, keepB, keepP, entry("x", "F32", [1], [whole("x")])],
    {},
    '"x", which the checkpoint does not have',
  ],
  [
    "a dropped tensor that is not there",
    [turnW, keepB, keepP],
    { dropped: [{ source: "x", reason: "", confidence: "certain" }] },
    'drops "x"',
  ],
  [
    "a tensor used and dropped",
    [turnW, keepB, keepP],
    { dropped: [{ source: "b", reason: "", confidence: "certain" }] },
    "uses and drops",
  ],
  ["a target filled twice", [turnW, keepB, keepP, keepB], {}, "twice"],
  [
    "a wrong shape",
    [entry("w", "F32", [4, 3], [whole("w", true)]), keepB, keepP],
    {},
    "its pieces give [3, 4]",
  ],
  ["a wrong dtype", [entry("w", "BF16", [3, 4], [whole("w", true)]), keepB, keepP], {}, '"w" is F32'],
  [
    "an unknown dtype",
    [entry("w", "FP32" as "F32", [3, 4], [whole("w", true)]), keepB, keepP],
    {},
    "unknown dtype",
  ],
  ["a transposed vector", [turnW, entry("b", "F32", [4], [whole("b", true)]), keepP], {}, "1 dimensions"],
  ["transposed half bytes", [turnW, keepB, entry("p", "F4", [2, 4], [whole("p", true)])], {}, "no bytes"],
  ["rows past the end", [turnW, entry("b", "F32", [5], [rows(0, 5)]), keepP], {}, "rows 0 to 5"],
  [
    "rows that get lost",
    [turnW, entry("b", "F32", [3], [rows(0, 3)]), keepP],
    {},
    'loses rows from 3 on of tensor "b"',
  ],
  [
    "a gap between rows",
    [turnW, entry("b", "F32", [3], [rows(0, 1), rows(2, 4)], 0), keepP],
    {},
    "loses rows from 1",
  ],
  [
    "several pieces without an axis",
    [turnW, entry("b", "F32", [8], [whole("b"), whole("b")]), keepP],
    {},
    "no joinAxis",
  ],
  [
    "an axis that is not there",
    [turnW, entry("b", "F32", [8], [whole("b"), whole("b")], 1), keepP],
    {},
    "axis 1",
  ],
])("refuses %s", (_, entries, more, message) => {
  expect(refusal(entries, more)).toContain(message);
});

it("writes each tensor to the file of its first piece, and no empty file", () => {
  const one = placeTensors([knownTensor("a", "F32", [2])], "1.safetensors").tensors;
  const two = placeTensors([knownTensor("b", "F32", [2])], "2.safetensors").tensors;
  const files = prepareConversion(makePlan([entry("ab", "F32", [4], [whole("a"), whole("b")], 0)]), {
    tensors: [...one, ...two],
    headerSha256: "",
  });
  expect(files.map(({ name }) => name)).toEqual(["1.safetensors"]);
});

describe("config.json", () => {
  it.each([
    ['{"torch_dtype": "float16", "x": 1.0}', '{"dtype": "float16", "x": 1.0}'],
    ['{"transformers_version": "4", "x": 1e-05}', '{"x": 1e-05}'],
    ['{"x": 10000.0,\n "transformers_version": "4"\n}', '{"x": 10000.0\n}'],
    ['{"transformers_version": "4"}', "{}"],
    [
      '{"a": 1, "transformers_version": "4", "b": 12345678901234567890}',
      '{"a": 1, "b": 12345678901234567890}',
    ],
    ['{"dtype": "bfloat16", "torch_dtype": "float16"}', '{"dtype": "bfloat16"}'],
    [
      '{"text_config": {"torch_dtype": "x", "k": [1, {"torch_dtype": 2}]}, "vision": {"torch_dtype": 3}}',
      '{"text_config": {"dtype": "x", "k": [1, {"torch_dtype": 2}]}, "vision": {"torch_dtype": 3}}',
    ],
    ['{"s": "\\"torch_dtype\\": ,}", "torch_dtype": null}', '{"s": "\\"torch_dtype\\": ,}", "dtype": null}'],
    [
      '{"transformers_version": {"a": "}"}, "a_config": {"transformers_version": "1"}, "torch_dtype": "y"}',
      '{"a_config": {}, "dtype": "y"}',
    ],
  ])("%s", (before, after) => {
    expect(adaptConfig(before)).toBe(after);
  });

  it.each(["[]", "null", "{", ""])("refuses %j", (text) => {
    expect(() => adaptConfig(text)).toThrow(SyntaxError);
  });
});

it("copies what belongs to the model, and no weights or hidden files", () => {
  const names = [
    "config.json",
    "tokenizer.json",
    "vocab.txt",
    "merges.txt",
    "spiece.model",
    "notes.md",
    ".hidden",
    "pytorch_model.bin",
    "model.safetensors",
    "model.safetensors.index.json",
    "pytorch_model.bin.index.json",
    "tf_model.h5",
    "holiday.jpg",
  ];
  expect(chooseSideFiles(names, false)).toEqual([
    "config.json",
    "merges.txt",
    "spiece.model",
    "tokenizer.json",
    "vocab.txt",
  ]);
  expect(chooseSideFiles(names, true)).toEqual([
    "config.json",
    "holiday.jpg",
    "merges.txt",
    "notes.md",
    "spiece.model",
    "tokenizer.json",
    "vocab.txt",
  ]);
});
