import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { interpreterChecks } from "../../../src/platform/interpreterChecks.js";
import { requested } from "../../../src/cli/commands/doctor.js";
import { packagedPythonPath, runPythonModule } from "../../../src/platform/interpreters.js";
import {
  frameworkError,
  probeInterpreter,
  type InterpreterInfo,
} from "../../../src/platform/interpretersProbe.js";

const folder = mkdtempSync(path.join(tmpdir(), "paddle-port-interpreters-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that answers as `body`, a shell script, says. */
function fake(name: string, body: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe("probeInterpreter", () => {
  it("names a path where nothing is", async () => {
    await expect(probeInterpreter("/nowhere/python")).rejects.toThrow(/Cannot start \/nowhere\/python/);
  });

  it("refuses a program that is no Python, in one line, with what it said", async () => {
    const program = fake("other", "echo 'other 1.2'; exit 0");
    await expect(probeInterpreter(program)).rejects.toThrow(
      `${program} is not a Python interpreter that works (asked for its version: other 1.2).`,
    );
  });

  it("refuses a file that cannot be run", async () => {
    const file = path.join(folder, "plain");
    writeFileSync(file, "text");
    await expect(probeInterpreter(file)).rejects.toThrow("it is not an executable file");
  });

  it("refuses a Python that is too old", async () => {
    const answer = `{"executable": "x", "version": "3.9.18", "platform": "linux", "machine": "x86_64", "numpy": null, "safetensors": null}`;
    const program = fake(
      "old",
      `if [ "$1" = --version ]; then echo Python 3.9.18; else echo '${answer}'; fi`,
    );
    await expect(probeInterpreter(program)).rejects.toThrow(/is Python 3\.9\.18, which is too old/);
  });

  it("says when a Python does not get as far as running anything", async () => {
    const program = fake(
      "torn",
      `[ "$1" = --version ] && echo Python 3.11.0 && exit; echo 'no module named encodings' >&2; exit 1`,
    );
    await expect(probeInterpreter(program)).rejects.toThrow(
      /does not run a simple program \(exit code 1: no module named encodings\)/,
    );
  });
});

describe("runPythonModule", () => {
  const request = { module: "paddle_port.probe", request: {} };

  it("names the signal and the last words of an interpreter that dies", async () => {
    const python = fake("dies", "echo first >&2; echo last words >&2; kill -9 $$");
    await expect(runPythonModule({ python, ...request })).rejects.toThrow(
      /died: signal SIGKILL, while running paddle_port\.probe\. Its last line was: last words .*memory/,
    );
  });

  it("does not take an early end without a result for success", async () => {
    const python = fake("ends", "exit 0");
    await expect(runPythonModule({ python, ...request })).rejects.toThrow(
      /ended with exit code 0 .* without a result/,
    );
  });

  it("reads progress and the result, and leaves other output to the log", async () => {
    const python = fake(
      "talks",
      `echo 'a banner'; echo '{"event":"progress","done":1}'; echo '{"event":"result","value":{"a":[1,2]}}'`,
    );
    const progress: unknown[] = [];
    const log: string[] = [];
    const result = await runPythonModule({
      python,
      ...request,
      onProgress: (fields) => progress.push(fields),
      onLog: (line) => log.push(line),
    });
    expect(result).toEqual({ a: [1, 2] });
    expect(progress).toEqual([{ done: 1 }]);
    expect(log).toEqual(["a banner"]);
  });

  it("turns an error message into a UserError with its remedy", async () => {
    const python = fake(
      "fails",
      `echo '{"event":"error","what":"No such class.","remedy":"Name another."}'; exit 2`,
    );
    await expect(runPythonModule({ python, ...request })).rejects.toMatchObject({
      what: "No such class.",
      remedy: "Name another.",
    });
  });
});

describe("packagedPythonPath", () => {
  it("finds python/ in the source tree", () => {
    expect(packagedPythonPath()).toBe(path.resolve(import.meta.dirname, "../../../python"));
  });
});

describe("doctor", () => {
  const info: InterpreterInfo = {
    ...{
      path: "py",
      executable: "/py",
      version: "3.11.7",
      platform: "linux",
      machine: "x86_64",
      numpy: "2.2.6",
      safetensors: null,
    },
    frameworks: {
      torch: { status: "broken", version: "2.13.0", error: "OSError: libx.so." },
      paddle: { status: "absent" },
    },
  };

  it("looks at what is given, else at what the environment names and at python3", () => {
    expect(requested(["a", "b"], { PADDLE_PORT_TORCH_PYTHON: "t" }).map(({ python }) => python)).toEqual([
      "a",
      "b",
    ]);
    expect(requested([], { PADDLE_PORT_PADDLE_PYTHON: "p" })).toEqual([
      { python: "p", origin: "PADDLE_PORT_PADDLE_PYTHON", framework: "paddle" },
      { python: "python3", origin: "PATH" },
    ]);
  });

  it("counts what was asked for as a problem and what was merely found as a note", () => {
    const statuses = (origin: "--python" | "PATH"): string[] =>
      interpreterChecks({ python: "py", origin }, info).map(({ what, status }) => `${what}: ${status}`);
    expect(statuses("--python")).toEqual([
      ...["Python: ok", "PyTorch: problem", "PaddlePaddle: note", "numpy: ok", "safetensors: problem"],
    ]);
    expect(statuses("PATH").filter((line) => line.endsWith("problem"))).toEqual([]);
  });

  it("misses the framework that an interpreter was named for, and any framework at all", () => {
    const none: InterpreterInfo = {
      ...info,
      safetensors: "0.8.0",
      frameworks: { torch: { status: "absent" }, paddle: { status: "absent" } },
    };
    const problems = (request: Parameters<typeof interpreterChecks>[0]): string[] =>
      interpreterChecks(request, none).flatMap(({ what, status }) => (status === "problem" ? [what] : []));
    expect(problems({ python: "py", origin: "PADDLE_PORT_PADDLE_PYTHON", framework: "paddle" })).toEqual([
      "PaddlePaddle",
    ]);
    expect(problems({ python: "py", origin: "--python" })).toEqual(["frameworks"]);
  });

  it("says what to do about a framework that does not load", () => {
    const error = frameworkError("py", "paddle", {
      status: "broken",
      version: "3.0.0",
      error: "ImportError: libgomp.so.1.",
    });
    expect(error.message).toMatch(
      /PaddlePaddle 3\.0\.0, but importing it fails: ImportError: libgomp\.so\.1\..*pip install/,
    );
  });
});
