import { describe, expect, it } from "vitest";

import { moduleTree, type ModuleTree } from "../../../src/core/modules/moduleTree.js";
import { inferPlan } from "../../../src/core/weights/inference/inferPlan.js";
import type { CheckpointSummary } from "../../../src/core/weights/inference/tensors.js";
import type { WeightPlan } from "../../../src/core/weights/plan.js";
import { applyPlan, countingCheckpoint } from "./applyPlan.js";
import { linear, plain, treeOf, type Layer } from "./toyModels.js";

type Module = readonly [path: string, kind: string, className?: string];
type Tensor = readonly [
  name: string,
  shape: readonly number[],
  more?: Partial<ModuleTree["parameters"][number]>,
];

/** A tree written out by hand; the owner of a tensor is the longest module path that its name begins with. */
function tree(
  framework: "torch" | "paddle",
  modules: readonly Module[],
  parameters: readonly Tensor[],
  buffers: readonly (readonly [string, readonly number[], boolean])[] = [],
): ModuleTree {
  const paths = ["", ...modules.map(([path]) => path)];
  const owner = (name: string): string =>
    paths
      .filter((path) => path === "" || name.startsWith(`${path}.`))
      .sort((a, b) => b.length - a.length)[0] ?? "";
  return moduleTree.parse({
    schemaVersion: 1,
    kind: "paddle-port/module-tree",
    framework,
    origin: "recorded",
    model: `hand:${framework}`,
    modules: [
      { path: "", class: "hand.Model", kind: "Module" },
      ...modules.map(([path, kind, className]) => ({
        path,
        kind,
        class: className ?? `${framework}.nn.${kind}`,
      })),
    ],
    parameters: parameters.map(([name, shape, more]) => ({
      name,
      module: owner(name),
      shape,
      dtype: "float32",
      trainable: true,
      ...more,
    })),
    buffers: buffers.map(([name, shape, persistent]) => ({
      name,
      module: owner(name),
      shape,
      dtype: "float32",
      persistent,
    })),
  });
}

const checkpoint = (tensors: Record<string, readonly number[]>, dtype = "F32"): CheckpointSummary => ({
  headerSha256: "0".repeat(64),
  tensors: Object.entries(tensors).map(([name, shape]) => ({ name, shape, dtype })),
});

const plan = (source: ModuleTree, target: ModuleTree, given?: CheckpointSummary): WeightPlan =>
  inferPlan({ source, target, checkpoint: given, producer: "test" });

const operations = (made: WeightPlan) =>
  Object.fromEntries(
    made.entries.map((entry) => [entry.target, entry.pieces[0]?.transpose ? "transpose" : "keep"]),
  );

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

describe("a checkpoint", () => {
  const layers = [linear("encoder.dense", 2, 3), plain("norm", "LayerNorm", [3])];
  const source = treeOf(layers, "torch");
  const target = treeOf(layers, "paddle");
  const whole = { "encoder.dense.weight": [3, 2], "encoder.dense.bias": [3], "norm.weight": [3] };

  it("with tensors that neither model has: these are dropped, and an unused module is named", () => {
    const made = plan(
      source,
      target,
      checkpoint({ ...whole, "pooler.dense.weight": [5, 5], "norm.steps": [7] }),
    );
    expect(made.undecided).toEqual([]);
    expect(made.dropped.map((item) => [item.source, item.confidence])).toEqual([
      ["pooler.dense.weight", "certain"],
      ["norm.steps", "certain"],
    ]);
    expect(made.dropped[0]?.reason).toContain("module `pooler`");
    expect(made.dropped[1]?.reason).toContain("no parameter or buffer of this name");
  });

  it("that lacks a parameter leaves it undecided, and offers what could be it instead of dropping that", () => {
    const made = plan(
      source,
      target,
      checkpoint({ "encoder.dense.weight": [3, 2], "encoder.dense.bias": [3], "norm.gamma": [3] }),
    );
    expect(made.dropped).toEqual([]);
    expect(made.undecided).toEqual([
      expect.objectContaining({ sources: ["norm.gamma"], targets: ["norm.weight"] }),
    ]);
  });

  it("whose names all carry one prefix is read without it", () => {
    const prefixed = Object.fromEntries(
      Object.entries(whole).map(([name, shape]) => [`module.${name}`, shape]),
    );
    const made = plan(source, target, checkpoint(prefixed));
    expect(made.undecided).toEqual([]);
    expect(made.entries.map((entry) => entry.pieces[0]?.source)).toContain("module.encoder.dense.weight");
    expect(made.notes.join()).toContain("module.");
  });

  it("of another size is asked about, not squeezed in", () => {
    const made = plan(source, target, checkpoint({ ...whole, "norm.weight": [4] }));
    expect(made.undecided.map((item) => item.targets)).toEqual([["norm.weight"]]);
  });

  it("in bfloat16 stays so, with a note", () => {
    const made = plan(source, target, checkpoint(whole, "BF16"));
    expect(made.entries.every((entry) => entry.dtype === "BF16")).toBe(true);
    expect(made.notes.join()).toContain("3 tensors are stored as BF16");
  });

  it("of integers where the port has numbers with fractions is asked about", () => {
    expect(plan(source, target, checkpoint(whole, "I64")).undecided).toHaveLength(3);
  });
});

