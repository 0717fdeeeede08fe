import { describe, expect, it } from "vitest";

import { countNonFinite, hasNonFinite } from "../../../src/core/weights/conversion/finite.js";
import {
  bfloatToNumber,
  decodeFactor,
  halfToNumber,
  mergeElements,
  numberToBfloat,
  numberToHalf,
} from "../../../src/core/weights/conversion/lowRank.js";
import type { Dtype } from "../../../src/core/weights/safetensors/dtypes.js";

const types = [
  ["BF16", bfloatToNumber, numberToBfloat, 0x7f80, 2 ** 127 * (2 - 2 ** -7), 2 ** -133],
  ["F16", halfToNumber, numberToHalf, 0x7c00, 65_504, 2 ** -24],
] as const;

/** The float64 that follows a positive one, or comes before it. */
function neighbour(value: number, step: 1n | -1n): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigUint64(0, view.getBigUint64(0) + step);
  return view.getFloat64(0);
}

describe.each(types)("%s", (_name, toNumber, fromNumber, infinity, largest, smallest) => {
  it("knows its largest and smallest numbers, infinity and NaN", () => {
    expect(toNumber(infinity - 1)).toBe(largest);
    expect(toNumber(1)).toBe(smallest);
    expect(toNumber(0x8000)).toBe(-0);
    expect([toNumber(infinity), toNumber(infinity + 0x8000)]).toEqual([Infinity, -Infinity]);
    expect(toNumber(infinity + 1)).toBeNaN();
    expect(fromNumber(NaN)).toBe(infinity === 0x7f80 ? 0x7fc0 : 0x7e00);
    expect([fromNumber(-0), fromNumber(Infinity), fromNumber(-Infinity)]).toEqual([
      0x8000,
      infinity,
      infinity + 0x8000,
    ]);
    expect(fromNumber(5e-324)).toBe(0);
    expect(fromNumber(-5e-324)).toBe(0x8000);
    expect(fromNumber(1.7e308)).toBe(infinity);
  });

  it("takes each of its numbers for itself, and rounds everything between two to the nearer, ties to even", () => {
    let wrong = 0;
    for (let bits = 0; bits < infinity; bits++) {
      const below = toNumber(bits);
      // Where infinity follows, the next number would be as far away as the one before.
      const above = bits + 1 === infinity ? 2 * below - toNumber(bits - 1) : toNumber(bits + 1);
      const middle = (below + above) / 2;
      const even = bits % 2 === 0 ? bits : bits + 1;
      for (const [value, wanted] of [
        [below, bits],
        [middle, even],
        [neighbour(middle, 1n), bits + 1],
        [neighbour(middle, -1n), bits],
      ] as const) {
        if (fromNumber(value) !== wanted || fromNumber(-value) !== wanted + 0x8000) wrong += 1;
      }
    }
    expect(wrong).toBe(0);
  });
});

describe("merging", () => {
  it("adds the product to a part of a row and to rows, in the order of the rank", () => {
    // 1e16 + 1 - 1e16 is 0 in float64 and 1 in any other order: the order of the sum is part of the definition.
    const left = { values: Float64Array.of(1e16, 1, -1e16, 1, 0, 0), cols: 3 };
    const right = { values: Float64Array.of(1, 2, 1, 3, 1, 2), cols: 2 };
    const whole = new Float32Array([10, 20, 30, 40]);
    mergeElements(new Uint8Array(whole.buffer), "F32", 0, left, right, 2);
    expect([...whole]).toEqual([10, 28, 32, 44]);
    const part = new Float32Array([20, 30]);
    mergeElements(new Uint8Array(part.buffer), "F32", 1, left, right, 2);
    expect([...part]).toEqual([28, 32]);
  });

  it("makes one NaN of all of them", () => {
    const merge = (dtype: "F32" | "F64" | "BF16", bits: readonly number[]): string => {
      const bytes = Uint8Array.from(bits);
      mergeElements(
        bytes,
        dtype,
        0,
        { values: Float64Array.of(0), cols: 1 },
        { values: Float64Array.of(1), cols: 1 },
        1,
      );
      return Buffer.from(bytes).toString("hex");
    };
    expect(merge("BF16", [0x81, 0xff])).toBe("c07f");
    expect(merge("F32", [1, 0, 0x80, 0xff])).toBe("0000c07f");
    expect(merge("F64", [1, 0, 0, 0, 0, 0, 0xf0, 0xff])).toBe("000000000000f87f");
  });

  it("decodes factors exactly", () => {
    expect([...decodeFactor(Uint8Array.of(0x00, 0x3c, 0x01, 0x00), "F16", 2).values]).toEqual([1, 2 ** -24]);
    expect([...decodeFactor(Uint8Array.of(0x80, 0x3f, 0x01, 0x00), "BF16", 2).values]).toEqual([
      1,
      2 ** -133,
    ]);
  });
});

describe("what is not finite", () => {
  const patterns: readonly (readonly [
    Dtype,
    finite: readonly number[],
    nan: readonly number[],
    infinite: readonly number[],
  ])[] = [
    ["BF16", [0x7f, 0x7f], [0xc0, 0x7f], [0x80, 0xff]],
    ["F16", [0xff, 0x7b], [0x01, 0x7c], [0x00, 0xfc]],
    ["F32", [0xff, 0xff, 0x7f, 0x7f], [1, 0, 0x80, 0x7f], [0, 0, 0x80, 0xff]],
    [
      "F64",
      [255, 255, 255, 255, 255, 255, 0xef, 0x7f],
      [1, 0, 0, 0, 0, 0, 0xf0, 0x7f],
      [0, 0, 0, 0, 0, 0, 0xf0, 0xff],
    ],
    ["F8_E5M2", [0x7b], [0x7d], [0xfc]],
    [
      "C64",
      [255, 255, 0x7f, 0x7f, 0, 0, 0, 0],
      [0, 0, 0, 0, 1, 0, 0x80, 0x7f],
      [0, 0, 0x80, 0xff, 0, 0, 0, 0],
    ],
  ];

  it.each(patterns)(
    "%s: is found at each place of an odd number of elements, counted and named",
    (dtype, finite, nan, infinite) => {
      const length = 7;
      const plain = Array.from({ length }, () => finite);
      expect(hasNonFinite(Uint8Array.from(plain.flat()), dtype)).toBe(false);
      for (let at = 0; at < length; at++) {
        for (const bad of [nan, infinite])
          expect(hasNonFinite(Uint8Array.from(plain.with(at, bad).flat()), dtype)).toBe(true);
        const counts = { nan: 0, infinite: 0, first: Infinity };
        countNonFinite(Uint8Array.from([...plain.with(at, nan), infinite].flat()), dtype, 100, counts);
        expect(counts).toEqual({ nan: 1, infinite: 1, first: 100 + at });
      }
    },
  );

  it("are NaN alone in F8_E4M3, and nothing in integers", () => {
    expect(hasNonFinite(Uint8Array.of(0x7e, 0xfe, 0x00), "F8_E4M3")).toBe(false);
    expect(hasNonFinite(Uint8Array.of(0x00, 0xff), "F8_E4M3")).toBe(true);
    expect(hasNonFinite(Uint8Array.of(0xff, 0xff, 0xff, 0xff), "I16")).toBe(false);
  });
});
