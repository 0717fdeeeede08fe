import { beforeAll, describe, expect, it } from "vitest";

import { locateModule, type ModulePlace } from "../../../src/core/align/locateModule.js";
import { moduleTree, type ModuleTree } from "../../../src/core/modules/moduleTree.js";
import { PythonParser } from "../../../src/core/syntax/parser.js";
import { readGrammar } from "../../../src/platform/grammar.js";

const source = `import paddle.nn as nn


class Base(nn.Layer):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(4)


@register
class Attention(Base):
    def __init__(self, bias):
        super().__init__()
        self.proj = None
        if bias:
            self.query, self.key = (
                nn.Linear(4, 4),
                nn.Linear(4, 4),
            )
        else:
            self.query = nn.Linear(4, 4, bias_attr=False)
        self.proj = nn.Linear(4, 4)
        self.add_sublayer("value", nn.Linear(4, 4))

    def forward(self, x):
        class Local:
            def __init__(self):
                self.gate = nn.Linear(4, 4)

        return self.proj(x)


class Model(nn.Layer):
    def __init__(self):
        super().__init__()
        self.blocks = nn.LayerList([Attention(True) for _ in range(2)])
        self.head = make_head()
`;

const linear = "paddle.nn.layer.common.Linear";
const tree: ModuleTree = moduleTree.parse({
  schemaVersion: 1,
  kind: "paddle-port/module-tree",
  framework: "paddle",
  origin: "recorded",
  model: "factories:port",
  modules: [
    { path: "", class: "model.Model", kind: "Module", source: { file: "model.py", line: 33 } },
    { path: "blocks", class: "paddle.nn.LayerList", kind: "ModuleList" },
    // Python gives the decorator's line, or that of the class, as its version likes.
    { path: "blocks.0", class: "model.Attention", kind: "Module", source: { file: "model.py", line: 10 } },
    ...["query", "value", "proj", "norm", "gate"].map((name) => ({
      path: `blocks.0.${name}`,
      class: linear,
      kind: "Linear",
    })),
    { path: "head", class: "elsewhere.Head", kind: "Module", source: { file: "gone.py", line: 1 } },
  ],
  parameters: [],
  buffers: [],
});

let find: (path: string) => { text: string | undefined; kind: ModulePlace["kind"] } | undefined;

beforeAll(async () => {
  const parser = await PythonParser.create(await readGrammar());
  find = (path) => {
    const place = locateModule(tree, path, {
      read: (file) => (file === "model.py" ? source : undefined),
      parse: (text) => parser.parse(text),
    });
    const line = place && source.split("\n")[place.start.line]?.slice(place.start.column);
    return place && { text: line, kind: place.kind };
  };
});

describe("locateModule", () => {
  it("finds the assignment that makes a layer of the framework, also inside a tuple", () => {
    expect(find("blocks.0.query")).toEqual({ text: "self.query, self.key = (", kind: "assignment" });
  });

  it("passes over a None that only promises the attribute", () => {
    expect(find("blocks.0.proj")).toEqual({ text: "self.proj = nn.Linear(4, 4)", kind: "assignment" });
  });

  it("finds what is registered by name", () => {
    expect(find("blocks.0.value")?.text).toBe('self.add_sublayer("value", nn.Linear(4, 4))');
  });

  it("looks into base classes of the same file", () => {
    expect(find("blocks.0.norm")?.text).toBe("self.norm = nn.LayerNorm(4)");
  });

  it("names the class itself for a class of the user's own, and for the model", () => {
    expect(find("blocks.0")).toEqual({ text: "Attention(Base):", kind: "class" });
    expect(find("")).toEqual({ text: "Model(nn.Layer):", kind: "class" });
  });

  it("goes further out where a container stands between", () => {
    expect(find("blocks")).toEqual({
      text: "self.blocks = nn.LayerList([Attention(True) for _ in range(2)])",
      kind: "assignment",
    });
  });

  it("takes the place in the class around for a class whose file cannot be read", () => {
    expect(find("head")?.text).toBe("self.head = make_head()");
  });

  it("does not take an attribute of a class inside, and then names the class around", () => {
    expect(find("blocks.0.gate")).toEqual({ text: "Attention(Base):", kind: "class" });
  });
});
