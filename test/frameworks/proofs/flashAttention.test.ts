import { afterAll, describe, expect, it } from "vitest";

import { ProofWorker } from "../../../scripts/prove/worker.js";
import { paddlePython } from "../../support/interpreters.js";

const versions = ["3.0.0", "3.3.1"] as const;
const workers = new Map(
  versions.map((version) => [version, new ProofWorker(paddlePython(version), "paddle")]),
);
const inputs = Object.fromEntries(
  ["q", "k", "v"].map((name) => [name, { dtype: "f32", shape: [10, 3, 8], below: null, positive: false }]),
);

async function run(version: (typeof versions)[number], call: string, emulate: boolean) {
  const source = [
    "import paddle",
    "def program(fill, q, k, v):",
    "    from paddle.nn.functional.flash_attention import flash_attn_unpadded",
    '    cu = paddle.to_tensor([0, 4, 10], dtype="int32")',
    `    return ${call}, []`,
    "",
  ].join("\n");
  const worker = workers.get(version);
  if (worker === undefined) throw new Error(version);
  return worker.run({ source, modules: {}, inputs, grad: false, emulate });
}

afterAll(() => {
  for (const worker of workers.values()) worker.stop();
});

describe.each(versions)("emulated flash attention on Paddle %s", (version) => {
  it("returns a pair, as the real function does", async () => {
    const answer = await run(version, "flash_attn_unpadded(q, k, v, cu, cu, 6, 6, scale=0.5)", true);
    expect(answer.result).toMatchObject({
      kind: "tuple",
      items: [{ kind: "tensor", dtype: "float32", shape: [10, 3, 8] }, null],
    });
  });

  it.each([
    ["PyTorch's name of the scale", "flash_attn_unpadded(q, k, v, cu, cu, 6, 6, softmax_scale=0.5)"],
    ["a call without a scale", "flash_attn_unpadded(q, k, v, cu, cu, 6, 6)"],
    ["no scale at all", "flash_attn_unpadded(q, k, v, cu, cu, 6, 6, None)"],
    ["PyTorch's order", "flash_attn_unpadded(q, k, v, cu, cu, 6, 6, 0.0, 0.5, causal=1)"],
    ["another longest sequence", "flash_attn_unpadded(q, k, v, cu, cu, 5, 6, 0.5)"],
    ["64-bit bounds", 'flash_attn_unpadded(q, k, v, cu.astype("int64"), cu, 6, 6, 0.5)'],
  ])("refuses %s", async (_what, call) => {
    expect((await run(version, call, true)).error).toMatch(/^(TypeError|ValueError)$/);
  });

  it("is gone after the program, where no kernel is", async () => {
    const answer = await run(version, "flash_attn_unpadded(q, k, v, cu, cu, 6, 6, scale=0.5)", false);
    expect(answer.error).toBe("RuntimeError");
  });
});
