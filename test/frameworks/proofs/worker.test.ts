import { afterAll, describe, expect, it } from "vitest";

import { ProofWorker } from "../../../scripts/prove/worker.js";
import { torchPython } from "../../support/interpreters.js";

const worker = new ProofWorker(torchPython(), "torch", 3);
const request = (body: string) => ({
  source: `import os\nimport time\n\n\ndef program(fill):\n    ${body}\n    return 1, []\n`,
  modules: {},
  inputs: {},
  grad: false,
});

afterAll(() => {
  worker.stop();
});

describe("the proof worker", () => {
  it("reports what a program raises", async () => {
    expect(await worker.run(request("raise KeyError('no')"))).toMatchObject({ error: "KeyError" });
    expect(await worker.run(request("raise SystemExit(3)"))).toMatchObject({ error: "SystemExit" });
  });

  it("ends a program that hangs and goes on with the next", async () => {
    expect(await worker.run(request("time.sleep(600)"))).toMatchObject({ error: "Hang" });
    expect(await worker.run(request("pass"))).toMatchObject({ result: { kind: "int", value: 1 } });
  });

  it("survives a program that kills the interpreter", async () => {
    expect(await worker.run(request("os._exit(3)"))).toMatchObject({ error: "Crash" });
    expect(await worker.run(request("pass"))).toMatchObject({ result: { kind: "int", value: 1 } });
  });

  it("is not confused by what a program prints", async () => {
    expect(await worker.run(request("print('{}')"))).toMatchObject({ result: { kind: "int", value: 1 } });
  });
});
