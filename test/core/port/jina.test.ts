import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { run } from "../../../src/cli/main.js";

const example = path.resolve(import.meta.dirname, "../../../examples/jina-clip-v2");

describe("the committed port of Jina-CLIP-v2", () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), "paddle-port-jina-"))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is what `paddle-port port reference paddle` writes, with nothing left open and nothing edited", async () => {
    let output = "";
    const code = await run(["port", path.join(example, "reference"), "port", "--report", "report.json"], {
      cwd: folder,
      interactive: false,
      stdout: (text) => void (output += text),
      stderr: (text) => void (output += text),
    });
    expect(code, output).toBe(0);
    const written = pythonFiles(path.join(folder, "port"));
    // Where this differs: npm run example:port, and look at what has changed.
    expect(pythonFiles(path.join(example, "paddle"))).toEqual(written);
    const report = JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8")) as {
      files: { path: string; complete: boolean; findings: { status: string }[] }[];
    };
    expect(report.files.length).toBe(8);
    expect(report.files.filter(({ complete }) => !complete)).toEqual([]);
    const findings = report.files.flatMap((file) => file.findings);
    expect(findings.filter(({ status }) => status !== "fixed")).toEqual([]);
  });
});

/** Path -> text of all Python files below a folder. */
function pythonFiles(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".py"),
  );
  return Object.fromEntries(
    names.sort().map((name) => [name, readFileSync(path.join(folder, name), "utf8")]),
  );
}
