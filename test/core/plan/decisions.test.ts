import { describe, expect, it } from "vitest";

import { applyPlan, countingCheckpoint } from "./applyPlan.js";
import { operations, plan, tree, type Module, type Tensor } from "./handTrees.js";
import { linear, treeOf, type Layer } from "./toyModels.js";

describe("the consumer decides", () => {
  it.each([
    // Reference's layer and use, port's layer and use, what has to happen to a square matrix.
    ["x@W", "x@W", "keep"],
    ["linear", "linear", "transpose"],
    ["W@x", "W@x", "keep"],
    ["x@W", "linear", "keep"],
    ["linear", "x@W", "transpose"],
    ["W@x", "linear", "transpose"],
    ["elementwise", "elementwise", "keep"],
    ["embedding", "embedding", "keep"],
  ] as const)("raw parameter used by %s in PyTorch and by %s in Paddle: %s", (from, to, expected) => {
    const made = plan(
      tree("torch", [], [["w", [3, 3], { use: from }]]),
      tree("paddle", [], [["w", [3, 3], { use: to }]]),
    );
    expect(made.undecided).toEqual([]);
    expect(operations(made)).toEqual({ w: expected });
  });

  it("keeps a raw x @ W that becomes a Linear, and transposes a Linear that becomes x @ W", () => {
    const linearTree = (framework: "torch" | "paddle") =>
      tree(framework, [["p", "Linear"]], [["p.weight", [3, 3]]]);
    const rawTree = (framework: "torch" | "paddle") =>
      tree(framework, [["p", "Module"]], [["p.weight", [3, 3], { use: "x@W" }]]);
    expect(operations(plan(rawTree("torch"), linearTree("paddle")))).toEqual({ "p.weight": "keep" });
    expect(operations(plan(linearTree("torch"), rawTree("paddle")))).toEqual({ "p.weight": "transpose" });
  });

  it("keeps the weight of paddle.compat.nn.Linear, which is stored as in PyTorch", () => {
    const source = tree("torch", [["p", "Linear"]], [["p.weight", [3, 3]]]);
    const target = tree("paddle", [["p", "Module", "paddle.compat.nn.Linear"]], [["p.weight", [3, 3]]]);
    expect(operations(plan(source, target))).toEqual({ "p.weight": "keep" });
  });

  it("is not misled by names: an Embedding called proj, a Linear called embeddings", () => {
    const make = (framework: "torch" | "paddle") =>
      tree(
        framework,
        [
          ["q_proj", "Embedding"],
          ["embeddings", "Linear"],
        ],
        [
          ["q_proj.weight", [4, 4]],
          ["embeddings.weight", [4, 4]],
        ],
      );
    expect(operations(plan(make("torch"), make("paddle")))).toEqual({
      "q_proj.weight": "keep",
      "embeddings.weight": "transpose",
    });
  });
});

describe("an unknown use", () => {
  const unknown = (framework: "torch" | "paddle", shape: readonly number[]) =>
    tree(framework, [], [["proj", shape]]);

  it("asks about a square matrix and says what to write", () => {
    const made = plan(unknown("torch", [3, 3]), unknown("paddle", [3, 3]));
    expect(made.entries).toEqual([]);
    expect(made.undecided).toHaveLength(1);
    expect(made.undecided[0]?.question).toContain('- keep: "proj"');
    expect(made.undecided[0]?.question).toContain('- transpose: "proj"');
  });

  it("asks when only one side is known", () => {
    const known = tree("paddle", [], [["proj", [3, 3], { use: "x@W" }]]);
    expect(plan(unknown("torch", [3, 3]), known).undecided).toHaveLength(1);
  });

  it("is decided by the shape only where one order fits, and then only as likely", () => {
    const same = plan(unknown("torch", [2, 3]), unknown("paddle", [2, 3])).entries[0];
    expect([same?.operation, same?.confidence]).toEqual(["keep", "likely"]);
    const turned = plan(unknown("torch", [2, 3]), unknown("paddle", [3, 2])).entries[0];
    expect([turned?.operation, turned?.confidence]).toEqual(["transpose", "likely"]);
  });

  it("asks about three dimensions of which two are equal", () => {
    expect(plan(unknown("torch", [2, 3, 3]), unknown("paddle", [2, 3, 3])).undecided).toHaveLength(1);
  });
});

