import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { inferPlan } from "../../../src/core/weights/inference/inferPlan.js";
import { fillTemplate, parsePattern } from "../../../src/core/weights/rules/pattern.js";
import { parseRules } from "../../../src/core/weights/rules/rulesFile.js";
import { applyPlan, countingCheckpoint } from "./applyPlan.js";
import { linear, plain, raw, treeOf, type Layer } from "./toyModels.js";

const rulesFile = (body: string) => parseRules(`version: 1\nrules:\n${body}`, "rules.yaml");
const planWith = (source: readonly Layer[], target: readonly Layer[], body: string) =>
  inferPlan({
    source: treeOf(source, "torch"),
    target: treeOf(target, "paddle"),
    rules: rulesFile(body),
    producer: "test",
  });

describe("patterns", () => {
  it.each([
    ["layer.{N}.weight", "layer.12.weight", { N: "12" }],
    ["layer.{N}.weight", "layer.x.weight", undefined],
    ["layer.{N}.weight", "model.layer.1.weight", undefined],
    ["layer.{N}.weight", "layer.1.weight_scale", undefined],
    ["{a}.weight", "x.y.weight", undefined],
    ["{rest...}.weight", "x.y.weight", { rest: "x.y" }],
    ["bert.{rest...}", "bert.", undefined],
    ["block_{N}.{p}", "block_3.bias", { N: "3", p: "bias" }],
    ["a+b.{p}", "a+b.c", { p: "c" }],
    ["a.b", "axb", undefined],
  ])("%s on %s", (pattern, name, expected) => {
    const found = parsePattern(pattern).match(name);
    expect(found && Object.fromEntries(found)).toEqual(expected);
  });

  it("without captures match exactly the name they are written as", () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !/[{}]/.test(text));
    fc.assert(
      fc.property(name, name, (pattern, other) => {
        expect(parsePattern(pattern).match(pattern)).toBeDefined();
        expect(parsePattern(pattern).match(other) !== undefined).toBe(pattern === other);
        expect(fillTemplate(pattern, new Map())).toBe(pattern);
      }),
    );
  });

  it.each(["a.{N", "a.}", "{1}", "{N}.{N}", "{a...}.{b...}", "{}"])("refuses %s", (text) => {
    expect(() => parsePattern(text)).toThrow();
  });
});

