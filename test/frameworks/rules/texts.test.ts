import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, expect, it } from "vitest";

import { helperModule } from "../../../src/core/port/helpers.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";

const folder = mkdtempSync(path.join(tmpdir(), "paddle-port-texts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(path.join(folder, "paddle_port_helpers.py"), helperModule(["torch_text"], "Paddle Port test"));

function texts(python: string, framework: string): string[] {
  const output = execFileSync(python, [path.join(__dirname, "texts.py"), framework], {
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: folder },
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 1 << 28,
  });
  const line = output.split("\n").find((candidate) => candidate.startsWith("TEXTS "));
  return JSON.parse(line?.slice("TEXTS ".length) ?? "[]") as string[];
}

const expected = texts(torchPython(), "torch");

it.each(["3.0.0", "3.3.1"] as const)("tensors on Paddle %s are written as PyTorch writes them", (version) => {
  expect(expected.length).toBe(1203);
  expect(texts(paddlePython(version), "paddle")).toEqual(expected);
});
