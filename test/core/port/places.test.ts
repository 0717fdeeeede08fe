import { describe, expect, it } from "vitest";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import { EditorSession } from "../../../src/core/editor/session.js";
import { portSource } from "../../../src/core/port/portFile.js";
import { applyEdits } from "../../../src/core/text/edits.js";
import { pythonParser } from "../../support/python.js";

const parser = await pythonParser();
const port = (text: string): ReturnType<typeof portSource> =>
  portSource(text, parser, { target: "3.0", producer: "test" });
const withoutComments = (text: string): string => text.replaceAll(/^[ \t]*# TODO.*\n/gm, "");

describe("the comments of a port", () => {
  it.each([
    ["behind a string that ends on the line", 's = """a\nb"""; y = torch.nothing(2)\n'],
    ["in a block behind such a string", 'if a: s = """a\n """; y = torch.nothing(2)\n'],
    ["behind a backslash", "y = 2; \\\nz = torch.nothing(3)\n"],
  ])("stand above the statement that begins the line: %s", (_, code) => {
    const { text } = port(`import torch\n${code}`);
    expect(text).toMatch(/^import paddle\n# TODO\(paddle-port PP002\): .*\n/);
    expect(withoutComments(text)).toBe(`import paddle\n${code}`);
  });

  it("stand above an elif, inside a block and under decorators as before", () => {
    const code =
      "if a:\n    pass\nelif torch.nothing(a):\n    pass\n\n\n@wraps(f)\ndef g():\n    return torch.nothing(1)\n";
    const lines = port(`import torch\n${code}`).text.split("\n");
    expect(lines[lines.indexOf("elif torch.nothing(a):") - 1]).toMatch(/^# TODO/);
    expect(lines[lines.indexOf("    return torch.nothing(1)") - 1]).toMatch(/^ {4}# TODO/);
    expect(withoutComments(lines.join("\n"))).toBe(`import paddle\n${code}`);
  });

  it("are not written into what cannot be parsed", () => {
    const { text, complete } = port(
      "import torch\nx = 1 exec y def double(a):\n    a *= 2\ndouble(torch.ones(2))\n",
    );
    expect(text).toContain("def double(a):\n    a *= 2\n");
    expect(complete).toBe(false);
  });
});

describe("helpers and imports that a port adds", () => {
  it("are not written into a string that an import shares its line with", () => {
    const code = 'from torch import clamp; s = """a\nb"""\ny = clamp(x, None, 2.0)\n';
    const { text, helpers } = port(`${code}x = 1\n`);
    if (helpers.length > 0) expect(text.indexOf("def ")).toBeLessThan(text.indexOf('"""a'));
    expect(text).toContain('"""a\nb"""');
  });
});

describe("what stands at the beginning of a rewritten statement", () => {
  it("comes before it: imports, helpers and comments", () => {
    const code = "import torch\nx.sort()\nx = torch.tensor([3.0, 1.0])\n";
    const { text } = port(`${code}torch.sort(x)\n`);
    expect(parser.parse(text).errors).toEqual([]);
    expect(text).not.toMatch(/\(from |\(#/);
  });

  it("comes before it in the editor's edits too", async () => {
    const text = "import torch\ntorch.sort(torch.ones(2))\n";
    const session = new EditorSession(parser, bundledCatalog());
    const options = { target: "3.0", producer: "test" } as const;
    const none = (): Promise<undefined> => Promise.resolve(undefined);
    const { findings, allSafe } = await session.check(null, 1, { path: "a.py", text }, options, none);
    for (const edits of [allSafe?.edits, ...findings.map(({ fix }) => fix?.edits)])
      if (edits !== undefined) expect(parser.parse(applyEdits(text, edits)).errors).toEqual([]);
  });
});

describe("statements that an earlier port left", () => {
  it("stay as they are until the comment is gone", () => {
    const rest = "x = paddle.ones([2, 3])\n";
    const comment = "# TODO(paddle-port PP210): by hand\n";
    const use = "y = x.view(3, 2)\n";
    expect(port(`import paddle\n${rest}${comment}${use}`).text).toBe(
      `import paddle\n${rest}${comment}${use}`,
    );
    expect(port(`import paddle\n${rest}${use}`).text).toBe(`import paddle\n${rest}y = x.reshape([3, 2])\n`);
  });
});

describe("half-ported code", () => {
  it("keeps a method that something other than a tensor may have", () => {
    const code =
      "import paddle\n\n\nclass Text:\n    def view(self, n):\n        return n\n\n\nx = paddle.ones([4]) if flag else Text()\nprint(x.view(2))\n";
    const ported = port(code);
    expect(withoutComments(ported.text)).toBe(code);
    expect(ported.complete).toBe(false);
  });
});

describe("a backslash at a line's end", () => {
  it("is no argument", () => {
    const ported = port("import torch\nx = torch.ones(2)\nz = torch.add(x, \\\n    x)\n");
    expect(ported.text).toBe("import paddle\nx = paddle.ones([2])\nz = x + x\n");
    expect(ported.complete).toBe(true);
  });
});

describe("imports that cannot be read", () => {
  it.each([
    "import torch\nfrom torch import  as nn\nx = torch.ones(2)\n",
    "import torch torch.nn\nx = torch.ones(2)\n",
    "print(import torch\nx = torch.ones(2)\n",
  ])("leave the file as it is: %j", (code) => {
    const ported = port(code);
    expect(ported.text).toBe(code);
    expect(ported.complete).toBe(false);
    expect(ported.findings.map(({ finding }) => finding.code)).toEqual(["PP900"]);
  });
});

describe("a use that an earlier port has told apart", () => {
  it("is not told apart again", () => {
    const code =
      "import torch\nfrom torch import nothing\n\n\ndef f(x):\n    return x.view(2, 1)\n\n\nf(nothing(torch.ones(2)))\n";
    const once = port(code).text;
    expect(once).toContain("isinstance(x, paddle.Tensor) else x.view(2, 1)");
    expect(withoutComments(port(once).text)).toBe(withoutComments(once));
  });

  it("is not told apart again where the receiver was more than a name", () => {
    const code = "import torch\nfrom other import make\n\nx = make().data.transpose(-1, -2)\n";
    const once = port(code).text;
    expect(once).toContain("on_tensor(");
    expect(withoutComments(port(once).text)).toBe(withoutComments(once));
  });
});

describe("the name `torch`, bound anew in a line that cannot be read", () => {
  it("stays", () => {
    const code = "import torch\nx = 1 torch: int = 0\ny = torch.ones(2)\n";
    expect(port(code).text).toContain("x = 1 torch: int = 0\n");
  });
});
