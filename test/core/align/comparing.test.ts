import { describe, expect, it } from "vitest";

import type { CapturedCall, CaptureManifest } from "../../../src/core/align/capture.js";
import { firstDivergence, innermostFailures } from "../../../src/core/align/divergence.js";
import { compareLayers, type Capture } from "../../../src/core/align/layers.js";
import { compareValues } from "../../../src/core/align/metrics.js";
import { embeddingsOf, similarityMatrix } from "../../../src/core/align/similarity.js";
import { coordinatesOf, valuesOf } from "../../../src/core/align/tensorValues.js";
import { bandOf, judge } from "../../../src/core/align/verdict.js";

const f32 = (...values: number[]): Float32Array => Float32Array.from(values);

describe("metrics", () => {
  it("gives the relative L2 error, the cosine and the greatest difference with its place", () => {
    const found = compareValues(f32(3, 4, 0, 0), f32(3, 4, 0, 1), [2, 2]);
    expect(found.relativeL2).toBeCloseTo(1 / 5, 12);
    // cos = 25 / (5 · √26)
    expect(found.oneMinusCosine).toBeCloseTo(1 - 5 / Math.sqrt(26), 12);
    expect(found.maximum).toEqual({ difference: 1, index: [1, 1], reference: 0, port: 1 });
    expect(found.meanDifference).toBe(0.25);
  });

  it("keeps a cosine distance far below the resolution of 1 - cos", () => {
    const error = 1e-10;
    const found = compareValues(Float64Array.of(1, 0), Float64Array.of(1, error), [2]);
    expect(found.oneMinusCosine / (error ** 2 / 2)).toBeCloseTo(1, 3);
  });

  it("never passes a value that is finite on one side only, and leaves equal infinities out", () => {
    expect(compareValues(f32(1, -Infinity), f32(1, -Infinity), [2]).relativeL2).toBe(0);
    expect(compareValues(f32(1, 2), f32(1, NaN), [2])).toMatchObject({
      relativeL2: Infinity,
      notFinite: { reference: 0, port: 1, differing: 1 },
    });
    expect(compareValues(f32(0, 0), f32(0, 1e-30), [2]).relativeL2).toBe(Infinity);
  });

  it("compares a part when told which", () => {
    const only = compareValues(f32(1, 1), f32(1, 2), [2], (flat) => flat === 0);
    expect(only.relativeL2).toBe(0);
  });

  it("reads half precision, integers and booleans", () => {
    const halves = new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7c00, 0x3555).buffer);
    expect([...valuesOf("float16", halves)]).toEqual([1, -2, 2 ** -24, Infinity, 0.333251953125]);
    expect([...valuesOf("int64", new Uint8Array(BigInt64Array.of(-7n, 30522n).buffer))]).toEqual([-7, 30522]);
    expect([...valuesOf("bool", Uint8Array.of(1, 0))]).toEqual([1, 0]);
    expect(coordinatesOf(23, [2, 3, 4])).toEqual([1, 2, 3]);
  });
});

describe("verdicts", () => {
  it("allows the factor times the measured floor, and no less than five float32 ulps", () => {
    expect(bandOf(2e-7, 10, false)).toMatchObject({ tolerance: 2e-6, source: "measured" });
    expect(bandOf(0, 10, false)).toMatchObject({ floor: 2 ** -24, source: "minimum" });
    expect(bandOf(undefined, 10, false)).toMatchObject({ floor: 1e-6, source: "assumed" });
    expect(bandOf(undefined, 10, true).source).toBe("minimum");
  });

  it("tells suspect from structural", () => {
    const band = bandOf(2e-7, 10, false);
    expect([1e-6, 2.1e-6, 0.9e-3, 1.1e-3, NaN, Infinity].map((error) => judge(error, 0, band))).toEqual([
      "ok",
      "suspect",
      "suspect",
      "structural",
      "structural",
      "structural",
    ]);
    expect(judge(0, 1, band)).toBe("structural");
  });
});

/** Calls of a model `root` that calls `a`, then `b`, which calls `b.c`; each call returns one number. */
const tree = [
  ["a", 1, 0],
  ["b.c", 3, 1],
  ["b", 2, 2],
  ["", 0, 3],
] as const;

