import { describe, expect, it } from "vitest";

import { weightPlan } from "../../../src/core/weights/plan.js";
import { planFits } from "../../../src/host/weights/planFits.js";

const plan = weightPlan.parse({
  schemaVersion: 1,
  kind: "paddle-port/weight-plan",
  producer: "test",
  source: { framework: "torch", model: "m" },
  target: { framework: "paddle", model: "p" },
  checkpoint: { tensors: 2, headerSha256: "abc" },
  entries: [
    {
      target: "t",
      shape: [1],
      dtype: "F32",
      pieces: [{ source: "a" }, { source: "b" }],
      operation: "fuse",
      renamed: true,
      reason: "",
      confidence: "certain",
    },
  ],
  dropped: [{ source: "c", reason: "", confidence: "certain" }],
  undecided: [{ sources: ["d"], targets: [], question: "?" }],
});
const fits = (headerSha256: string, names: readonly string[]): boolean =>
  planFits(plan, { headerSha256, tensors: names.map((name) => ({ name })) });

describe("planFits", () => {
  it("takes the checkpoint that the plan was made for", () => {
    expect(fits("abc", [])).toBe(true);
  });

  it("takes another version of it, and not a checkpoint that only shares a name", () => {
    expect(fits("def", ["a", "c", "new"])).toBe(true);
    expect(fits("def", ["a", "x", "y"])).toBe(false);
    expect(fits("def", ["x"])).toBe(false);
  });
});
