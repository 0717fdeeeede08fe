import { beforeAll, describe, expect, it } from "vitest";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import type { FileResult } from "../../../src/core/editor/fileResult.js";
import { EditorSession } from "../../../src/core/editor/session.js";
import { applyEdits } from "../../../src/core/text/edits.js";
import { pythonParser } from "../../support/python.js";

const options = { target: "3.0", producer: "test" } as const;
const source = `import torch
from .base import make


def f():
    y = make()
    x = torch.ones([2, 3])
    return y.view(2, 3), x.permute(0, 1), x.permute(1, 0)
`;
const files: Readonly<Record<string, string>> = {
  "pkg/base.py": "import torch\n\n\ndef make():\n    return torch.ones([6])\n",
};

let session: EditorSession;
beforeAll(async () => {
  session = new EditorSession(await pythonParser(), bundledCatalog());
});

function check(text: string, version = 1): Promise<FileResult> {
  return session.check("key", version, { path: "pkg/model.py", text }, options, (path) =>
    Promise.resolve(files[path]),
  );
}

describe("EditorSession", () => {
  it("knows what a relatively imported function returns", async () => {
    const { findings } = await check(source);
    const view = findings.find(({ code }) => code === "PP201");
    expect(view?.fix?.applicability).toBe("safe");
  });

  it("groups the fixes of a rule and all safe ones", async () => {
    const { byRule, allSafe } = await check(source);
    expect(byRule["PP202"]?.count).toBe(2);
    expect(byRule["PP201"]).toBeUndefined();
    const fixed = applyEdits(source, allSafe?.edits ?? []);
    expect(fixed).toContain("import paddle\n");
    expect(fixed).not.toContain("torch");
    expect((await check(fixed)).findings).toEqual([]);
  });

  it("answers hovers about the version that was checked and no other", async () => {
    await check(source, 7);
    const offset = source.indexOf("permute") + 1;
    expect(session.hover("key", 6, offset, "3.0")).toBeNull();
    const facts = session.hover("key", 7, offset, "3.0");
    expect(facts?.row?.name).toBe("torch.Tensor.permute");
    expect(facts?.row?.forms[0]?.write).toContain("transpose");
    expect(facts?.type?.text).toContain("torch.Tensor");
    session.forget("key");
    expect(session.hover("key", 7, offset, "3.0")).toBeNull();
  });

  it("tells in a hover what becomes of this call, not of the row's other forms", async () => {
    const text =
      "from torch import nn\n\na = nn.Embedding(4, 8)\nb = nn.Embedding(4, 8, padding_idx=0)\nc = nn.Embedding\n";
    await check(text, 3);
    const written = (from: string): (string | null)[] => {
      const facts = session.hover("key", 3, text.indexOf(from) + from.length, "3.0");
      return facts?.row?.forms.map(({ write }) => write) ?? [];
    };
    expect(written("a = nn.Emb")).toEqual(["paddle.nn.Embedding"]);
    expect(written("b = nn.Emb")).toEqual(["EmbeddingWithPadding (a helper written into the port)"]);
    expect(written("c = nn.Emb")).toHaveLength(2);
  });

  it("offers a comment only where the line can take one", async () => {
    const text = "import torch\n\nx = torch.ones([2]).view(1, 2) + \\\n    torch.ones([2]).view(2, 1)\n";
    const { findings } = await check(text);
    const views = findings.filter(({ code }) => code === "PP201");
    expect(views.map(({ lineTakesComment }) => lineTakesComment)).toEqual([false, true]);
  });

  it("survives any text", async () => {
    for (const text of [
      "import torch\n\0\ufeff(((",
      "import torch\nclass :\n  def",
      `import torch\n${"(".repeat(3000)}`,
    ])
      expect((await check(text)).findings.length).toBeGreaterThan(0);
  });
});