function captureOf(side: "reference" | "port", values: Readonly<Record<string, number>>): Capture {
  const calls: CapturedCall[] = tree.map(([module, began, order]) => ({
    module,
    class: "M",
    occurrence: 0,
    began,
    order,
    inputs: [],
    otherInputs: {},
    outputs: [
      { key: module, slot: "0", shape: [1], dtype: "float32", noise: { isolated: 1e-7, propagated: 1e-7 } },
    ],
  }));
  const manifest: CaptureManifest = {
    schemaVersion: 1,
    kind: "paddle-port/capture",
    side,
    framework: "torch",
    frameworkVersion: "0",
    python: "3",
    platform: "",
    device: "cpu",
    threads: 1,
    numericFlags: {},
    seed: 0,
    model: "m:f",
    inputs: [],
    inputsSha256: "0",
    modules: [
      ...tree.map(([path]) => ({ path, class: "M", parameters: path === "" ? [] : [`${path}.weight`] })),
      { path: "unused", class: "Linear", parameters: ["unused.weight"] },
    ],
    calls,
    outputs: [],
    isolated: {
      inputsSha256: "0",
      calls: calls.map(({ module, outputs }) => ({ reference: module, module, occurrence: 0, outputs })),
    },
  };
  return { manifest, tensors: { read: ({ key }) => Promise.resolve(f32(values[key] ?? 1)) } };
}

const options = { portPath: (path: string) => path, factor: 10 };

describe("the first divergence", () => {
  it("is the innermost module, not one that merely contains it", async () => {
    const layers = await compareLayers(
      captureOf("reference", {}),
      captureOf("port", { "b.c": 1.1, b: 1.1, "": 1.1 }),
      options,
    );
    expect(firstDivergence(layers)).toMatchObject({ layer: { reference: "b.c" }, mode: "isolated" });
    expect(innermostFailures(layers, "isolated").map(({ reference }) => reference)).toEqual(["b.c"]);
  });

  it("is the outer module when all inside it agree, and the first of several in execution order", async () => {
    const outer = await compareLayers(
      captureOf("reference", {}),
      captureOf("port", { b: 2, "": 2 }),
      options,
    );
    expect(firstDivergence(outer)?.layer.reference).toBe("b");
    const two = await compareLayers(
      captureOf("reference", {}),
      captureOf("port", { "b.c": 2, a: 2 }),
      options,
    );
    expect(innermostFailures(two, "isolated").map(({ reference }) => reference)).toEqual(["a", "b.c"]);
  });

  it("is none when all agree within the tolerance", async () => {
    const layers = await compareLayers(
      captureOf("reference", {}),
      captureOf("port", { a: 1 + 5e-7 }),
      options,
    );
    expect(firstDivergence(layers)).toBeUndefined();
  });

  it("follows a module that has another name in the port", async () => {
    const port = captureOf("port", {});
    const renamed: Capture = {
      ...port,
      manifest: {
        ...port.manifest,
        calls: port.manifest.calls.map((call) => (call.module === "a" ? { ...call, module: "first" } : call)),
      },
    };
    const portPath = (path: string): string => (path === "a" ? "first" : path);
    const [layer] = await compareLayers(captureOf("reference", {}), renamed, { ...options, portPath });
    expect(layer).toMatchObject({ reference: "a", port: "first", propagated: "ok" });
    const [lost] = await compareLayers(captureOf("reference", {}), renamed, options);
    expect(lost).toMatchObject({ propagated: undefined, notes: ["the port never calls a"] });
  });
});

it("judges padding apart from tokens", async () => {
  const sized = (capture: Capture): Capture => ({
    ...capture,
    manifest: {
      ...capture.manifest,
      calls: capture.manifest.calls.map((call) => ({
        ...call,
        outputs: call.outputs.map((output) => ({ ...output, shape: [1, 2, 1] })),
      })),
      isolated: undefined,
    },
  });
  const reference = {
    ...sized(captureOf("reference", {})),
    tensors: { read: () => Promise.resolve(f32(1, 1)) },
  };
  const port = { ...sized(captureOf("port", {})), tensors: { read: () => Promise.resolve(f32(1, 0)) } };
  const mask = { shape: [1, 2], values: f32(1, 0) };
  const [layer] = await compareLayers(reference, port, { ...options, mask });
  expect(layer?.slots[0]?.propagated?.byMask).toEqual({ real: 0, padding: 1 });
});

it("pools over real tokens only and gives cosines", () => {
  const output = { shape: [2, 2, 2], values: f32(1, 0, 0, 5, 0, 2, 0, 4) };
  const mask = { shape: [2, 2], values: f32(1, 0, 1, 1) };
  const how = { from: "0", pooling: "mean", normalize: true } as const;
  const vectors = embeddingsOf(output, how, mask);
  expect(vectors.map((vector) => [...vector])).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(similarityMatrix(vectors)).toEqual([
    [1, 0],
    [0, 1],
  ]);
  const plain = embeddingsOf(output, { ...how, normalize: false }, undefined);
  expect([...(plain[1] ?? [])]).toEqual([0, 3]);
});
