import { readFileSync } from "node:fs";

import { afterEach, describe, expect, it } from "vitest";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import { EditorSession } from "../../../src/core/editor/session.js";
import { applyEdits } from "../../../src/core/text/edits.js";
import type { Workplace } from "../../support/cli.js";
import { workplace } from "../../support/cli.js";
import { pythonParser } from "../../support/python.js";

const parser = await pythonParser();
let place: Workplace;
afterEach(() => place.remove());

/** Ports the bytes through the program and gives back what it wrote. */
async function ported(content: string | Uint8Array): Promise<{ code: number; bytes: Buffer; err: string }> {
  place = workplace({ "model.py": content });
  const check = await place.cli("check", "model.py");
  expect(check.err).toBe("");
  const { code, err } = await place.cli("port", "model.py", "out.py");
  return { code, err, bytes: readFileSync(place.path("out.py")) };
}

const code = "# A comment.\nimport torch\nx = torch.ones(2)\nif x is not None:\n    y = x.view(-1)\n";
const expected =
  "# A comment.\nimport paddle\nx = paddle.ones([2])\nif x is not None:\n    y = x.reshape([-1])\n";

describe("line ends and blank space", () => {
  it.each([
    ["\\r\\n", "\r\n"],
    ["a lone \\r", "\r"],
  ])("%s stays", async (_, eol) => {
    const { bytes, code: exit } = await ported(code.replaceAll("\n", eol));
    expect(bytes.toString()).toBe(expected.replaceAll("\n", eol));
    expect(exit).toBe(0);
  });

  it.each([
    ["tabs", "\t"],
    ["form feeds", "\f    "],
    ["tabs and spaces", "  \t"],
  ])("%s stay", async (_, indent) => {
    const { bytes } = await ported(code.replaceAll("    ", indent));
    expect(bytes.toString()).toBe(expected.replaceAll("    ", indent));
  });

  it("what is added ends its lines as the file does", async () => {
    const { bytes } = await ported(`${code}torch.nothing(x)\nz = x.sort()\n`.replaceAll("\n", "\r"));
    expect(bytes.toString()).toContain("# TODO(paddle-port");
    expect(bytes.toString()).not.toContain("\n");
  });
});

