import { describe, expect, it } from "vitest";

import { difference } from "../../../scripts/prove/compare.js";

const tensor = (data: unknown[], fields: object = {}): object => ({
  kind: "tensor",
  dtype: "float32",
  shape: [data.length],
  data,
  grad: false,
  parameter: false,
  ...fields,
});

describe("difference", () => {
  it("accepts rounding in float32 and nothing more", () => {
    expect(difference(tensor([1, 100]), tensor([1.000001, 100.0001]), 1e-5, true)).toBeUndefined();
    expect(difference(tensor([1]), tensor([1.001]), 1e-5, true)).toContain("element 0");
  });

  it("compares integers exactly", () => {
    const fields = { dtype: "int64" };
    expect(
      difference(tensor([1_000_000_000], fields), tensor([1_000_000_001], fields), 1e-5, true),
    ).toContain("element 0");
  });

  it.each<[string, object]>([
    ["dtype", { dtype: "float64" }],
    ["shape", { shape: [1, 2] }],
    ["grad", { grad: true }],
    ["parameter", { parameter: true }],
  ])("notices another %s even where values do not count", (what, fields) => {
    expect(difference(tensor([1, 2]), tensor([1, 2], fields), 1e-5, false)).toContain(what);
  });

  it("compares infinities and NaN as such", () => {
    expect(difference(tensor(["inf", "nan"]), tensor(["inf", "nan"]), 1e-5, true)).toBeUndefined();
    expect(difference(tensor(["inf"]), tensor(["-inf"]), 1e-5, true)).toContain("-inf");
  });

  it("tells a tuple from a list and counts items", () => {
    const item = { kind: "int", value: 1 };
    expect(
      difference({ kind: "tuple", items: [item] }, { kind: "list", items: [item] }, 1e-5, true),
    ).toContain("tuple");
    expect(difference({ kind: "list", items: [item] }, { kind: "list", items: [] }, 1e-5, true)).toContain(
      "1 items",
    );
    expect(difference(item, { kind: "int", value: 2 }, 1e-5, true)).toContain("became 2");
    expect(difference(true, false, 1e-5, true)).toContain("true became false");
    expect(difference(null, tensor([1]), 1e-5, true)).toBeDefined();
  });
});
