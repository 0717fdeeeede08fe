import { describe, expect, it } from "vitest";

import { moduleTree } from "../../../src/core/modules/moduleTree.js";
import { paths, read, shapes, torchModule } from "./support.js";

describe("reading a tree from source", () => {
  it("follows base classes, aliases and relative imports into other files", async () => {
    const tree = await read(
      {
        "pkg/m.py": `from torch import nn
from .base import Base, Norm as N
class M(Base):
    def __init__(self):
        super(M, self).__init__(8)
        self.norm = N(self.width)
`,
        "pkg/base.py": `import torch
from . import sizes
Norm = torch.nn.LayerNorm
class Base(torch.nn.Module):
    scale = 2
    def __init__(self, width):
        super().__init__()
        self.width = width * self.scale
        self.fc = torch.nn.Linear(self.width, sizes.OUT, bias=False)
`,
        "pkg/sizes.py": "OUT = 3\n",
      },
      { file: "pkg/m.py" },
    );
    expect(tree.open).toEqual([]);
    expect(paths(tree)).toEqual([": Module", "fc: Linear", "norm: LayerNorm"]);
    expect(shapes(tree)).toEqual({ "fc.weight": [3, 16], "norm.weight": [16], "norm.bias": [16] });
    expect(tree.modules[0]).toMatchObject({ class: "m.M", source: { file: "pkg/m.py", line: 3 } });
    expect(moduleTree.parse(tree)).toEqual(tree);
  });

  it("finds absolute imports beside the file and in the given folders", async () => {
    const files = {
      "src/m.py": `import torch.nn as nn
import beside
import pkg.deep
import pkg.other as other
from pkg import deep as d
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = beside.Make(pkg.deep.N)
        self.b = nn.Linear(other.N, d.N)
`,
      "src/beside.py": "from torch.nn import Linear\ndef Make(n): return Linear(n, n)\n",
      "lib/pkg/__init__.py": "",
      "lib/pkg/deep.py": "N = 3\n",
      "lib/pkg/other.py": "N = 5\n",
    };
    const tree = await read(files, { file: "src/m.py", roots: ["lib"] });
    expect(tree.open).toEqual([]);
    expect(shapes(tree)).toMatchObject({ "a.weight": [3, 3], "b.weight": [3, 5] });
  });

  it("fills containers from loops, comprehensions, dictionaries and helper functions", async () => {
    const tree = await read(
      torchModule(`
def block(a, b):
    return nn.Sequential(nn.Linear(a, b), nn.ReLU())
sizes = [4, 8, 16]
self.layers = nn.ModuleList([block(a, b) for a, b in zip(sizes[:-1], sizes[1:])])
for i, size in enumerate(reversed(sizes)):
    self.add_module(f"extra{i}", nn.Linear(size, i + 1))
    if i == 1:
        break
more = []
while len(more) < 2:
    more += [nn.Identity()]
self.more = nn.Sequential(*more)
self.table = nn.ModuleDict({"%s_%d" % ("head", 2): nn.Linear(1, 1)})
self.plain = [nn.Linear(1, 1)]`),
    );
    expect(tree.open).toEqual([]);
    expect(paths(tree)).toEqual([
      ": Module",
      "layers: ModuleList",
      "layers.0: Sequential",
      "layers.0.0: Linear",
      "layers.0.1: ReLU",
      "layers.1: Sequential",
      "layers.1.0: Linear",
      "layers.1.1: ReLU",
      "extra0: Linear",
      "extra1: Linear",
      "more: Sequential",
      "more.0: Identity",
      "more.1: Identity",
      "table: ModuleDict",
      "table.head_2: Linear",
    ]);
    expect(shapes(tree)).toMatchObject({ "layers.1.0.weight": [16, 8], "extra1.weight": [2, 8] });
  });

  it("keeps unknown numbers as expressions, and repeats what a loop of unknown length makes", async () => {
    const tree = await read(
      torchModule(
        `self.embed = nn.Embedding(config.vocab_size, config.hidden_size)
self.layers = nn.ModuleList([nn.Linear(config.hidden_size, 4 * config.hidden_size) for _ in range(config.depth)])
blocks = []
for i in range(config.depth):
    inner = [nn.Linear(2, 3)]
    blocks.append(nn.Sequential(*inner))
self.blocks = nn.Sequential(*blocks)
self.scale = nn.Parameter(torch.ones(config.hidden_size // config.heads))`,
        "pass",
        ", config",
      ),
    );
    expect(tree.open).toEqual([]);
    expect(shapes(tree)).toEqual({
      scale: ["config.hidden_size // config.heads"],
      "embed.weight": ["config.vocab_size", "config.hidden_size"],
      "layers.{N}.weight": ["4 * config.hidden_size", "config.hidden_size"],
      "layers.{N}.bias": ["4 * config.hidden_size"],
      "blocks.{N}.0.weight": [3, 2],
      "blocks.{N}.0.bias": [3],
    });
  });

  it("takes values for parameters, and for configurations by annotation or config_class", async () => {
    const files = {
      "m.py": `from dataclasses import dataclass, field
from torch import nn
class Config:
    def __init__(self, size_or_file=10, width=8):
        self.size = size_or_file
        self.width = width
        self.half = width // 2
@dataclass
class Vision:
    width: int = 6
    layers: list = field(default_factory=lambda: [1, 2])
class Base(nn.Module):
    config_class = Config
class M(Base):
    def __init__(self, config, vision_cfg: Vision, rate=0.5):
        super().__init__()
        self.embed = nn.Embedding(config.size, config.half)
        self.vision = nn.ModuleList([nn.Linear(vision_cfg.width, n) for n in vision_cfg.layers])
        self.dropout = nn.Dropout(rate)
`,
    };
    const tree = await read(files, {
      values: { size: 20, width: 4, rate: 0.1, vision_cfg: { layers: [5] } },
    });
    expect(tree.open).toEqual([]);
    expect(shapes(tree)).toMatchObject({ "embed.weight": [20, 2], "vision.0.weight": [5, 6] });
    expect(tree.modules.find(({ path }) => path === "dropout")?.settings).toEqual({ p: 0.1 });
    const byDefault = await read(files);
    expect(shapes(byDefault)).toMatchObject({ "embed.weight": [10, 4], "vision.1.weight": [2, 6] });
  });

  it("sees ties, deep copies, buffers and frozen parameters", async () => {
    const tree = await read(
      torchModule(`
import copy
self.embed = nn.Embedding(9, 4)
self.head = nn.Linear(4, 9, bias=False)
self.head.weight = self.embed.weight
layer = nn.Linear(4, 4)
self.copies = nn.ModuleList([copy.deepcopy(layer) for _ in range(2)])
self.same = nn.ModuleList([layer] * 2)
self.register_buffer("ids", torch.arange(6).expand((1, -1)), persistent=False)
self.register_buffer("nothing", None)
self.w = nn.Parameter(torch.empty(2, 3, dtype=torch.bfloat16))
for p in self.embed.parameters():
    p.requires_grad = False`),
    );
    expect(tree.parameters.filter(({ tiedTo }) => tiedTo).map(({ name, tiedTo }) => [name, tiedTo])).toEqual([
      ["head.weight", "embed.weight"],
      ["same.1.weight", "same.0.weight"],
      ["same.1.bias", "same.0.bias"],
    ]);
    expect(tree.buffers).toEqual([
      { name: "ids", module: "", shape: [1, 6], dtype: "int64", persistent: false },
    ]);
    expect(tree.parameters[0]).toMatchObject({
      name: "w",
      shape: [2, 3],
      dtype: "bfloat16",
      trainable: true,
    });
    expect(tree.parameters.find(({ name }) => name === "embed.weight")?.trainable).toBe(false);
  });

  it("passes on *args, **kwargs, partials and classes as values", async () => {
    const tree = await read(
      torchModule(`
from functools import partial
norm = partial(nn.LayerNorm, eps=1e-6)
def make(kind, *args, **kwargs):
    return kind(*args, **kwargs)
self.a = make(nn.Linear, 2, 3, bias=False)
self.b = make(norm, 5)
acts = {"gelu": nn.GELU, "relu": nn.ReLU}
self.c = acts["relu"]()
self.d = getattr(nn, "Tanh")()`),
    );
    expect(tree.open).toEqual([]);
    expect(paths(tree).slice(1)).toEqual(["a: Linear", "b: LayerNorm", "c: ReLU", "d: Tanh"]);
    expect(tree.modules.find(({ path }) => path === "b")?.settings).toMatchObject({
      eps: 1e-6,
      normalized_shape: [5],
    });
  });

  it("survives constructors that recurse or loop without end", async () => {
    const recursive = await read(torchModule("self.inner = M()"));
    expect(recursive.open.join("\n")).toMatch(/m\.py:\d+: M is built inside itself without end/);
    const endless = await read(torchModule("i = 0\nwhile True:\n    i += 1"));
    expect(endless.open.join("\n")).toMatch(/m\.py:\d+: the constructor runs too long/);
  });
});

