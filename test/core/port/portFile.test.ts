import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import type { PortedFile, PortOptions } from "../../../src/core/port/portFile.js";
import { portSource } from "../../../src/core/port/portFile.js";
import { pythonParser } from "../../support/python.js";
import { fillMessages } from "../../rules/pages.js";

const folder = path.join(__dirname, "../../fixtures/port");
const parser = await pythonParser();
const catalog = bundledCatalog();

function port(text: string, more: Partial<PortOptions> = {}): PortedFile {
  return portSource(text, parser, {
    target: "3.0",
    proofs: "assumed",
    catalog,
    producer: "Paddle Port test",
    helpers: { kind: "module", from: "paddle_port_helpers" },
    ...more,
  });
}

function read(name: string): string {
  return readFileSync(path.join(folder, name), "utf8");
}

const pairs = readdirSync(folder)
  .filter((name) => name.endsWith(".ported.py"))
  .map((name) => name.replace(".ported.py", ".py"));

describe("a file and its port", () => {
  it.each(pairs)("%s", (name) => {
    const ported = port(read(name));
    const expected = fillMessages(read(name.replace(".py", ".ported.py")), ported.text);
    expect(ported.text).toBe(expected);
    expect(ported.complete).toBe(!expected.includes("TODO(paddle-port"));
    expect(port(ported.text).text).toBe(ported.text);
  });

  it.each(pairs)("%s with the line ends of Windows", (name) => {
    const windows = read(name).replaceAll("\n", "\r\n");
    const ported = port(windows);
    expect(ported.text).toBe(port(read(name)).text.replaceAll("\n", "\r\n"));
  });

  it.each(pairs)("%s indented by tabs", (name) => {
    const tabs = (text: string): string => text.replaceAll("    ", "\t");
    expect(port(tabs(read(name))).text).toBe(tabs(port(read(name)).text));
  });

  it.each(pairs)("%s after a byte order mark", (name) => {
    expect(port(`\uFEFF${read(name)}`).text).toBe(`\uFEFF${port(read(name)).text}`);
  });
});

describe("files with nothing to port", () => {
  it.each([
    "",
    "\n",
    "# only a comment",
    "x = 1",
    read("plain.py"),
    "# -*- coding: utf-8 -*-\r\n\r\nx = 'é'\r\n",
  ])("%j stays as it is", (text) => {
    const ported = port(text);
    expect([ported.text, ported.changed, ported.complete, ported.findings.length]).toEqual([
      text,
      false,
      true,
      0,
    ]);
  });
});

describe("a file with syntax errors", () => {
  const ported = port(read("broken.py"));

  it("is never complete and says where", () => {
    expect(ported.complete).toBe(false);
    expect(ported.findings.map(({ finding }) => finding.code)).toContain("PP900");
  });

  it("is edited only where it can be read", () => {
    expect(ported.text).toContain("x = paddle.zeros([2])\n");
    expect(ported.text).toContain("def bad(y: torch.Tensor:\n");
    expect(parser.parse(ported.text).errors.length).toBeLessThanOrEqual(
      parser.parse(read("broken.py")).errors.length,
    );
  });
});

describe("helpers", () => {
  it("are written into the file after its imports, once, with the line that says who wrote them", () => {
    const { text, helpers } = port(read("helpers.py"), { helpers: { kind: "inline" } });
    expect(helpers).toEqual(["max_along", "sort_along"]);
    expect(text.startsWith('"""Needs helpers."""\n\nimport paddle\n')).toBe(true);
    expect(text.match(/^def max_along\(/gm)).toHaveLength(1);
    expect(text.match(/# Helpers written by Paddle Port test under 0BSD/g)).toHaveLength(1);
    expect(text.indexOf("def sort_along")).toBeGreaterThan(text.indexOf("def max_along"));
    expect(text.indexOf("limit = 3")).toBeGreaterThan(text.indexOf("def sort_along"));
    expect(port(text, { helpers: { kind: "inline" } }).text).toBe(text);
  });

  it("are imported after a docstring and __future__ where the file has no other import on top", () => {
    const source =
      '"""Doc."""\nfrom __future__ import annotations\n\n\ndef f():\n    import torch\n\n    return torch.ones(2).max(dim=0)\n';
    expect(port(source).text).toBe(
      '"""Doc."""\nfrom __future__ import annotations\nfrom paddle_port_helpers import max_along\n\n\ndef f():\n    import paddle\n\n    return max_along(paddle.ones([2]), 0, False)\n',
    );
  });

  it("need no import where they are not used", () => {
    expect(port("import torch\nx = torch.arange(3)\n").text).toBe("import paddle\nx = paddle.arange(3)\n");
  });
});

describe("the target", () => {
  it("decides what has to be rewritten", () => {
    const source = "import paddle\n\nx = paddle.rand([2, 3])\ny = x.view(3, 2)\n";
    expect(port(source, { target: "3.0" }).text).toContain("x.reshape([3, 2])");
    expect(port(source, { target: "3.3" }).text).toBe(source);
  });
});
