import { describe, expect, it } from "vitest";

import { describePlan } from "../../../src/core/weights/inference/describePlan.js";
import { inferPlan } from "../../../src/core/weights/inference/inferPlan.js";
import type { CheckpointSummary } from "../../../src/core/weights/inference/tensors.js";
import type { ModuleTree } from "../../../src/core/modules/moduleTree.js";
import type { WeightPlan } from "../../../src/core/weights/plan.js";
import { parseRules } from "../../../src/core/weights/rules/rulesFile.js";
import { checkpoint, tree, type Module } from "./handTrees.js";

const list = "block.fc.parametrizations.weight";
const [original, loraA, loraB] = [`${list}.original`, `${list}.0.lora_A`, `${list}.0.lora_B`];
const stored = { [original]: [6, 6], [loraA]: [1, 2, 6], [loraB]: [1, 6, 2], "block.fc.bias": [6] };
const modules: Module[] = [
  ["block", "Module"],
  ["block.fc", "Linear"],
  ["block.fc.parametrizations", "ModuleDict"],
  [list, "ParametrizationList"],
  [`${list}.0`, "Module", "own.Lora"],
];
const plainTree = tree(
  "torch",
  modules,
  Object.entries(stored).map(([name, shape]) => [name, shape]),
);
const parametrization = {
  name: "block.fc.weight",
  module: "block.fc",
  use: "unknown" as const,
  classes: ["own.Lora"],
  parts: [original, loraA, loraB],
};
const measured = {
  original,
  left: loraB,
  right: loraA,
  scale: 0.5,
  evidence: "measured, and equal to its scaling",
};
const source: ModuleTree = { ...plainTree, parametrizations: [{ ...parametrization, merge: measured }] };
const unclear: ModuleTree = {
  ...plainTree,
  parametrizations: [{ ...parametrization, unclear: "what it computes is something else" }],
};
const target = tree(
  "paddle",
  [
    ["block", "Module"],
    ["block.fc", "Linear"],
  ],
  [
    ["block.fc.weight", [6, 6]],
    ["block.fc.bias", [6]],
  ],
);

function planOf(from: ModuleTree, given: CheckpointSummary | undefined, rules = "", to = target): WeightPlan {
  const parsed = rules === "" ? undefined : parseRules(`version: 1\nrules:\n${rules}`, "rules.yaml");
  return inferPlan({ source: from, target: to, checkpoint: given, rules: parsed, producer: "test" });
}

