import { existsSync, readdirSync, readFileSync } from "node:fs";

import { afterEach, describe, expect, it } from "vitest";

import type { Workplace } from "../../support/cli.js";
import { workplace } from "../../support/cli.js";
import { portReport } from "../../../src/core/port/report.js";

let place: Workplace;
afterEach(() => place.remove());

const complete = "import torch\n\nx = torch.arange(6).view(2, 3)\n";
const ported = "import paddle\n\nx = paddle.arange(6).reshape([2, 3])\n";

function text(relative: string): string {
  return readFileSync(place.path(relative), "utf8");
}

describe("port FILE OUT", () => {
  it("writes the port, leaves the source alone and exits 0 when it is complete", async () => {
    place = workplace({ "model.py": complete });
    const result = await place.cli("port", "model.py", "out/ported.py", "--report", "report.json");
    expect(result).toMatchObject({ code: 0, err: "" });
    expect(result.out).toContain("complete");
    expect(text("out/ported.py")).toBe(ported);
    expect(text("model.py")).toBe(complete);
    const report = portReport.parse(JSON.parse(text("report.json")));
    expect(report.files).toHaveLength(1);
    expect(report.files[0]).toMatchObject({ path: "model.py", output: "out/ported.py", complete: true });
    expect(report.files[0]?.findings.map((finding) => [finding.code, finding.status])).toEqual([
      ["PP001", "fixed"],
      ["PP201", "fixed"],
    ]);
    // Lines and columns from 0, of the source file: `view` on the third line.
    expect(report.files[0]?.findings[1]?.range).toEqual({
      start: { line: 2, column: 20 },
      end: { line: 2, column: 24 },
    });
  });

  it("writes what it can, says what is left and exits 1 when it is not", async () => {
    place = workplace({ "model.py": "import torch\nx = torch.frobnicate(1)\n" });
    const result = await place.cli("port", "model.py", "out.py", "--format", "json");
    expect(result.code).toBe(1);
    const report = portReport.parse(JSON.parse(result.out));
    expect(report.summary).toMatchObject({ files: 1, complete: 0, open: 1, fixed: 1 });
    expect(text("out.py")).toMatch(
      /^import paddle\n# TODO\(paddle-port PP002\): .+\nx = torch.frobnicate\(1\)\n$/,
    );
  });

  it("copies a file that uses no PyTorch byte for byte", async () => {
    const bytes = Buffer.from("\uFEFFx = 1\r\n\ty = 'é'  \n\n\n", "utf8");
    place = workplace({ "plain.py": bytes, "empty.py": "" });
    expect((await place.cli("port", "plain.py", "out.py")).code).toBe(0);
    expect(readFileSync(place.path("out.py")).equals(bytes)).toBe(true);
    expect((await place.cli("port", "empty.py", "none.py")).code).toBe(0);
    expect(text("none.py")).toBe("");
  });

  it("keeps a byte order mark, and Latin-1 where a coding line names it", async () => {
    const latin = Buffer.from(
      "# -*- coding: latin-1 -*-\nimport torch\ns = 'caf\xe9'\nx = torch.ones(2)\n",
      "latin1",
    );
    place = workplace({ "latin.py": latin, "bom.py": `\uFEFF${complete}` });
    expect((await place.cli("port", "latin.py", "latin.out.py")).code).toBe(0);
    expect(readFileSync(place.path("latin.out.py")).toString("latin1")).toBe(
      "# -*- coding: latin-1 -*-\nimport paddle\ns = 'caf\xe9'\nx = paddle.ones([2])\n",
    );
    expect((await place.cli("port", "bom.py", "bom.out.py")).code).toBe(0);
    expect(text("bom.out.py")).toBe(`\uFEFF${ported}`);
  });

  it("ports what it can read of a file with syntax errors, and exits 1", async () => {
    place = workplace({ "broken.py": "import torch\nx = torch.ones(2)\ndef f(:\n    pass\n" });
    const result = await place.cli("port", "broken.py", "out.py");
    expect(result.code).toBe(1);
    expect(result.out).toContain("PP900");
    expect(text("out.py")).toContain("x = paddle.ones([2])\n");
  });
});

