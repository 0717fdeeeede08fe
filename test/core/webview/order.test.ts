import { describe, expect, it } from "vitest";

import type { TensorRow } from "../../../src/shared/tensors/rows.js";
import { numbersFor } from "../../../src/webview/tensors/numbers.js";
import { orderRows, type View } from "../../../src/webview/tensors/order.js";
import { initialState, readState } from "../../../src/webview/tensors/savedState.js";

const all: View = { query: "", state: "all", sort: undefined };

function row(id: number, name: string, changes: Partial<TensorRow> = {}): TensorRow {
  return {
    id,
    name,
    dtype: "F32",
    shape: [4],
    elements: 4,
    bytes: 16,
    file: "model.safetensors",
    ...changes,
  };
}

const rows: TensorRow[] = [
  row(0, "encoder.layer.10.query.weight", {
    shape: [8, 4],
    bytes: 128,
    plan: {
      state: "converted",
      target: "encoder.10.q.weight",
      operation: "transpose",
      confidence: "likely",
      reason: "consumed by Linear",
    },
  }),
  row(1, "encoder.layer.2.query.weight", {
    dtype: "BF16",
    shape: [4, 4],
    bytes: 32,
    plan: { state: "undecided", target: "", operation: "", confidence: "", reason: "Which way round?" },
  }),
  row(2, "position_ids", {
    dtype: "I64",
    plan: { state: "dropped", target: "", operation: "", confidence: "certain", reason: "a buffer" },
  }),
];
const shown = (view: Partial<View>): number[] => [...orderRows(rows, { ...all, ...view })];

describe("orderRows", () => {
  it("keeps the host's order by itself", () => {
    expect(shown({})).toEqual([0, 1, 2]);
  });

  it("finds each word anywhere in a row, whatever the case", () => {
    expect(shown({ query: "QUERY layer" })).toEqual([0, 1]);
    expect(shown({ query: "linear encoder.10" })).toEqual([0]);
    expect(shown({ query: "bf16" })).toEqual([1]);
    expect(shown({ query: "  " })).toEqual([0, 1, 2]);
    expect(shown({ query: "query nothing" })).toEqual([]);
  });

  it("narrows to a state of the plan", () => {
    expect(shown({ state: "undecided" })).toEqual([1]);
    expect(shown({ state: "dropped" })).toEqual([2]);
    expect(shown({ state: "likely" })).toEqual([0]);
    expect(shown({ state: "unplanned" })).toEqual([]);
  });

  it("sorts numbers in names as numbers: layer 2 before layer 10", () => {
    expect(shown({ sort: { key: "name", descending: false } })).toEqual([1, 0, 2]);
    expect(shown({ sort: { key: "name", descending: true } })).toEqual([2, 0, 1]);
  });

  it("sorts by size, shape, state and confidence", () => {
    expect(shown({ sort: { key: "bytes", descending: true } })).toEqual([0, 1, 2]);
    expect(shown({ sort: { key: "shape", descending: false } })).toEqual([2, 1, 0]);
    expect(shown({ sort: { key: "operation", descending: false } })).toEqual([1, 0, 2]);
    expect(shown({ sort: { key: "confidence", descending: false } })).toEqual([1, 0, 2]);
  });

  it("keeps equal rows in the order of the file, upwards and downwards", () => {
    expect(shown({ sort: { key: "file", descending: false } })).toEqual([0, 1, 2]);
    expect(shown({ sort: { key: "file", descending: true } })).toEqual([0, 1, 2]);
  });
});

describe("numbersFor", () => {
  it("writes sizes with a binary unit", () => {
    const numbers = numbersFor("en");
    const size = (bytes: number): string => numbers.size(bytes);
    expect([0, 512, 1024, 1536, 1_073_741_824].map(size)).toEqual([
      "0 B",
      "512 B",
      "1 KiB",
      "1.5 KiB",
      "1 GiB",
    ]);
    expect(size(1023 * 1024)).toBe("1,023 KiB");
  });

  it("groups digits as the language does, and takes English for one that does not exist", () => {
    expect(numbersFor("de").count(1_234_567)).toBe("1.234.567");
    expect(numbersFor("no such language!").count(1_234_567)).toBe("1,234,567");
  });
});

describe("readState", () => {
  it("takes back what was kept and nothing else", () => {
    const kept = {
      query: "q",
      state: "likely",
      sort: { key: "name", descending: true },
      active: 3,
      scrollTop: 72,
    };
    expect(readState(structuredClone(kept))).toEqual(kept);
    for (const broken of [undefined, null, 7, {}, { ...kept, state: "other" }, { ...kept, sort: "name" }]) {
      expect(readState(broken)).toBe(initialState);
    }
  });
});