describe("encodings", () => {
  it("a byte order mark stays, and comes first", async () => {
    const { bytes } = await ported(`\uFEFF${code}`);
    expect(bytes.toString()).toBe(`\uFEFF${expected}`);
  });

  it("Latin-1 stays Latin-1, also where its bytes could be UTF-8, and with comments of ours", async () => {
    const text = `# -*- coding: latin-1 -*-\ns = 'Ã©'\n${code}torch.nothing(x)\n`;
    const { bytes } = await ported(Buffer.from(text, "latin1"));
    const lines = bytes.toString("latin1").split("\n");
    expect(lines.slice(0, 2)).toEqual(["# -*- coding: latin-1 -*-", "s = 'Ã©'"]);
    expect(lines.at(-3)).toMatch(/^# TODO\(paddle-port PP002\): [\u0020-\u007e]+$/);
    expect(lines.at(-2)).toBe("torch.nothing(x)");
  });

  it("another encoding is one error that names the file", async () => {
    place = workplace({ "model.py": Buffer.from(`${code}s = "\xff\xfe"\n`, "latin1") });
    for (const args of [["check"], ["port"]]) {
      const result = await place.cli(...args, "model.py", ...(args[0] === "port" ? ["out.py"] : []));
      expect(result).toMatchObject({ code: 2, out: "" });
      expect(result.err).toMatch(/model\.py is not UTF-8\..*latin-1/);
    }
  });

  it("one file of a folder in another encoding is reported with the others, and copied as it is", async () => {
    const odd = Buffer.from(`${code}\nname = "caf\xe9"\n`, "latin1");
    place = workplace({ "src/a.py": code, "src/odd.py": odd, "src/z.py": `${code}torch.nothing(x)\n` });
    const checked = await place.cli("check", "src", "--format", "json");
    expect(checked.code).toBe(1);
    const { files } = JSON.parse(checked.out) as {
      files: { path: string; findings: { code: string; range: { start: unknown } }[] }[];
    };
    const codes = Object.fromEntries(files.map((file) => [file.path, file.findings.map((one) => one.code)]));
    expect(codes["src/z.py"]).toContain("PP002");
    expect(codes["src/odd.py"]).toEqual(["PP900"]);
    expect(files.find((file) => file.path.endsWith("odd.py"))?.findings[0]?.range.start).toEqual({
      line: code.split("\n").length,
      column: 11,
    });
    const ported = await place.cli("port", "src", "out", "--report", "report.json");
    expect(ported).toMatchObject({ code: 1, err: "" });
    expect(ported.out).toMatch(/odd\.py:\d+:12: PP900 This file is not UTF-8/);
    expect(readFileSync(place.path("out/odd.py")).equals(odd)).toBe(true);
    expect(readFileSync(place.path("out/z.py"), "utf8")).toContain("TODO(paddle-port PP002)");
    const report = JSON.parse(readFileSync(place.path("report.json"), "utf8")) as {
      files: { path: string; complete: boolean }[];
      summary: Record<string, number>;
    };
    expect(report.files.map((file) => [file.path, file.complete])).toEqual([
      ["a.py", true],
      ["z.py", false],
      ["odd.py", false],
    ]);
    expect(report.summary).toMatchObject({ files: 3, complete: 1, copied: 0 });
  });

  it("a neighbour in another encoding does not keep a file from being checked", async () => {
    const odd = Buffer.from('name = "caf\xe9"\n', "latin1");
    place = workplace({
      "pack/__init__.py": "",
      "pack/odd.py": odd,
      "pack/a.py": `from . import odd\n${code}`,
    });
    expect(await place.cli("check", "pack/a.py")).toMatchObject({ code: 1, err: "" });
  });

  it("NUL bytes are said to be no Python", async () => {
    const { code: exit, bytes } = await ported(`${code}\0\0\0\n`);
    expect(exit).toBe(1);
    expect(bytes.toString()).toContain("\0\0\0\n");
  });
});

describe("names in any script", () => {
  it("are compared as Python compares them", async () => {
    const text = "import torch as ﬁt\n变量 = fit.ones(2)\nИмя = 变量.view(-1)\nboth = [Имя, 𝐜𝐥𝐚𝐬𝐬𝐞]\n";
    const { bytes, code: exit } = await ported(text);
    expect(exit).toBe(0);
    expect(bytes.toString()).toMatch(
      /变量 = fit\.ones\(\[2\]\)\nИмя = 变量\.reshape\(\[-1\]\)\nboth = \[Имя, 𝐜𝐥𝐚𝐬𝐬𝐞\]\n$/,
    );
  });
});

describe("size", () => {
  it.each([
    ["50,000 lines", "x = x.view(-1)\n\n\n\n".repeat(12_500), 12_500],
    ["a string of 10 MB", `s = "${"a".repeat(10_000_000)}"\n`, 0],
    ["a line of 5,000 calls", `l = [${"x.view(-1), ".repeat(5000)}]\n`, 5000],
  ])("%s go through the program and the editor's session", async (_, more, count) => {
    const text = `import torch\nx = torch.ones(2)\n${more}`;
    const { bytes } = await ported(text);
    const wanted = `import paddle\nx = paddle.ones([2])\n${more.replaceAll("x.view(-1)", "x.reshape([-1])")}`;
    expect(bytes.toString() === wanted).toBe(true);
    const session = new EditorSession(parser, bundledCatalog());
    const options = { target: "3.0", producer: "test" } as const;
    const none = (): Promise<undefined> => Promise.resolve(undefined);
    const { findings, allSafe } = await session.check("key", 1, { path: "a.py", text }, options, none);
    expect(findings.length).toBe(count + 2);
    expect(applyEdits(text, allSafe?.edits ?? []) === wanted).toBe(true);
  });
});
