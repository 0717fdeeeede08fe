import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { helpers } from "../../../src/core/api/helpers.generated.js";
import { helperModule } from "../../../src/core/port/helpers.js";
import { readCalls, setup } from "../../core/lint/calls.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";

const pairs = readCalls();
const work = mkdtempSync(path.join(tmpdir(), "paddle-port-calls-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** What each expression is: a number, a tensor as `[dtype, shape, values]`, or a list of such. */
function evaluate(python: string, prelude: string, expressions: readonly string[]): unknown[] {
  const folder = mkdtempSync(path.join(work, "job-"));
  writeFileSync(path.join(folder, "job.json"), JSON.stringify({ setup: prelude, expressions }));
  const names = Object.keys(helpers).sort();
  writeFileSync(path.join(folder, "paddle_port_helpers.py"), helperModule(names, "Paddle Port test"));
  const output = execFileSync(python, [path.join(__dirname, "evaluate.py"), folder], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const line = output.split("\n").find((candidate) => candidate.startsWith("RESULTS "));
  return JSON.parse(line?.slice("RESULTS ".length) ?? "[]") as unknown[];
}

describe("the calls of test/fixtures/lint/calls.txt", () => {
  const expected = evaluate(
    torchPython(),
    setup("torch"),
    pairs.map((pair) => pair.torch),
  );

  it("are right PyTorch", () => {
    expect(expected).toHaveLength(pairs.length);
    expect(expected.filter((value) => typeof value === "string")).toEqual([]);
  });

  it.each(["3.0.0", "3.3.1"] as const)("are the same on Paddle %s", (version) => {
    const prelude = `${setup("paddle")}from paddle_port_helpers import *\n`;
    const found = evaluate(
      paddlePython(version),
      prelude,
      pairs.map((pair) => pair.paddle),
    );
    const table = (values: readonly unknown[]): string[] =>
      values.map((value, index) => `${pairs[index]?.torch ?? ""} = ${rounded(value)}`);
    expect(table(found)).toEqual(table(expected));
  });
});

/** Numbers to four places: kernels sum in different orders. */
function rounded(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === "number" ? Number(item.toPrecision(4)) : item,
  );
}