describe("port FOLDER OUT", () => {
  const files = {
    "src/model.py": "import torch\n\n\ndef top(x: torch.Tensor):\n    return x.max(dim=1)\n",
    "src/pkg/__init__.py": "from .net import Net\n",
    "src/pkg/net.py":
      "import torch\nfrom torch import nn\n\n\nclass Net(nn.Module):\n    def forward(self, x):\n        return x.train(False)\n",
    "src/pkg/words.txt": "vocabulary",
    "src/run.sh": "#!/bin/sh\n",
  };

  it("ports every file, copies the others and writes helpers where they can be imported from", async () => {
    place = workplace(files);
    const result = await place.cli("port", "src", "out", "--format", "json");
    expect(result.code).toBe(1); // `x` of Net.forward may be anything.
    expect(text("out/model.py")).toBe(
      "import paddle\nfrom paddle_port_helpers import max_along\n\n\ndef top(x: paddle.Tensor):\n    return max_along(x, 1, False)\n",
    );
    expect(text("out/paddle_port_helpers.py")).toContain("def max_along(");
    expect(text("out/pkg/__init__.py")).toBe(files["src/pkg/__init__.py"]);
    expect(text("out/pkg/words.txt")).toBe("vocabulary");
    expect(text("out/run.sh")).toBe("#!/bin/sh\n");
    const report = portReport.parse(JSON.parse(result.out));
    expect(report.files.map((file) => [file.path, file.complete])).toEqual([
      ["model.py", true],
      ["pkg/__init__.py", true],
      ["pkg/net.py", false],
    ]);
  });

  it("says which folders it leaves out, but not those that Python fills itself", async () => {
    place = workplace({
      "src/model.py": complete,
      "src/.git/config": "",
      "src/node_modules/a/index.js": "",
      "src/__pycache__/model.cpython-311.pyc": "",
      "src/pkg/__pycache__/net.cpython-311.pyc": "",
    });
    const result = await place.cli("port", "src", "out");
    expect(result.code).toBe(0);
    expect(result.err + result.out).toContain("left out: .git, node_modules\n");
    expect(readdirSync(place.path("out"))).toEqual(["model.py"]);
  });

  it("imports helpers relatively inside a package", async () => {
    place = workplace({
      "src/pkg/__init__.py": "",
      "src/pkg/sub/__init__.py": "",
      "src/pkg/sub/net.py": "import torch\n\n\ndef top(x: torch.Tensor):\n    return x.max(dim=1)\n",
    });
    expect((await place.cli("port", "src", "out")).code).toBe(0);
    expect(text("out/pkg/sub/net.py")).toContain("from ..paddle_port_helpers import max_along\n");
    expect(text("out/pkg/paddle_port_helpers.py")).toContain("def max_along(");
  });

  it("ports its own result into the same text", async () => {
    place = workplace(files);
    await place.cli("port", "src", "once");
    await place.cli("port", "once", "twice");
    for (const name of ["model.py", "pkg/net.py", "paddle_port_helpers.py"])
      expect(text(`twice/${name}`)).toBe(text(`once/${name}`));
  });
});

describe("trouble", () => {
  it.each([
    ["a source that does not exist", ["port", "absent.py", "out.py"]],
    ["a target that exists", ["port", "model.py", "taken.py"]],
    ["a folder that exists", ["port", "src", "taken"]],
    ["a target inside the source", ["port", "src", "src/out"]],
    ["the source as its own target", ["port", "model.py", "model.py", "--force"]],
    ["an unknown Paddle version", ["port", "model.py", "out.py", "--paddle", "2.6"]],
    ["bytes that are no text", ["port", "binary.py", "out.py"]],
    ["a report that cannot be written", ["port", "model.py", "out.py", "--report", "taken.py/report.json"]],
  ])("%s gives one line with a remedy, exits 2 and leaves nothing behind", async (_, args) => {
    place = workplace({
      "model.py": complete,
      "src/a.py": complete,
      "taken.py": "mine",
      "taken/mine.txt": "mine",
      "binary.py": Buffer.from([0xff, 0xfe, 0x00, 0x80]),
    });
    const before = listing();
    const result = await place.cli(...args);
    expect(result.code).toBe(2);
    expect(result.out).toBe("");
    expect(result.err).toMatch(/^paddle-port: .+\. .+\.\n$/);
    expect(listing().filter((name) => name !== "out.py")).toEqual(before);
    expect([text("model.py"), text("taken.py"), text("taken/mine.txt")]).toEqual([complete, "mine", "mine"]);
  });

  it("replaces an existing target when told to", async () => {
    place = workplace({
      "model.py": complete,
      "taken.py": "mine",
      "src/a.py": complete,
      "taken/mine.txt": "mine",
    });
    expect((await place.cli("port", "model.py", "taken.py", "--force")).code).toBe(0);
    expect(text("taken.py")).toBe(ported);
    expect((await place.cli("port", "src", "taken", "--force")).code).toBe(0);
    expect(existsSync(place.path("taken/mine.txt"))).toBe(false);
    expect(text("taken/a.py")).toBe(ported);
  });

  function listing(): string[] {
    return readdirSync(place.root, { recursive: true }).map(String).sort();
  }
});
