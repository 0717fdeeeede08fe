import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { isInstalled, isNodeRecent } from "../../../scripts/lib/bootstrap.mjs";
import { countPytest, countVitest, sum } from "../../../scripts/lib/reports.mjs";

const root = path.resolve(import.meta.dirname, "../../..");

function vitestReport(success: boolean, ...files: { status: string; tests: string[] }[]): string {
  const testResults = files.map(({ status, tests }, index) => ({
    name: `file${index}.test.ts`,
    status,
    assertionResults: tests.map((result) => ({ status: result, fullName: `a ${result} test` })),
  }));
  return JSON.stringify({ success, testResults });
}

describe("countVitest", () => {
  it("counts tests", () => {
    const report = vitestReport(false, { status: "failed", tests: ["passed", "passed", "failed"] });
    expect(countVitest(report)).toEqual({ passed: 2, failed: 1, notes: [] });
  });

  it("counts what was skipped as failed, by name", () => {
    const report = vitestReport(true, { status: "passed", tests: ["passed", "pending", "todo"] });
    expect(countVitest(report)).toEqual({
      passed: 1,
      failed: 2,
      notes: ["pending: a pending test", "todo: a todo test"],
    });
  });

  it("counts a file that does not load", () => {
    const report = vitestReport(
      false,
      { status: "failed", tests: [] },
      { status: "passed", tests: ["passed"] },
    );
    expect(countVitest(report)).toEqual({ passed: 1, failed: 1, notes: ["did not load: file0.test.ts"] });
  });

  it("counts an error outside of all tests", () => {
    expect(countVitest(vitestReport(false, { status: "passed", tests: ["passed"] })).failed).toBe(1);
  });
});

describe("countPytest", () => {
  // As pytest 9 writes it; the attribute "tests" counts skipped, failed and broken ones too.
  const report = (errors: number, failures: number, skipped: number, tests: number): string =>
    `<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="${errors}" ` +
    `failures="${failures}" skipped="${skipped}" tests="${tests}" time="0.1"><testcase name="a" /></testsuite></testsuites>`;

  it.each([
    [report(0, 0, 0, 12), 12, 0],
    [report(1, 2, 0, 12), 9, 3],
    [report(0, 0, 3, 12), 9, 3],
    [report(1, 0, 0, 1), 0, 1],
  ])("%#", (text, passed, failed) => {
    expect(countPytest(text)).toMatchObject({ passed, failed });
  });
});

describe("sum", () => {
  it("adds up and keeps every note", () => {
    const counts = [
      { passed: 1, failed: 0, notes: ["a"] },
      { passed: 2, failed: 3, notes: ["b", "c"] },
    ];
    expect(sum(counts)).toEqual({ passed: 3, failed: 3, notes: ["a", "b", "c"] });
    expect(sum([])).toEqual({ passed: 0, failed: 0, notes: [] });
  });
});

describe("isInstalled", () => {
  const wanted = {
    "": {},
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b": { version: "2.0.0", optional: true },
  };

  it.each([
    [{ "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } }, true],
    [{ "node_modules/a": { version: "1.0.0" } }, true],
    [{ "node_modules/a": { version: "1.0.1" } }, false],
    [{ "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "1.9.0" } }, false],
    [{}, false],
  ])("%j: %s", (installed, expected) => {
    expect(isInstalled(wanted, installed)).toBe(expected);
  });
});

describe("isNodeRecent", () => {
  it("asks for what package.json asks for", () => {
    const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    expect(manifest.engines.node).toBe(">=20.19");
    expect(["18.20.0", "20.18.3", "20.19.0", "22.0.0"].map(isNodeRecent)).toEqual([false, false, true, true]);
  });
});
