import { describe, expect, it } from "vitest";

import { checkpoint, operations, plan, tree, type Module, type Tensor } from "./handTrees.js";
import { linear, plain, treeOf, type Layer } from "./toyModels.js";

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

describe("questions", () => {
  const names = (list: string, parts: readonly string[]): Layer[] =>
    [0, 1, 2].flatMap((block) => parts.map((part) => linear(`${list}.${block}.${part}`, 3, 3)));

  it("of one kind in every block are asked once, with a pattern that a rule can use", () => {
    const source = treeOf(names("blocks", ["q", "k"]), "torch");
    const target = treeOf(names("blocks", ["wq", "wk"]), "paddle");
    const asked = plan(source, target);
    const wanted = asked.undecided.filter((item) => item.targets.includes("blocks.1.wq.weight"));
    expect(wanted).toHaveLength(1);
    expect(wanted[0]?.targets).toHaveLength(3);
    expect(wanted[0]?.question).toContain('to: "blocks.{N}.wq.weight"');
    expect(wanted[0]?.question).toContain("`blocks.{N}.q.weight`, `blocks.{N}.k.weight`");
  });

  it("name the tensor of the checkpoint that only the port knows", () => {
    const source = tree("torch", [], [["w", [2], { use: "elementwise" }]]);
    const target = tree("paddle", [], [["w", [2], { use: "elementwise" }]], [["ids", [1, 4], true]]);
    const made = plan(source, target, checkpoint({ w: [2], ids: [1, 4] }));
    expect(made.dropped).toEqual([]);
    expect(made.undecided).toEqual([expect.objectContaining({ sources: ["ids"], targets: ["ids"] })]);
  });
});

describe("trees read from source, whose shapes may be expressions", () => {
  const layers = (framework: "torch" | "paddle") =>
    tree(
      framework,
      [
        ["a", "Linear"],
        ["n", "LayerNorm"],
      ],
      [
        ["a.weight", ["width", "width"]],
        ["a.bias", ["width"]],
        ["n.weight", ["width"]],
      ],
    );

  it("are decided by the consumer, and the shapes come from the checkpoint", () => {
    const made = plan(
      layers("torch"),
      layers("paddle"),
      checkpoint({ "a.weight": [4, 6], "a.bias": [4], "n.weight": [4] }),
    );
    expect(made.undecided).toEqual([]);
    expect(made.entries.map((entry) => [entry.target, entry.operation, entry.shape])).toEqual([
      ["a.weight", "transpose", [6, 4]],
      ["a.bias", "keep", [4]],
      ["n.weight", "keep", [4]],
    ]);
    expect(made.notes.join()).toContain("3 tensors as expressions");
  });

  it("need a checkpoint", () => {
    const made = plan(layers("torch"), layers("paddle"));
    expect(made.entries).toEqual([]);
    expect(made.undecided.every((item) => item.question.includes("--checkpoint"))).toBe(true);
  });
});
