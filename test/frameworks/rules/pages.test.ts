import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { helpers } from "../../../src/core/api/helpers.generated.js";
import { helperModule } from "../../../src/core/port/helpers.js";
import type { Example } from "../../rules/pages.js";
import { readPages } from "../../rules/pages.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";

// The pages' ports are compared with the product's by test/rules/rules.test.ts: what runs here is what it writes.
const examples = readPages()
  .flatMap((page) => page.examples)
  .filter((example) => example.run);

const work = mkdtempSync(path.join(tmpdir(), "paddle-port-pages-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** What each program printed, in the order of the examples. */
function execute(python: string, name: string, source: (example: Example) => string): string[] {
  const folder = mkdtempSync(path.join(work, name));
  for (const [index, example] of examples.entries())
    writeFileSync(path.join(folder, fileName(index)), source(example));
  writeFileSync(
    path.join(folder, "paddle_port_helpers.py"),
    helperModule(Object.keys(helpers).sort(), "Paddle Port test"),
  );
  const output = execFileSync(python, [path.join(__dirname, "runAll.py"), folder], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const line = output.split("\n").find((candidate) => candidate.startsWith("RESULTS "));
  const results = JSON.parse(line?.slice("RESULTS ".length) ?? "{}") as Record<string, string>;
  return examples.map((_, index) => results[fileName(index)] ?? "was not run");
}

function fileName(index: number): string {
  return `example${String(index).padStart(3, "0")}.py`;
}

describe("the examples of the rule pages that print something", () => {
  let expected: string[] = [];
  beforeAll(() => {
    expected = execute(torchPython(), "torch", (example) => example.source);
  });

  it("run on PyTorch", () => {
    expect(examples.length).toBeGreaterThan(15);
    for (const [index, printed] of expected.entries()) {
      expect(printed, examples[index]?.title ?? "").not.toContain("Traceback");
      expect(printed.trim(), examples[index]?.title ?? "").not.toBe("");
    }
  });

  it.each(["3.0.0", "3.3.1"] as const)("print the same as ports on Paddle %s", (version) => {
    const printed = execute(paddlePython(version), `paddle-${version}`, (example) => example.ported);
    const table = (texts: readonly string[]): string[] =>
      texts.map((text, index) => `${examples[index]?.title ?? ""}\n${normal(text)}`);
    expect(table(printed)).toEqual(table(expected));
  });
});

/** Classes of layers are called `Conv2D` on Paddle; numbers printed from float32 may differ in the last digits. */
function normal(text: string): string {
  return text.replaceAll(/\d+\.\d{5,}(e-?\d+)?/g, (number) => Number(number).toPrecision(5));
}