describe("tied weights", () => {
  const modules: Module[] = [
    ["emb", "Embedding"],
    ["head", "Linear"],
  ];
  const tied: Tensor[] = [
    ["emb.weight", [5, 3]],
    ["head.weight", [5, 3], { tiedTo: "emb.weight" }],
  ];
  const untiedPort = tree("paddle", modules, [
    ["emb.weight", [5, 3]],
    ["head.weight", [3, 5]],
  ]);

  it.each([["emb.weight"], ["head.weight"]])(
    "fill both tensors of a port that does not tie them, when the file holds only %s",
    (held) => {
      const made = plan(tree("torch", modules, tied), untiedPort, checkpoint({ [held]: [5, 3] }));
      expect(made.undecided).toEqual([]);
      expect(operations(made)).toEqual({ "emb.weight": "keep", "head.weight": "transpose" });
      expect(made.entries.every((entry) => entry.pieces[0]?.source === held)).toBe(true);
    },
  );

  it("fill one tensor of a port that ties them too, and the second copy in the file is dropped", () => {
    const port = tree("paddle", modules, tied);
    const made = plan(
      tree("torch", modules, tied),
      port,
      checkpoint({ "emb.weight": [5, 3], "head.weight": [5, 3] }),
    );
    expect(made.undecided).toEqual([]);
    expect(operations(made)).toEqual({ "emb.weight": "keep" });
    expect(made.dropped.map((item) => item.source)).toEqual(["head.weight"]);
    expect(made.tied).toEqual([{ target: "head.weight", to: "emb.weight" }]);
  });

  it("of the port alone are asked about: two different tensors would have to become one", () => {
    const made = plan(
      tree("torch", modules, [
        ["emb.weight", [5, 3]],
        ["head.weight", [5, 3]],
      ]),
      tree("paddle", modules, tied),
    );
    expect(made.undecided.map((item) => item.sources)).toEqual([["head.weight"]]);
  });
});

describe("buffers", () => {
  it("that are not persistent are not expected; one that only the port computes itself is dropped as likely", () => {
    const source = tree(
      "torch",
      [],
      [],
      [
        ["rope", [4, 2], false],
        ["ids", [1, 4], true],
      ],
    );
    const target = tree(
      "paddle",
      [],
      [],
      [
        ["rope", [4, 2], false],
        ["ids", [1, 4], false],
      ],
    );
    const made = plan(source, target, checkpoint({ rope: [4, 2], ids: [1, 4] }));
    expect(made.entries).toEqual([]);
    expect(made.undecided).toEqual([]);
    expect(made.dropped.map((item) => [item.source, item.confidence])).toEqual([
      ["rope", "certain"],
      ["ids", "likely"],
    ]);
  });
});

describe("renamed modules", () => {
  it("are found by a structure that occurs once, and named for the alignment", () => {
    const block = (path: string): Layer[] => [
      linear(`${path}.dense`, 2, 3),
      plain(`${path}.norm`, "LayerNorm", [3]),
    ];
    const made = plan(
      treeOf([...block("layer"), linear("head", 3, 2)], "torch"),
      treeOf([...block("stack"), linear("head", 3, 2)], "paddle"),
    );
    expect(made.undecided).toEqual([]);
    expect(
      made.entries.filter((entry) => entry.renamed).every((entry) => entry.confidence === "likely"),
    ).toBe(true);
    expect(made.modules).toEqual({
      layer: "stack",
      "layer.dense": "stack.dense",
      "layer.norm": "stack.norm",
    });
  });
});
