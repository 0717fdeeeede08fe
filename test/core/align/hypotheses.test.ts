import { describe, expect, it } from "vitest";

import { explain } from "../../../src/core/align/hypotheses.js";
import type { LayerResult } from "../../../src/core/align/layers.js";

function layer(...verdicts: readonly ("ok" | "structural")[]): LayerResult {
  const slots = verdicts.map((verdict, at) => ({
    slot: `out${String(at)}`,
    isolated: { verdict, tolerance: 1e-6 },
  }));
  return { reference: "a", port: "b", occurrence: 0, slots, notes: [] } as unknown as LayerResult;
}

const answer = (...errors: readonly (number | null)[]) => [
  {
    reference: "a",
    occurrence: 0,
    base: 1,
    tried: errors.map((error, at) => ({ hypothesis: `change ${String(at)} helps`, error })),
  },
];

describe("the explanation of a divergence", () => {
  it("is the change that helps most, if it helps enough", () => {
    expect(explain(layer("structural"), "isolated", answer(1e-7, 1e-8, null))).toMatchObject({
      explanation: "change 1 helps.",
      restoredBy: "change 1 helps",
    });
    expect(explain(layer("structural"), "isolated", answer(1e-5))).toMatchObject({
      explanation: "b differs; none of the 1 changes tried on it restores agreement.",
      restoredBy: undefined,
    });
  });

  it("names other calls only where no change helps", () => {
    const calls = "b never calls c, which the reference calls there";
    expect(explain(layer("structural"), "isolated", answer(1e-5), calls).explanation).toBe(
      `b differs; none of the 1 changes tried on it restores agreement. ${calls}.`,
    );
    expect(explain(layer("structural"), "isolated", answer(0), calls).explanation).toBe("change 0 helps.");
  });

  it("names the outputs, where only some of them differ", () => {
    expect(explain(layer("ok", "structural", "ok"), "isolated", answer(0)).explanation).toBe(
      "change 0 helps. Of its 3 outputs, these differ: out1.",
    );
    expect(explain(layer("structural", "structural"), "isolated", undefined).explanation).toBe(
      "b differs; nothing was tried on it, since the port was not run here.",
    );
  });
});
