import { readFileSync } from "node:fs";

import { afterEach, describe, expect, it } from "vitest";

import type { Workplace } from "../../support/cli.js";
import { workplace } from "../../support/cli.js";

let place: Workplace;
afterEach(() => place.remove());

const source = "import torch\n\nx = torch.arange(6).view(2, 3)\n";

describe("check", () => {
  it("names file, line and column from 1, code and message, and exits 1", async () => {
    place = workplace({ "a/model.py": source });
    const { code, out, err } = await place.cli("check", "a");
    expect([code, err]).toEqual([1, ""]);
    expect(out).toMatch(/^a\/model\.py:1:1: warning PP001 .+$/m);
    expect(out).toMatch(/^a\/model\.py:3:21: warning PP201 .+$/m);
  });

  it.each(["", "x = 1\n", "import numpy as np\nprint(np.zeros(3).max(axis=0))\n", "# comment"])(
    "is silent about %j and exits 0",
    async (text) => {
      place = workplace({ "plain.py": text });
      expect(await place.cli("check", "plain.py")).toEqual({ code: 0, out: "", err: "" });
    },
  );

  it("prints one JSON document with positions from 0", async () => {
    place = workplace({ "model.py": source });
    const { out } = await place.cli("check", "model.py", "--format", "json");
    const document: unknown = JSON.parse(out);
    expect(document).toMatchObject({ schemaVersion: 1 });
    expect(out).toContain('"PP201"');
  });

  it("prints SARIF with rules and regions from 1, and annotations for GitHub", async () => {
    place = workplace({ "model.py": source });
    const sarif: unknown = JSON.parse((await place.cli("check", "model.py", "--format", "sarif")).out);
    expect(sarif).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          results: [
            { ruleId: "PP001" },
            {
              ruleId: "PP201",
              locations: [{ physicalLocation: { region: { startLine: 3, startColumn: 21 } } }],
            },
          ],
        },
      ],
    });
    const github = (await place.cli("check", "model.py", "--format", "github")).out;
    expect(github).toMatch(/^::warning file=model\.py,line=3,col=21,title=PP201::/m);
  });

  it.each(["json", "sarif"])(
    "prints the %s of many files, some of them without findings, as one document",
    async (format) => {
      // The character between the words ends a line for some programs, but not in JSON.
      const odd = "import torch\n\ntorch.no_such_name('a\u2028b')\n";
      place = workplace({ "a/one.py": source, "a/quiet.py": "x = 1\n", "a/two.py": odd, "b/quiet.py": "" });
      for (const folder of ["a", "b"]) {
        const { out } = await place.cli("check", folder, "--format", format);
        expect(out).toBe(`${JSON.stringify(JSON.parse(out), null, 2)}\n`);
      }
    },
  );

  it("--fix mends what is certain and leaves the rest", async () => {
    const text = "import torch\n\n\ndef f(y: torch.Tensor):\n    return torch.ones(2), y.view(-1)\n";
    place = workplace({ "model.py": text });
    expect((await place.cli("check", "model.py", "--fix")).code).toBe(1);
    const once = readFileSync(place.path("model.py"), "utf8");
    expect(once).toContain("paddle.ones([2])");
    expect(once).toContain("y.view(-1)");
    const result = await place.cli("check", "model.py", "--fix-unsafe");
    expect(result.code).toBe(0);
    expect(readFileSync(place.path("model.py"), "utf8")).toContain("y.reshape([-1])");
  });

  it.each([
    ["check", "absent.py"],
    ["check", "model.py", "--paddle", "4.0"],
    ["check", "model.py", "--format", "xml"],
    ["check"],
  ])("%s %s … exits 2", async (...args) => {
    place = workplace({ "model.py": source });
    const { code, out, err } = await place.cli(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).not.toBe("");
  });
});

describe("suppression comments", () => {
  const line = "x = torch.arange(6).view(2, 3)";

  it.each([
    ["a line, one code", `import torch\n${line}  # paddle-port: ignore[PP201] known\n`, ["PP001"]],
    ["a line, another code", `import torch\n${line}  # paddle-port: ignore[PP202]\n`, ["PP001", "PP201"]],
    ["a line, every code", `import torch  # paddle-port: ignore\n${line}\n`, ["PP201"]],
    ["a file", `# paddle-port: ignore-file[PP001, PP201]\nimport torch\n${line}\n`, []],
    [
      "a block",
      `import torch\n# paddle-port: off[PP201]\n${line}\n# paddle-port: on\n${line}\n`,
      ["PP001", "PP201"],
    ],
    ["to the end", `import torch\n# paddle-port: off\n${line}\n${line}\n`, ["PP001"]],
    ["text in a string", `import torch\ns = "# paddle-port: ignore-file"\n${line}\n`, ["PP001", "PP201"]],
  ])("%s", async (_, text, codes) => {
    place = workplace({ "model.py": text });
    const { code, out } = await place.cli("check", "model.py");
    expect([...out.matchAll(/: \w+ (PP\d{3}) /g)].map((match) => match[1])).toEqual(codes);
    expect(code).toBe(codes.length === 0 ? 0 : 1);
  });

  it("never make a port complete", async () => {
    place = workplace({ "model.py": "# paddle-port: ignore-file\nimport torch\nx = torch.frobnicate()\n" });
    expect((await place.cli("check", "model.py")).code).toBe(0);
    expect((await place.cli("port", "model.py", "out.py")).code).toBe(1);
  });
});

describe("explain", () => {
  it("prints the rule's own words, and fails for a code that does not exist", async () => {
    place = workplace({});
    const { code, out } = await place.cli("explain", "PP201");
    expect(code).toBe(0);
    expect(out).toContain("tensor-view");
    expect(out).toContain("reshape");
    expect((await place.cli("explain", "PP999")).code).toBe(2);
  });
});