describe("attention", () => {
  const size = 4;
  const packed = tree(
    "torch",
    [
      ["a", "MultiheadAttention"],
      ["a.out_proj", "Linear"],
    ],
    [
      ["a.in_proj_weight", [12, 4]],
      ["a.in_proj_bias", [12]],
      ["a.out_proj.weight", [4, 4]],
      ["a.out_proj.bias", [4]],
    ],
  );
  const parts = ["q_proj", "k_proj", "v_proj", "out_proj"];
  const port = (path: string, kind: string) =>
    tree(
      "paddle",
      [[path, kind], ...parts.map((part): Module => [`${path}.${part}`, "Linear"])],
      parts.flatMap((part): Tensor[] => [
        [`${path}.${part}.weight`, [4, 4]],
        [`${path}.${part}.bias`, [4]],
      ]),
    );

  it("splits the packed projection into q, k, v and transposes each", () => {
    const made = plan(packed, port("a", "MultiheadAttention"));
    expect(made.undecided).toEqual([]);
    expect(made.entries.filter((entry) => entry.operation === "split")).toHaveLength(6);
    expect(made.entries.every((entry) => entry.confidence === "certain")).toBe(true);
    const values = countingCheckpoint(packed);
    const converted = applyPlan(made, values);
    const all = values.get("a.in_proj_weight")?.data ?? [];
    for (const [index, part] of ["q_proj", "k_proj", "v_proj"].entries()) {
      const weight = converted.get(`a.${part}.weight`)?.data ?? [];
      // PyTorch's row o of the part, column i, is Paddle's row i, column o.
      for (let o = 0; o < size; o += 1)
        for (let i = 0; i < size; i += 1)
          expect(weight[i * size + o]).toBe(all[(index * size + o) * size + i]);
    }
  });

  it("is only likely when the port's attention is a class of its own", () => {
    const made = plan(packed, port("a", "Module"));
    expect(made.undecided).toEqual([]);
    expect(
      made.entries
        .filter((entry) => entry.operation === "split")
        .every((entry) => entry.confidence === "likely"),
    ).toBe(true);
  });

  it("uses the three weights of an attention whose keys and values have other widths", () => {
    const source = tree(
      "torch",
      [
        ["a", "MultiheadAttention"],
        ["a.out_proj", "Linear"],
      ],
      [
        ["a.q_proj_weight", [4, 4]],
        ["a.k_proj_weight", [4, 3]],
        ["a.v_proj_weight", [4, 5]],
        ["a.in_proj_bias", [12]],
        ["a.out_proj.weight", [4, 4]],
        ["a.out_proj.bias", [4]],
      ],
    );
    const target = tree(
      "paddle",
      [["a", "MultiheadAttention"], ...parts.map((part): Module => [`a.${part}`, "Linear"])],
      parts.flatMap((part, index): Tensor[] => [
        [`a.${part}.weight`, [[4, 3, 5, 4][index] ?? 0, 4]],
        [`a.${part}.bias`, [4]],
      ]),
    );
    const made = plan(source, target);
    expect(made.undecided).toEqual([]);
    expect(made.entries.filter((entry) => entry.pieces[0]?.transpose)).toHaveLength(4);
  });

  it("asks when q, k and v got other names, because their order proves nothing", () => {
    const names = (side: readonly string[]): Layer[] => side.map((name) => linear(`attention.${name}`, 3, 3));
    const made = plan(
      treeOf(names(["query", "key", "value"]), "torch"),
      treeOf(names(["wq", "wk", "wv"]), "paddle"),
    );
    expect(made.entries).toEqual([]);
    expect(new Set(made.undecided.flatMap((item) => item.targets)).size).toBe(6);
    expect(new Set(made.undecided.flatMap((item) => item.sources)).size).toBe(6);
  });
});
