import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { lineSplitter, mergedEnvironment, runProcess } from "../../../src/platform/processes.js";
import { taskkillArguments } from "../../../src/platform/processTree.js";

const node = process.execPath;

function script(code: string): { command: string; args: string[] } {
  return { command: node, args: ["-e", code] };
}

describe("runProcess", () => {
  it("hands arguments over as they are, without a shell", async () => {
    const args = ["-p", "JSON.stringify(process.argv.slice(1))", "--", 'a "b"', "$HOME", "c;d", "é 中"];
    const { stdout, exitCode } = await runProcess({ command: node, args });
    expect(JSON.parse(stdout)).toEqual(['a "b"', "$HOME", "c;d", "é 中"]);
    expect(exitCode).toBe(0);
  });

  it("feeds stdin and reports the exit code and the end of stderr", async () => {
    const code = `process.stdin.on("data", (d) => process.stdout.write(d)).on("end", () => {
      process.stderr.write("x".repeat(100000) + "last words"); process.exitCode = 3; })`;
    const result = await runProcess({ ...script(code), stdin: "hello\nworld" });
    expect(result).toMatchObject({ exitCode: 3, signal: null, stdout: "hello\nworld" });
    expect(result.stderrTail.endsWith("last words")).toBe(true);
    expect(result.stderrTail.length).toBe(16_384);
  });

  it("streams lines, also the last one without a line break, and keeps characters that are cut in two whole", async () => {
    const code = `const b = Buffer.from("中文\\r\\nlast"); process.stdout.write(b.subarray(0, 2));
      setTimeout(() => process.stdout.write(b.subarray(2)), 50);`;
    const lines: string[] = [];
    const { stdout } = await runProcess({ ...script(code), onStdoutLine: (line) => lines.push(line) });
    expect(lines).toEqual(["中文", "last"]);
    expect(stdout).toBe("");
  });

  it("tells a signal from an exit code", async () => {
    const result = await runProcess(
      script(`process.kill(process.pid, "SIGKILL"); setTimeout(() => {}, 10000)`),
    );
    expect(result).toMatchObject({ exitCode: null, signal: "SIGKILL" });
  });

  it("names the program that cannot be started", async () => {
    await expect(runProcess({ command: "/nowhere/python", args: [] })).rejects.toThrow(
      "Cannot start /nowhere/python: there is no such program. Check the path.",
    );
  });

  it("passes on what a line handler throws, and ends the process", async () => {
    const code = `console.log("line"); setInterval(() => {}, 1000)`;
    const refuse = (): void => {
      throw new Error("refused");
    };
    await expect(runProcess({ ...script(code), onStdoutLine: refuse })).rejects.toThrow("refused");
  });

  it("ends the whole process tree at the time limit", async () => {
    const { pid, outcome } = await withGrandchild({ timeoutMs: 1_500 });
    expect(outcome).toMatch(/ran past its time limit of 1.5 s/);
    expect(isRunning(pid)).toBe(false);
  });

  it("ends the whole process tree on cancel, also what ignores SIGTERM", async () => {
    const controller = new AbortController();
    const { pid, outcome } = await withGrandchild({ signal: controller.signal }, () => controller.abort());
    expect(outcome).toMatch(/abort/i);
    expect(isRunning(pid)).toBe(false);
  });

  it("does not start anything once cancelled", async () => {
    await expect(runProcess({ ...script("0"), signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  it("ends what a finished program left running on its pipes", async () => {
    const code = `const c = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"],
      { stdio: "inherit" }); console.log(c.pid); c.unref(); process.exit(0)`;
    const { stdout, exitCode } = await runProcess(script(code));
    expect(exitCode).toBe(0);
    await gone(Number(stdout));
    expect(isRunning(Number(stdout))).toBe(false);
  });
});

describe("lineSplitter", () => {
  it("gives the same lines however the text is cut", () => {
    const text = "one\r\n\ntwo\nthree";
    for (let cut = 0; cut <= text.length; cut++) {
      const lines: string[] = [];
      const splitter = lineSplitter((line) => lines.push(line));
      splitter.push(text.slice(0, cut));
      splitter.push(text.slice(cut));
      splitter.end();
      expect(lines).toEqual(["one", "", "two", "three"]);
    }
  });
});

describe("mergedEnvironment", () => {
  it("adds, replaces and removes", () => {
    expect(mergedEnvironment({ A: "1", B: "2", C: "3" }, { B: "x", C: undefined, D: "4" })).toEqual({
      A: "1",
      B: "x",
      D: "4",
    });
  });
});

describe("taskkillArguments", () => {
  it("asks for the whole tree, by force", () => {
    expect(taskkillArguments(42)).toEqual(["/pid", "42", "/t", "/f"]);
  });
});

/** Starts a process whose own child ignores SIGTERM, and reports that child's id and how the run ended. */
async function withGrandchild(
  options: { timeoutMs?: number; signal?: AbortSignal },
  onStarted: () => void = () => undefined,
): Promise<{ pid: number; outcome: string }> {
  const grandchild = `process.on("SIGTERM", () => {}); console.log(process.pid); setInterval(() => {}, 1000)`;
  const code = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}],
    { stdio: "inherit" }); setInterval(() => {}, 1000)`;
  let pid = 0;
  const onStdoutLine = (line: string): void => {
    pid = Number(line);
    onStarted();
  };
  const outcome = await runProcess({ ...script(code), ...options, onStdoutLine }).then(
    () => "finished",
    (error: unknown) => String(error),
  );
  expect(pid).toBeGreaterThan(0);
  await gone(pid);
  return { pid, outcome };
}

/** Gives the system a moment to end a process that was killed. */
async function gone(pid: number): Promise<void> {
  for (let turn = 0; turn < 100 && isRunning(pid); turn++)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A process that has ended stays listed until its parent asks for its exit code; in a container that may be never. */
function isRunning(pid: number): boolean {
  const state = process.platform === "linux" ? stateOnLinux(pid) : stateByPs(pid);
  return state !== "" && !state.startsWith("Z");
}

/** Small containers have no `ps`. */
function stateOnLinux(pid: number): string {
  try {
    return /\) (\S)/.exec(readFileSync(`/proc/${String(pid)}/stat`, "utf8"))?.[1] ?? "";
  } catch {
    return "";
  }
}

function stateByPs(pid: number): string {
  return spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
}
