import { describe, expect, it } from "vitest";

import { read, torchModule } from "./support.js";

const WEIGHT = "self.w = nn.Parameter(torch.zeros(4, 4))";

async function useOf(forward: string): Promise<string | undefined> {
  const tree = await read(torchModule(`${WEIGHT}\nself.fc = nn.Linear(4, 4)`, forward));
  return tree.parameters.find(({ name }) => name === "w")?.use;
}

describe("the use of a raw parameter in PyTorch", () => {
  it.each([
    ["return x @ self.w", "x@W"],
    ["return self.w @ x", "W@x"],
    ["return x @ self.w.T", "W@x"],
    ["return x @ self.w.transpose(0, 1)", "W@x"],
    ["return x @ self.w.permute(1, 0).to(x.dtype)", "W@x"],
    // Swapping the axes of a product's result says nothing about the parameter.
    ["return (x @ self.w).transpose(0, 1)", "x@W"],
    ["return torch.matmul(self.w, x)", "W@x"],
    ["return x.matmul(self.w)", "x@W"],
    ["return torch.addmm(x, x, self.w)", "unknown"],
    ["return F.linear(x, self.w)", "linear"],
    ["return F.linear(x, weight=self.w.to(x.dtype))", "linear"],
    ["return nn.functional.linear(x, self.w.t())", "x@W"],
    ["return F.linear(self.w, self.fc.weight)", "elementwise"],
    ["return F.linear(x, self.w[:2])", "unknown"],
    ["return F.linear(x, self.w * 0.5)", "unknown"],
    ["w = self.w\nw = w * 2\nreturn F.linear(x, w)", "unknown"],
    ["return F.embedding(x, self.w)", "embedding"],
    ["return F.conv2d(x, self.w)", "convolution"],
    ["return x * self.w.exp()", "elementwise"],
    ["return torch.cat([self.w.expand(2, -1), x], dim=1)", "elementwise"],
    ["return x + self.w[:, : x.shape[1]]", "elementwise"],
    ["return (x * self.w) @ x", "elementwise"],
    ["return torch.einsum('bi,oi->bo', x, self.w)", "W@x"],
    ["return torch.einsum('bi,io->bo', x, self.w)", "x@W"],
    ["return F.linear(x, self.w) + F.embedding(x, self.w)", "unknown"],
    ["return other(x, self.w)", "unknown"],
    ["return self.w", "unknown"],
    ["if self.w is not None:\n    x = x @ self.w\nreturn x.to(self.w.dtype)", "x@W"],
    ["linear = x\nreturn linear(x, self.w)", "unknown"],
  ])("%s", async (forward, use) => {
    expect(await useOf(forward)).toBe(use);
  });

  it("is found in the class that uses a parameter of another, and in an override but not in what it hides", async () => {
    const files = {
      "m.py": `import torch
import torch.nn.functional as F
from torch import nn
class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(2, 3))
class Base(nn.Module):
    def forward(self, x):
        return F.linear(x, self.inner.w)
class M(Base):
    def __init__(self):
        super().__init__()
        self.inner = Inner()
    def forward(self, x):
        return x @ self.inner.w
`,
    };
    expect((await read(files)).parameters).toMatchObject([{ name: "inner.w", use: "x@W" }]);
    const both = {
      "m.py": files["m.py"].replace("return x @", "super().forward(x)\n        return x @"),
    };
    expect((await read(both)).parameters).toMatchObject([{ name: "inner.w", use: "unknown" }]);
  });

  it("is not decided by how a parameter is initialised", async () => {
    const source = torchModule(`${WEIGHT}\nself.w.data = self.w @ self.w`, "return F.linear(x, self.w)");
    expect((await read(source)).parameters).toMatchObject([{ use: "linear" }]);
  });
});

describe("the use of a raw parameter in Paddle", () => {
  it.each([
    ["paddle.matmul(x, self.w, transpose_y=True)", "W@x"],
    ["paddle.matmul(x, self.w)", "x@W"],
    ["F.linear(x, self.w)", "linear"],
    ["F.linear(x, self.w.T)", "W@x"],
    // The compat namespace has PyTorch's layout, which only the code around it can know.
    ["paddle.compat.nn.functional.linear(x, self.w)", "unknown"],
  ])("%s", async (expression, use) => {
    const source = `import paddle
import paddle.nn.functional as F
class M(paddle.nn.Layer):
    def __init__(self):
        super().__init__()
        self.w = self.create_parameter([4, 4])
    def forward(self, x):
        return ${expression}
`;
    expect((await read({ "m.py": source })).parameters).toMatchObject([{ name: "w", shape: [4, 4], use }]);
  });
});
