import { describe, expect, it } from "vitest";

import { run } from "../../../src/cli/main.js";

async function query(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const io = {
    cwd: "/",
    stdout: (text: string) => void (out += text),
    stderr: (text: string) => void (err += text),
    interactive: false,
  };
  const code = await run(["query", ...args], io);
  return { code, out, err };
}

describe("paddle-port query", () => {
  it("says what to write, argument by argument, and where it is proven", async () => {
    const { code, out } = await query("Tensor.permute");
    expect(code).toBe(0);
    expect(out).toContain("PyTorch  torch.Tensor.permute(*dims)");
    expect(out).toContain("Paddle   paddle.Tensor.transpose");
    expect(out).toContain("dims: perm; as one list");
    expect(out).toMatch(/Proven on Paddle 3\.0\.0 and 3\.3\.1 with \d+ programs/);
  });

  it("says what to do by hand where there is no counterpart", async () => {
    const { code, out } = await query("torch.load");
    expect(code).toBe(0);
    expect(out).toContain("no counterpart");
    expect(out).toContain("paddle-port convert");
    expect(out).toContain("Not proven for Paddle 3.0 and up.");
  });

  it("prints one JSON document", async () => {
    const { code, out } = await query("F.softmax", "--format", "json", "--paddle", "3.3.1");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      kind: "paddle-port/query",
      found: true,
      name: "torch.nn.functional.softmax",
      api: { paddle: "3.3", forms: [{ write: "paddle.nn.functional.softmax" }] },
    });
  });

  it("suggests names and ends with 1 for a name that is not known", async () => {
    const { code, out, err } = await query("nn.Linea");
    expect(code).toBe(1);
    expect(out).toContain("torch.nn.Linear");
    expect(err).toBe("");
  });

  it("refuses a version that is not supported with 2 and one line", async () => {
    const { code, err } = await query("nn.Linear", "--paddle", "2.6");
    expect(code).toBe(2);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});
