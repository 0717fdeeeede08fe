import { describe, expect, it } from "vitest";

import type { Outcome } from "../../../scripts/prove/runProofs.js";
import { evidenceFor } from "../../../scripts/prove/summary.js";
import { coveragePage } from "../../../scripts/generate/apiCoverage.js";
import { Catalog } from "../../../src/core/api/catalog.js";
import { describeRow } from "../../../src/core/api/describeRow.js";
import type { CatalogRow } from "../../../src/core/api/schema.js";

const row: CatalogRow = {
  name: "pkg.attend",
  aliases: [],
  kind: "function",
  signatures: ["(q, scale=None)"],
  returns: "tensor",
  attributes: {},
  paddle: [{ since: "3.0", to: "paddle.attend" }],
  hash: "now",
};

function outcome(form: string, emulate: boolean, paddle: string, status: Outcome["status"]): Outcome {
  return {
    case: {
      row: row.name,
      proof: 0,
      form,
      source: "",
      inputs: {},
      grad: false,
      emulate,
      compare: "value",
      tolerance: 1e-5,
      arguments: emulate ? ["scale"] : [],
      stated: true,
    },
    paddle,
    target: "3.0",
    status,
    detail: "",
    ported: "",
  };
}

const both = (form: string, emulate: boolean, status: Outcome["status"] = "passed"): Outcome[] => [
  outcome(form, emulate, "3.0.0", status),
  outcome(form, emulate, "3.3.1", status),
];

describe("evidence", () => {
  it("says nothing of kernels where all of them ran", () => {
    expect(evidenceFor(row, { outcomes: both("a", false), refused: [] })).toEqual({
      row: "now",
      paddle: ["3.0.0", "3.3.1"],
      arguments: [],
      forms: 1,
    });
  });

  it("says when kernels were emulated, in all programs or in some", () => {
    const all = evidenceFor(row, { outcomes: both("a", true), refused: [] });
    expect(all).toMatchObject({ kernel: "emulated", arguments: ["scale"] });
    const some = evidenceFor(row, { outcomes: [...both("a", true), ...both("b", false)], refused: [] });
    expect(some).toMatchObject({ kernel: "partly emulated", forms: 2 });
  });

  it("does not count an emulated program that stayed open", () => {
    const run = { outcomes: [...both("a", false), ...both("b", true, "open")], refused: [] };
    expect(evidenceFor(row, run)).not.toHaveProperty("kernel");
  });

  it("carries that to people who look the row up", () => {
    const evidence = evidenceFor(row, { outcomes: both("a", true), refused: [] });
    if (evidence === undefined) throw new Error("no evidence");
    const described = describeRow(new Catalog([row], { [row.name]: evidence }), row, "3.0");
    expect(described.proven?.kernel).toBe("emulated");
    const page = coveragePage([row], { [row.name]: evidence });
    expect(page).toContain("| 1 (kernel emulated) |");
    expect(page).toContain("(it needs a GPU): 1\n");
  });
});
