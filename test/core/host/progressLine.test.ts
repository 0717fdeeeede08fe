import { describe, expect, it } from "vitest";

import { parseStep } from "../../../src/host/alignment/progressLine.js";
import { progressLine } from "../../../src/platform/align/runCapture.js";

describe("parseStep", () => {
  it("takes apart what the capture of a side reports", () => {
    const line = progressLine("port", {
      stage: "noise floor",
      done: 3,
      total: 76,
      module: "encoder.layer.0",
    });
    expect(parseStep(line)).toEqual({
      side: "port",
      stage: "noise floor",
      done: 3,
      total: 76,
      module: "encoder.layer.0",
    });
  });

  it("takes apart the comparison's lines, whatever a module is called", () => {
    expect(parseStep("compare 5/10 the model")).toMatchObject({ side: undefined, stage: "compare", done: 5 });
    expect(parseStep("compare 5/10 odd 1/2 name")).toMatchObject({
      done: 5,
      total: 10,
      module: "odd 1/2 name",
    });
  });

  it("leaves lines without a count alone", () => {
    expect(parseStep("Device: CPU, because the reference has no GPU.")).toBeUndefined();
    expect(
      parseStep(progressLine("port", { stage: "build", done: 0, total: 1, module: "m:f" })),
    ).toBeUndefined();
  });
});
