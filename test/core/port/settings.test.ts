import { describe, expect, it } from "vitest";

import { portProject } from "../../../src/core/port/portProject.js";
import { pythonParser } from "../../support/python.js";

const parser = await pythonParser();
const head = "import torch\nfrom torch import nn\n";

/** Ports files and returns their lines without imports, and the codes of what stays open. */
function port(files: Readonly<Record<string, string>>): Record<string, { lines: string[]; open: string[] }> {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text: head + text }));
  const options = { target: "3.0", proofs: "assumed", producer: "Paddle Port test" } as const;
  const { files: ported } = portProject(sources, new Set(Object.keys(files)), parser, options, "module");
  return Object.fromEntries(
    ported.map((file) => [
      file.path,
      {
        lines: file.text.split("\n").filter((line) => line !== "" && !/^\s*(#|import |from )/.test(line)),
        open: file.findings.filter(({ status }) => status === "open").map(({ finding }) => finding.code),
      },
    ]),
  );
}

function portOne(text: string): { lines: string[]; open: string[] } {
  return port({ "model.py": text })["model.py"] ?? { lines: [], open: [] };
}

describe("a call that Paddle has nothing for", () => {
  const call = "torch.compile(layer)";
  const open = (text: string): string[] => portOne(text).open;

  it.each([
    ["a setting", `def f(layer, config: Config):\n    if config.fast:\n        ${call}\n`],
    ["a parameter", `def f(layer, fast: bool = False):\n    if fast:\n        ${call}\n`],
    [
      "no setting",
      `def f(layer, fast=False):\n    if not fast:\n        return layer\n    else:\n        ${call}\n`,
    ],
    ["one more condition", `def f(layer, x, fast=False):\n    if fast and x is not None:\n        ${call}\n`],
    ["every call", `def g(layer):\n    ${call}\ndef f(layer, fast=False):\n    if fast:\n        g(layer)\n`],
  ])("behind %s becomes an explicit error", (_what, text) => {
    const config = "class Config:\n    fast: bool = False\n";
    const { lines, open: left } = portOne(config + text);
    expect(left).toEqual([]);
    expect(lines.join("\n")).toContain('unavailable("torch.compile")(layer)');
  });

  it.each([
    ["nothing", `def f(layer):\n    ${call}\n`],
    [
      "a condition of the data",
      `def f(layer, x: torch.Tensor):\n    big = x.ndim > 2\n    if big:\n        ${call}\n`,
    ],
    [
      "the mode",
      `class M(nn.Module):\n    def forward(self, layer):\n        if self.training:\n            ${call}\n`,
    ],
    [
      "a test of its own that is not met",
      `def f(layer, x, fast=False):\n    if fast and x:\n        pass\n    else:\n        ${call}\n`,
    ],
    [
      "one of two calls",
      `def g(layer):\n    ${call}\ndef f(layer, fast=False):\n    if fast:\n        g(layer)\n    g(layer)\n`,
    ],
    ["no call in sight", `def g(layer):\n    ${call}\n`],
    [
      "a function that is handed on",
      `def g(layer):\n    ${call}\ndef f(m: nn.Module, fast=False):\n    if fast:\n        m.apply(g)\n`,
    ],
    [
      "a definition that may run later",
      `def f(fast=False):\n    if fast:\n        def g(layer):\n            ${call}\n        return g\n`,
    ],
  ])("behind %s stays open", (_what, text) => {
    expect(open(text)).toContain("PP003");
  });
});
