import { describe, expect, it } from "vitest";

import { outputDifference } from "../../programs/support/sameOutput.js";

describe("the comparison of outputs", () => {
  it("allows floats to differ by rounding only", () => {
    expect(outputDifference("[0.30000001, 1e-3]", "[0.3, 0.001]")).toBeUndefined();
    expect(outputDifference("[0.31]", "[0.3]")).toContain("line 1");
    expect(outputDifference("[12345.0]", "[12345.4]")).toBeUndefined();
    expect(outputDifference("[12345.0]", "[12350.0]")).toContain("line 1");
  });

  it("does not take an integer for a float", () => {
    expect(outputDifference("[1]", "[1.0]")).toContain("became");
    expect(outputDifference("[1]", "[2]")).toContain("became");
  });

  it("compares text, structure and the number of lines exactly", () => {
    expect(outputDifference('{"a": [1, 2]}', '{"a": [[1, 2]]}')).toContain("became");
    expect(outputDifference("true", "false")).toContain("became");
    expect(outputDifference("1.0\n2.0", "1.0")).toContain("(nothing)");
    expect(outputDifference("nan", "0.0")).toContain("became");
  });
});