describe("a LoRA that the tree has measured", () => {
  it("is merged first and then transposed, because Linear consumes what comes out", () => {
    const made = planOf(source, checkpoint(stored, "BF16"));
    expect(made.undecided).toEqual([]);
    expect(made.entries).toEqual([
      {
        target: "block.fc.weight",
        shape: [6, 6],
        dtype: "BF16",
        pieces: [{ source: original, merge: { left: loraB, right: loraA, scale: 0.5 }, transpose: true }],
        operation: "transpose",
        renamed: true,
        reason:
          "consumed by Linear `block.fc` (stored [out, in] in PyTorch, [in, out] in Paddle); " +
          "merged: original + 0.5 · lora_B · lora_A (Lora: measured, and equal to its scaling)",
        confidence: "certain",
      },
      expect.objectContaining({ target: "block.fc.bias", operation: "keep" }),
    ]);
    expect(describePlan(made)).toContain("1 merged before that");
  });

  it("is found under a prefix, and in modules that were renamed", () => {
    const renamed = tree(
      "paddle",
      [
        ["part", "Module"],
        ["part.fc", "Linear"],
      ],
      [
        ["part.fc.weight", [6, 6]],
        ["part.fc.bias", [6]],
      ],
    );
    const prefixed = Object.fromEntries(
      Object.entries(stored).map(([name, shape]) => [`module.${name}`, shape]),
    );
    const made = planOf(source, checkpoint(prefixed), "", renamed);
    expect(made.undecided).toEqual([]);
    expect(made.entries[0]).toMatchObject({
      target: "part.fc.weight",
      pieces: [{ source: `module.${original}`, merge: { left: `module.${loraB}` }, transpose: true }],
    });
    expect(made.modules).toEqual({ block: "part", "block.fc": "part.fc" });
  });

  it("is split by a rule for its original", () => {
    const halves = tree(
      "paddle",
      [
        ["a", "Linear"],
        ["b", "Linear"],
      ],
      [
        ["a.weight", [6, 3]],
        ["b.weight", [6, 3]],
        ["a.bias", [3]],
        ["b.bias", [3]],
      ],
    );
    const rules =
      `  - split: "${original}"\n    into: ["a.weight", "b.weight"]\n` +
      `  - split: "block.fc.bias"\n    into: ["a.bias", "b.bias"]\n`;
    const made = planOf(source, checkpoint(stored), rules, halves);
    expect(made.undecided).toEqual([]);
    expect(
      made.entries.filter((entry) => entry.target.endsWith("weight")).map((entry) => entry.pieces),
    ).toEqual(
      [0, 3].map((start) => [
        {
          source: original,
          merge: { left: loraB, right: loraA, scale: 0.5 },
          rows: { start, end: start + 3 },
          transpose: true,
        },
      ]),
    );
  });

  it.each([
    ["lora_B is missing", { [loraB]: undefined }, /has `.*original` and `.*lora_A` but not `.*lora_B`/],
    ["the original is missing", { [original]: undefined }, /but not `.*original`/],
    [
      "the ranks differ",
      { [loraA]: [1, 3, 6] },
      /ranks of `.*lora_B` \[1, 6, 2\] and `.*lora_A` \[1, 3, 6\] differ: 2 and 3/,
    ],
    ["the sizes differ", { [loraB]: [1, 5, 2] }, /make \[5, 6\], but `.*original` is \[6, 6\]/],
    ["a factor is a stack of several", { [loraA]: [2, 2, 6] }, /`.*lora_A` \[2, 2, 6\] is not one matrix/],
  ])("is asked about, and nothing dropped, where %s", (_, change, question) => {
    const tensors = Object.entries({ ...stored, ...change }).filter(
      (pair): pair is [string, number[]] => pair[1] !== undefined,
    );
    const made = planOf(source, checkpoint(Object.fromEntries(tensors)));
    expect(made.dropped).toEqual([]);
    expect(made.undecided).toHaveLength(1);
    expect(made.undecided[0]?.targets).toEqual(["block.fc.weight"]);
    expect(made.undecided[0]?.sources).toEqual(
      expect.arrayContaining(tensors.map(([name]) => name).filter((name) => name.includes("param"))),
    );
    expect(made.undecided[0]?.question).toMatch(question);
  });

  it("is asked about in integers", () => {
    const made = planOf(source, {
      headerSha256: "",
      tensors: Object.entries(stored).map(([name, shape]) => ({
        name,
        shape,
        dtype: name === loraA ? "I8" : "F32",
      })),
    });
    expect(made.undecided[0]?.question).toMatch(/lora_A` is I8; F16, BF16, F32 and F64 can be merged/);
  });

  it("is asked about where the merged weight lies in the checkpoint too", () => {
    const made = planOf(source, checkpoint({ ...stored, "block.fc.weight": [6, 6] }));
    expect(made.undecided).toHaveLength(1);
    expect(made.undecided[0]?.sources).toEqual(["block.fc.weight"]);
    const part = planOf(
      source,
      checkpoint({ "block.fc.weight": [6, 6], [loraA]: [1, 2, 6], "block.fc.bias": [6] }),
    );
    expect(part.undecided[0]?.question).toMatch(/holds `block.fc.weight` itself, and also `.*lora_A`/);
  });
});

describe("a parametrization that is not understood", () => {
  it("is asked about with the reason, and never decided by the shapes", () => {
    for (const from of [unclear, plainTree]) {
      const made = planOf(from, checkpoint(stored));
      expect(made.undecided).toHaveLength(1);
      expect(made.undecided[0]).toMatchObject({
        targets: ["block.fc.weight"],
        sources: [original, loraA, loraB],
      });
      expect(made.undecided[0]?.question).toContain(`"merge: ${original}"`);
    }
    expect(planOf(unclear, undefined).undecided[0]?.question).toContain("what it computes is something else");
    expect(planOf(plainTree, undefined).undecided[0]?.question).toContain("Record the module tree");
  });

  it.each([unclear, plainTree, source])("is merged by a rule, and transposed by its consumer", (from) => {
    const rule = `  - merge: "{p...}.original"\n    add: ["{p...}.0.lora_A", "{p...}.0.lora_B"]\n    scale: 2\n`;
    const swapped = checkpoint({ ...stored, [loraA]: [6, 2], [loraB]: [2, 6] });
    const made = planOf(from, swapped, rule);
    expect(made.undecided).toEqual([]);
    expect(made.entries[0]).toMatchObject({
      target: "block.fc.weight",
      pieces: [{ source: original, merge: { left: loraA, right: loraB, scale: 2 }, transpose: true }],
      confidence: "asked",
      reason: expect.stringContaining("merged: original + 2 · lora_A · lora_B (by rules.yaml:3)") as string,
    });
  });

  it("is merged to the target that a rule names", () => {
    const other = tree(
      "paddle",
      [["head", "Linear"]],
      [
        ["head.weight", [6, 6]],
        ["head.bias", [6]],
      ],
    );
    const rules =
      `  - merge: "${original}"\n    add: ["${loraB}", "${loraA}"]\n    scale: 1\n    to: "head.weight"\n` +
      `  - rename: "block.fc.bias"\n    to: "head.bias"\n`;
    const made = planOf(plainTree, checkpoint(stored), rules, other);
    expect(made.undecided).toEqual([]);
    expect(made.entries[0]).toMatchObject({ target: "head.weight", operation: "transpose" });
  });

  it.each([
    [
      "a factor that does not exist",
      `["${loraB}", "nothing"]`,
      /rules.yaml:3 adds "nothing", which the source does not have/,
    ],
    [
      "factors in the wrong order",
      `["${loraA}", "${loraB}"]`,
      /rules.yaml:3 cannot be carried out for ".*original": .* make \[3, 3\]/,
    ],
  ])("names a wrong rule: %s", (_, add, message) => {
    const rule = `  - merge: "${original}"\n    add: ${add}\n    scale: 1\n`;
    expect(() =>
      planOf(plainTree, checkpoint({ ...stored, [loraA]: [1, 3, 6], [loraB]: [1, 6, 3] }), rule),
    ).toThrow(message);
  });

  it("tells a rule for a factor that it is merged into another tensor", () => {
    expect(() => planOf(source, checkpoint(stored), `  - drop: "{p...}.lora_A"\n    reason: "no"\n`)).toThrow(
      /Rules for tensors that are merged into others.*lora_A/,
    );
  });
});