describe("rules", () => {
  it("rename whole groups and leave the operation to the consumer", () => {
    const made = planWith(
      [linear("bert.layer.0.q", 2, 2), linear("bert.layer.1.q", 2, 2)],
      [linear("blocks.0.query", 2, 2), linear("blocks.1.query", 2, 2)],
      `  - rename: "bert.layer.{N}.q.{p}"\n    to: "blocks.{N}.query.{p}"\n`,
    );
    expect(made.undecided).toEqual([]);
    expect(
      made.entries.map((entry) => [
        entry.pieces[0]?.source,
        entry.target,
        entry.pieces[0]?.transpose,
        entry.confidence,
      ]),
    ).toEqual([
      ["bert.layer.0.q.weight", "blocks.0.query.weight", true, "asked"],
      ["bert.layer.0.q.bias", "blocks.0.query.bias", false, "asked"],
      ["bert.layer.1.q.weight", "blocks.1.query.weight", true, "asked"],
      ["bert.layer.1.q.bias", "blocks.1.query.bias", false, "asked"],
    ]);
  });

  it("transpose and keep overrule the consumer", () => {
    const made = planWith(
      [linear("a", 2, 2, false), raw("b", "x@W", 2, 2)],
      [linear("a", 2, 2, false), raw("b", "x@W", 2, 2)],
      `  - keep: "a.weight"\n  - transpose: "b.proj"\n`,
    );
    expect(made.entries.map((entry) => [entry.target, entry.operation])).toEqual([
      ["a.weight", "keep"],
      ["b.proj", "transpose"],
    ]);
  });

  it("drop with the reason given", () => {
    const made = planWith(
      [linear("a", 2, 2, false), linear("old", 2, 2, false)],
      [linear("a", 2, 2, false)],
      `  - drop: "old.{p}"\n    reason: "only for training"\n`,
    );
    expect(made.undecided).toEqual([]);
    expect(made.dropped).toEqual([
      { source: "old.weight", reason: "only for training (rules.yaml:3)", confidence: "asked" },
    ]);
  });

  it("fuse three projections into one matrix, and split it again, without losing a number", () => {
    const parts = ["q", "k", "v"].map((name) => linear(name, 2, 3));
    const fused = [linear("qkv", 2, 9)];
    const together = planWith(parts, fused, `  - fuse: ["q.{p}", "k.{p}", "v.{p}"]\n    into: "qkv.{p}"\n`);
    const values = countingCheckpoint(treeOf(parts, "torch"));
    const converted = applyPlan(together, values);
    expect(together.undecided).toEqual([]);
    // Output o of part n is column 3n + o of the fused matrix, [in, out].
    const weight = converted.get("qkv.weight");
    expect(weight?.shape).toEqual([2, 9]);
    for (const [index, name] of ["q", "k", "v"].entries()) {
      for (let o = 0; o < 3; o += 1) {
        for (let i = 0; i < 2; i += 1)
          expect(weight?.data[i * 9 + index * 3 + o]).toBe(values.get(`${name}.weight`)?.data[o * 2 + i]);
        expect(converted.get("qkv.bias")?.data[index * 3 + o]).toBe(values.get(`${name}.bias`)?.data[o]);
      }
    }
    const apart = planWith(fused, parts, `  - split: "qkv.{p}"\n    into: ["q.{p}", "k.{p}", "v.{p}"]\n`);
    expect(apart.undecided).toEqual([]);
    expect(apart.entries.map((entry) => [entry.target, entry.pieces[0]?.rows])).toEqual(
      ["q", "k", "v"].flatMap((name, index) =>
        ["weight", "bias"].map((leaf) => [`${name}.${leaf}`, { start: index * 3, end: index * 3 + 3 }]),
      ),
    );
  });
});

describe("wrong rules are named with file and line", () => {
  const one = [linear("a", 2, 3), plain("n", "LayerNorm", [3])];
  it.each([
    [
      "a rule that matches nothing",
      `  - keep: "a.weight"\n  - drop: "pooler.{rest...}"\n    reason: "unused"\n`,
      /rules\.yaml:4 \(drop: pooler\.\{rest\.\.\.\}\)/,
    ],
    [
      "two rules for one tensor",
      `  - keep: "a.weight"\n  - transpose: "a.{p}"\n`,
      /rules\.yaml:3 and rules\.yaml:4 both/,
    ],
    [
      "a target that the port does not have",
      `  - rename: "a.weight"\n    to: "b.weight"\n`,
      /rules\.yaml:3 sends "a\.weight" to "b\.weight", which the port does not have/,
    ],
    [
      "two sources for one target",
      `  - rename: "{m}.bias"\n    to: "n.weight"\n  - rename: "n.weight"\n    to: "n.weight"\n`,
      /rules\.yaml:5 .*another rule fills already/,
    ],
    [
      "sizes that do not add up",
      `  - split: "a.bias"\n    into: ["a.bias", "n.weight"]\n    sizes: [1, 1]\n`,
      /rules\.yaml:3 splits .*has 3 rows/,
    ],
    ["an unknown key", `  - keep: "a.weight"\n    becuase: "x"\n`, /rules\.yaml:3.*becuase/],
    ["a capture that is not bound", `  - rename: "a.{p}"\n    to: "b.{q}"\n`, /rules\.yaml:3: .*\{q\}/],
    ["YAML that is none", `  - keep: "a\n`, /rules\.yaml:\d+ is not valid YAML/],
    ["a file of another form", `- x: 1\n`, /rules\.yaml:\d+/],
  ])("%s", (_, body, message) => {
    expect(() => planWith(one, one, body)).toThrow(message);
  });
});