describe("what source alone does not decide is listed with its line", () => {
  const openOf = async (body: string, params = "", forward = "pass"): Promise<string[]> =>
    (await read(torchModule(body, forward, params))).open;

  it("an unknown condition that layers hang on", async () => {
    const body = "if config.deep:\n    self.fc = nn.Linear(1, 1)";
    expect(await openOf(body, ", config")).toEqual([
      'm.py:9: the condition "config.deep" is not known from source; what depends on it is left out.',
    ]);
  });

  it("an unknown choice between two layers", async () => {
    const [first] = await openOf("self.act = nn.ReLU() if config.relu else nn.PReLU()", ", config");
    expect(first).toMatch(/^m\.py:9: the condition "config\.relu"/);
  });

  it("a switch of a layer", async () => {
    expect(await openOf("self.fc = nn.Linear(1, 1, bias=config.bias)", ", config")).toEqual([
      "m.py:9: bias=config.bias of torch.nn.Linear is not known.",
    ]);
  });

  it("a layer from a library whose source is not at hand, which keeps its place in a Sequential", async () => {
    const body =
      "from timm.layers import DropPath\nself.path = DropPath(0.1)\nself.s = nn.Sequential(nn.ReLU(), DropPath(0.1), nn.Tanh())";
    const tree = await read(torchModule(body, "return self.path(x)"));
    expect(tree.open).toEqual([
      expect.stringMatching(
        /^m\.py:10: what self\.path is \("timm\.layers\.DropPath\(0\.1\)"\) is not known/,
      ),
      expect.stringMatching(/^m\.py:11: .*DropPath/),
    ]);
    expect(paths(tree)).toEqual([": Module", "s: Sequential", "s.0: ReLU", "s.2: Tanh"]);
  });

  it("a base class from elsewhere", async () => {
    const source = `import torch
from transformers import PreTrainedModel
class M(PreTrainedModel):
    def __init__(self, config):
        super().__init__(config)
        self.fc = torch.nn.Linear(2, 2)
    def forward(self, x):
        return self.fc(x)
`;
    const tree = await read({ "m.py": source });
    expect(tree.open).toEqual([
      expect.stringMatching(/^m\.py:5: the source of the base class transformers\.PreTrainedModel/),
    ]);
    expect(shapes(tree)).toEqual({ "fc.weight": [2, 2], "fc.bias": [2] });
  });

  it("a layer, a shape and a place that cannot be read", async () => {
    expect(await openOf("self.x = nn.Transformer(8)")).toEqual([
      "m.py:9: the parameters of torch.nn.Transformer are not known to the static reader.",
    ]);
    const [shape] = await openOf("self.w = nn.Parameter(torch.load('w.pt'))");
    expect(shape).toMatch(/^w: the shape of .*torch\.load/);
    const broken = await read({
      "m.py": `${torchModule("self.fc = nn.Linear(1, 1)")["m.py"] ?? ""}\nx = = 1\n`,
    });
    expect(broken.open).toEqual([expect.stringMatching(/^m\.py:1[0-9]: this place cannot be parsed/)]);
    expect(paths(broken)).toContain("fc: Linear");
  });

  it("but not a check that only raises, nor a condition without layers", async () => {
    const body = `if config.width % config.heads != 0:
    raise ValueError("no multiple")
if config.fast:
    self.fast = True`;
    expect(await openOf(body, ", config")).toEqual([]);
  });
});

describe("what cannot be read at all", () => {
  it.each([
    [{}, /There is no file m\.py/],
    [
      { "m.py": "import torch\nclass A(torch.nn.Module): pass\n" },
      /m\.py has no class M\. It defines the layers A\./,
    ],
    [{ "m.py": "" }, /m\.py has no class M\. It defines no layers/],
    [{ "m.py": "class M: pass\n" }, /derives neither from torch\.nn\.Module nor from paddle\.nn\.Layer/],
  ])("%o", async (files, message) => {
    await expect(read(files as Record<string, string>)).rejects.toThrow(message);
  });
});
