import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Session } from "../../../scripts/demo/session.mjs";
import { differingFiles, walk, type Step } from "../../../scripts/demo/walk.mjs";
import { SetupError } from "../../../scripts/lib/steps.mjs";
import { root } from "../../contract/sources.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "paddle-port-walk-"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

describe("steps", () => {
  const done: Step = { name: "one", run: () => Promise.resolve({ result: "done", seconds: 1.26 }) };
  const failing = (error: Error): Step => ({ name: "two", run: () => Promise.reject(error) });

  it("end at the first that fails, which is said", async () => {
    const session = new Session(folder, "cli.cjs", {});
    const steps = [done, failing(new SetupError("not aligned")), done];
    expect(await walk(session, steps)).toEqual({
      rows: [
        ["one", "done", "1.3"],
        ["two", "FAILED", ""],
      ],
      failure: "not aligned",
    });
    expect(
      (await walk(new Session(path.join(folder, "logs"), "cli.cjs", {}), [done])).failure,
    ).toBeUndefined();
  });

  it("do not hide a defect", async () => {
    const walked = walk(new Session(folder, "cli.cjs", {}), [failing(new TypeError("a defect"))]);
    await expect(walked).rejects.toThrow("a defect");
  });
});

it("tells which files of two folders differ, in whatever depth and on either side", () => {
  const [one, other] = ["one", "other"].map((name) => path.join(folder, name)) as [string, string];
  mkdirSync(path.join(one, "deep"), { recursive: true });
  writeFileSync(path.join(one, "deep", "same.py"), "x = 1\n");
  writeFileSync(path.join(one, "changed.py"), "x = 1\n");
  cpSync(one, other, { recursive: true });
  expect(differingFiles(one, other)).toEqual([]);
  writeFileSync(path.join(other, "changed.py"), "x = 2\n");
  writeFileSync(path.join(one, "left.py"), "");
  writeFileSync(path.join(other, "deep", "right.py"), "");
  expect(differingFiles(one, other)).toEqual(["changed.py", path.join("deep", "right.py"), "left.py"]);
});

describe("npm run example", () => {
  const example = (...args: readonly string[]): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [path.join(root, "scripts", "example.mjs"), ...args], { encoding: "utf8" });

  it.each([
    [[], /There is one example to run: npm run example -- jina-clip-v2/],
    [["minilm"], /There is one example to run/],
    [["jina-clip-v2", "--paddle", "2.6"], /--paddle takes one of 3\.0, 3\.1, 3\.2, 3\.3, not 2\.6/],
    [["jina-clip-v2", "--fast"], /Unknown option '--fast'/],
  ])("refuses %j and says what there is", (args, message) => {
    const { status, stderr } = example(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(1);
  });
});
