import { describe, expect, it } from "vitest";

import { rowAfterKey } from "../../../src/webview/table/keys.js";
import { nextSort } from "../../../src/webview/table/sort.js";

describe("rowAfterKey", () => {
  it.each([
    ["ArrowDown", 5, 6],
    ["ArrowUp", 5, 4],
    ["PageDown", 5, 14],
    ["PageUp", 50, 41],
    ["Home", 50, 0],
    ["End", 50, 99],
    ["ArrowUp", 0, 0],
    ["ArrowDown", 99, 99],
    ["PageDown", 95, 99],
    ["PageUp", 3, 0],
  ])("%s from row %i leads to row %i", (key, active, expected) => {
    expect(rowAfterKey(key, active, 100, 10)).toBe(expected);
  });

  it("leaves other keys and empty tables alone", () => {
    expect(rowAfterKey("Tab", 5, 100, 10)).toBeUndefined();
    expect(rowAfterKey("ArrowDown", 0, 0, 10)).toBeUndefined();
  });

  it("moves by a row even where less than a row is in view", () => {
    expect(rowAfterKey("PageDown", 0, 100, 0)).toBe(1);
  });
});

describe("nextSort", () => {
  it("goes up, down, and back to the order of the file", () => {
    const up = nextSort(undefined, "name");
    const down = nextSort(up, "name");
    expect([up, down, nextSort(down, "name")]).toEqual([
      { key: "name", descending: false },
      { key: "name", descending: true },
      undefined,
    ]);
  });

  it("starts upwards in another column", () => {
    expect(nextSort({ key: "name", descending: true }, "bytes")).toEqual({ key: "bytes", descending: false });
  });
});
