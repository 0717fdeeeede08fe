import { describe, expect, it } from "vitest";

import type { WeightPlan } from "../../../src/core/weights/plan.js";
import { tableRows, type TableTensor } from "../../../src/host/weights/tableRows.js";
import { isTensorRow } from "../../../src/shared/tensors/rows.js";

function tensor(name: string, shape: readonly number[] = [2, 3]): TableTensor {
  return { name, dtype: "F32", shape, file: "model.safetensors", begin: 100, end: 124 };
}

function plan(changes: Partial<WeightPlan>): WeightPlan {
  return {
    schemaVersion: 1,
    kind: "paddle-port/weight-plan",
    producer: "test",
    source: { framework: "torch", model: "m" },
    target: { framework: "paddle", model: "p" },
    modules: {},
    entries: [],
    dropped: [],
    undecided: [],
    tied: [],
    notes: [],
    ...changes,
  };
}

function entry(target: string, sources: readonly string[], changes = {}): WeightPlan["entries"][number] {
  return {
    target,
    shape: [3, 2],
    dtype: "F32",
    pieces: sources.map((source) => ({ source, transpose: true })),
    operation: "transpose",
    renamed: true,
    reason: `because of ${target}`,
    confidence: "certain",
    ...changes,
  };
}

describe("tableRows", () => {
  it("lists a checkpoint without a plan in the order of its data", () => {
    const { rows } = tableRows([tensor("b"), tensor("a")], undefined);
    expect(
      rows.map(({ id, name, bytes, elements, plan: cell }) => [id, name, bytes, elements, cell]),
    ).toEqual([
      [0, "b", 24, 6, undefined],
      [1, "a", 24, 6, undefined],
    ]);
  });

  it("puts what needs a decision first, then what is missing from the plan, then what is only likely", () => {
    const tensors = ["sure", "likely", "missing", "asked", "gone"].map((name) => tensor(name));
    const { rows } = tableRows(
      tensors,
      plan({
        entries: [entry("s", ["sure"]), entry("l", ["likely"], { confidence: "likely" })],
        dropped: [{ source: "gone", reason: "not used", confidence: "certain" }],
        undecided: [
          { sources: ["asked"], targets: ["x"], question: "Which?" },
          { sources: [], targets: ["open.target"], question: "From where?" },
        ],
      }),
    );
    expect(rows.map(({ name, plan: cell }) => [name, cell?.state, cell?.target])).toEqual([
      ["asked", "undecided", "x"],
      ["", "undecided", "open.target"],
      ["missing", "unplanned", ""],
      ["likely", "converted", "l"],
      ["sure", "converted", "s"],
      ["gone", "dropped", ""],
    ]);
    expect(rows.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(rows.every(isTensorRow)).toBe(true);
  });

  it("names all targets of a tensor that is split, with the least sure confidence and each reason", () => {
    const split = { operation: "split" };
    const { rows } = tableRows(
      [tensor("qkv")],
      plan({
        entries: [
          entry("q", ["qkv"], split),
          entry("k", ["qkv"], { ...split, confidence: "likely", reason: "by its place" }),
        ],
      }),
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.plan).toEqual({
      state: "converted",
      target: "q, k",
      operation: "split",
      confidence: "likely",
      reason: "because of q; by its place",
    });
  });

  it("gives each source of a question that is asked once for all blocks its own target", () => {
    const { rows } = tableRows(
      [tensor("b.0.w"), tensor("b.1.w")],
      plan({ undecided: [{ sources: ["b.0.w", "b.1.w"], targets: ["c.0.w", "c.1.w"], question: "Which?" }] }),
    );
    expect(rows.map((row) => row.plan?.target)).toEqual(["c.0.w", "c.1.w"]);
  });

  it("shows a plan by itself: a row for each target, then what is dropped", () => {
    const { rows } = tableRows(
      undefined,
      plan({
        entries: [entry("qkv", ["q", "k", "v"], { operation: "fuse", shape: [6, 2] })],
        dropped: [{ source: "ids", reason: "a buffer", confidence: "certain" }],
      }),
    );
    expect(rows.map(({ name, shape, bytes, plan: cell }) => [name, shape, bytes, cell?.state])).toEqual([
      ["q + k + v", [6, 2], 48, "converted"],
      ["ids", [], 0, "dropped"],
    ]);
  });

  it("shows a merge in each of its three tensors, with its formula", () => {
    const merged = entry("fc.weight", [], { operation: "transpose" });
    merged.pieces = [
      { source: "fc.original", merge: { left: "fc.B", right: "fc.A", scale: 0.5 }, transpose: true },
    ];
    const tensors = ["fc.original", "fc.A", "fc.B", "bias"].map((name) => tensor(name));
    const { rows } = tableRows(tensors, plan({ entries: [merged, entry("bias", ["bias"])] }));
    expect(rows.map(({ name, plan: cell }) => [name, cell?.target, cell?.operation, cell?.formula])).toEqual([
      ...["fc.original", "fc.A", "fc.B"].map((name) => [
        name,
        "fc.weight",
        "transpose",
        "fc.original + 0.5 · fc.B · fc.A",
      ]),
      ["bias", "bias", "transpose", undefined],
    ]);
    expect(rows.every(isTensorRow)).toBe(true);
  });

  it("escapes names that could fool a reader and keeps the real ones for copying", () => {
    const name = "w\u202eevil\u0000";
    const { rows, names } = tableRows([tensor(name)], plan({ entries: [entry("t\u200b", [name])] }));
    expect(rows[0]?.name).toBe("w\\u202eevil\\u0000");
    expect(rows[0]?.plan?.target).toBe("t\\u200b");
    expect(names[0]).toEqual({ name, target: "t\u200b" });
  });
});
