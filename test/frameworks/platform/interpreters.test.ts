import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { runPythonModule } from "../../../src/platform/interpreters.js";
import { probeInterpreter, requireFramework } from "../../../src/platform/interpretersProbe.js";
import { exampleAssets, paddlePython, torchPython } from "../../support/interpreters.js";

const folder = mkdtempSync(path.join(tmpdir(), "paddle-port-frameworks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("probeInterpreter", () => {
  it("sees PyTorch and no Paddle", async () => {
    const info = await probeInterpreter(torchPython());
    expect(info.frameworks.torch).toMatchObject({
      status: "ready",
      version: expect.stringMatching(/^2\.13\.0/),
    });
    expect(info.frameworks.paddle).toEqual({ status: "absent" });
    expect(info).toMatchObject({ safetensors: "0.8.0", numpy: "2.2.6" });
  });

  it.each(["3.0.0", "3.3.1"] as const)("sees Paddle %s and no PyTorch", async (version) => {
    const info = await probeInterpreter(paddlePython(version));
    expect(info.frameworks.paddle).toMatchObject({ status: "ready", version });
    expect(info.frameworks.torch).toEqual({ status: "absent" });
  });

  it("is not led astray by files of the user with names of the standard library", async () => {
    const before = process.cwd();
    for (const name of ["json.py", "platform.py", "types.py", "numpy.py", "torch.py"]) {
      writeFileSync(path.join(folder, name), "raise RuntimeError('imported from the working folder')\n");
    }
    process.chdir(folder);
    try {
      const info = await probeInterpreter(paddlePython("3.0.0"), { frameworks: ["torch"] });
      expect(info.numpy).toBe("2.2.6");
      expect(info.frameworks.torch).toEqual({ status: "absent" });
    } finally {
      process.chdir(before);
    }
  });
});

describe("requireFramework", () => {
  it("names a framework that is missing", async () => {
    await expect(requireFramework(paddlePython("3.0.0"), "torch")).rejects.toThrow(
      /has no PyTorch\. .*pip install torch/,
    );
  });

  it("shows why a framework fails to import", async () => {
    const broken = mkdtempSync(path.join(folder, "broken-"));
    writeFileSync(
      path.join(broken, "torch.py"),
      "raise ImportError('libcudart.so.13: cannot open shared object file')\n",
    );
    const before = process.env["PYTHONPATH"];
    process.env["PYTHONPATH"] = broken;
    try {
      await expect(requireFramework(paddlePython("3.0.0"), "torch")).rejects.toThrow(
        /has PyTorch, but importing it fails: ImportError: libcudart\.so\.13: cannot open shared object file/,
      );
    } finally {
      if (before === undefined) delete process.env["PYTHONPATH"];
      else process.env["PYTHONPATH"] = before;
    }
  });
});

describe("runPythonModule", () => {
  it("stops an interpreter when it is cancelled", async () => {
    const controller = new AbortController();
    const running = runPythonModule({
      python: torchPython(),
      module: "paddle_port.probe",
      request: { framework: "torch" },
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 300);
    await expect(running).rejects.toThrow(/abort/i);
  });

  it("writes no byte code beside our sources", async () => {
    const source = path.resolve(import.meta.dirname, "../../../python/paddle_port");
    const ours = (): string[] =>
      readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => /probe\..*pyc$/.test(name));
    for (const file of ours()) rmSync(path.join(source, file));
    await runPythonModule({
      python: torchPython(),
      module: "paddle_port.probe",
      request: { framework: "paddle" },
    });
    expect(ours()).toEqual([]);
  });
});

describe("exampleAssets", () => {
  it("holds the real input", () => {
    const { clipSource, minilm } = exampleAssets();
    expect(readdirSync(clipSource)).toEqual(
      expect.arrayContaining(["modeling_bert.py", "configuration_bert.py"]),
    );
    expect(readdirSync(minilm)).toEqual(
      expect.arrayContaining(["model.safetensors", "config.json", "tokenizer.json"]),
    );
  });
});
