import { readFileSync } from "node:fs";

import { afterEach, describe, expect, it } from "vitest";

import type { Workplace } from "../../support/cli.js";
import { workplace } from "../../support/cli.js";

let place: Workplace;
afterEach(() => place.remove());

// On 3.2 Paddle's own tensors have `view` with numbers, on 3.0 they have not.
const source = "import paddle\n\nx = paddle.arange(6).view(2, 3)\n";
const torch = "import torch\n\nx = torch.arange(6).view(2, 3)\n";

describe("a project file found upwards", () => {
  it("says the Paddle version of each file, the nearest one first; --paddle goes before it", async () => {
    place = workplace({
      "paddle-port.toml": 'paddle = "3.2"\n',
      "new/model.py": source,
      "old/pyproject.toml": '[tool.paddle-port]\npaddle = "3.1"\n',
      "old/deep/model.py": source,
    });
    const { code, out } = await place.cli("check", ".", "--format", "json");
    const document = JSON.parse(out) as {
      files: { path: string; target: object; findings: { code: string }[] }[];
    };
    expect(code).toBe(1);
    expect(document.files).toMatchObject([
      {
        path: "new/model.py",
        target: { framework: "paddle", minimumVersion: "3.2", from: "paddle-port.toml" },
        findings: [],
      },
      {
        path: "old/deep/model.py",
        target: { minimumVersion: "3.1", from: "old/pyproject.toml" },
        findings: [{ code: "PP201" }],
      },
    ]);
    expect((await place.cli("check", ".")).out).toContain("for Paddle 3.1 (old/pyproject.toml):");
    expect(await place.cli("check", ".", "--paddle", "3.3")).toEqual({ code: 0, out: "", err: "" });
    const query = (await place.cli("query", "torch.Tensor.view", "--format", "json")).out;
    expect(query).toContain('"paddle": "3.2"');
  });

  it("selects rules, sets their severity and leaves files out that are not named", async () => {
    place = workplace({
      "paddle-port.toml":
        'ignore = ["PP001"]\nexclude = ["vendor"]\n[severity]\nPP201 = "error"\nPP101 = "off"\n',
      "model.py": torch,
      "vendor/copy.py": torch,
    });
    const { out } = await place.cli("check", ".");
    expect(out.match(/^\S+: \w+ PP\d{3}/gm)).toEqual(["model.py:3:21: error PP201"]);
    expect((await place.cli("check", "vendor/copy.py")).code).toBe(1);
  });

  it("changes nothing about what a port calls complete, and chooses its version", async () => {
    place = workplace({
      "paddle-port.toml": 'paddle = "3.3"\nselect = []\n',
      "model.py": "import torch\nx = torch.frobnicate()\n",
    });
    expect((await place.cli("check", "model.py")).code).toBe(0);
    const port = await place.cli("port", "model.py", "out.py", "--report", "report.json");
    expect(port.code).toBe(1);
    expect(port.out).toContain("out.py: for Paddle 3.3 (paddle-port.toml): 1 file");
    expect(JSON.parse(readFileSync(place.path("report.json"), "utf8"))).toMatchObject({
      target: { minimumVersion: "3.3" },
    });
  });

  it.each([
    ["paddle-port.toml", 'ignore = ["PP001"]\npaddle = "4.0"\n', "paddle-port.toml:2: `paddle`"],
    ["paddle-port.toml", "paddle = 3.0.0\n", "paddle-port.toml:1: This is not valid TOML"],
    [
      "pyproject.toml",
      '[tool.paddle-port]\npadle = "3.0"\n',
      "pyproject.toml:2: There is no setting `padle`",
    ],
    ["paddle-port.toml", "\u0000", "paddle-port.toml:1: This is not valid TOML"],
  ])("%s with %j is refused with its line and exit code 2", async (name, text, message) => {
    place = workplace({ [name]: text, "model.py": torch });
    for (const command of [
      ["check", "."],
      ["port", "model.py", "out.py"],
      ["query", "torch.cat"],
    ]) {
      const { code, out, err } = await place.cli(...command);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(message);
      expect(err.trim().split("\n")).toHaveLength(1);
    }
  });
});
