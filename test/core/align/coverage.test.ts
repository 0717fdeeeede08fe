import { describe, expect, it } from "vitest";

import type { CaptureManifest, Dependence } from "../../../src/core/align/capture.js";
import { coverageOf, isEnough, type Coverage, type MadeTensor } from "../../../src/core/align/coverage.js";
import type { LayerResult } from "../../../src/core/align/layers.js";
import { bandOf } from "../../../src/core/align/verdict.js";

/** Tolerance 1e-6. */
const band = bandOf(1e-7, 10, false);
const metrics = {
  relativeL2: 1e-7,
  oneMinusCosine: 0,
  maximum: { difference: 0, index: [], reference: 0, port: 0 },
  meanDifference: 0,
  notFinite: { reference: 0, port: 0, differing: 0 },
};

/** A module that was compared, or tried in vain. */
function layer(reference: string, port = reference, compared = true): LayerResult {
  return {
    reference,
    port,
    class: "M",
    portClass: "M",
    occurrence: 0,
    order: 0,
    began: 0,
    slots: compared
      ? [{ slot: "0", shape: [1], dtype: "float32", isolated: { ...band, verdict: "ok", metrics } }]
      : [],
    isolated: compared ? "ok" : undefined,
    propagated: undefined,
    notes: compared ? [] : ["the port never calls it"],
  };
}

type Effects = Readonly<Record<string, readonly [module: string, effect: number] | string>>;

function side(
  name: "reference" | "port",
  holders: Readonly<Record<string, readonly string[]>>,
  effects?: Effects,
): CaptureManifest {
  const dependence: Dependence = {
    change: 0.01,
    parameters: Object.entries(effects ?? {}).map(([parameter, found]) =>
      typeof found === "string"
        ? { parameter, effects: {}, error: found }
        : { parameter, module: found[0], occurrence: 0, effects: { "0": found[1] } },
    ),
  };
  return {
    schemaVersion: 1,
    kind: "paddle-port/capture",
    side: name,
    framework: name === "reference" ? "torch" : "paddle",
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
    modules: Object.entries(holders).map(([path, names]) => ({
      path,
      class: "M",
      parameters: names.map((local) => (path === "" ? local : `${path}.${local}`)),
    })),
    calls: [
      { order: 0, began: 0, module: "", class: "M", occurrence: 0, inputs: [], outputs: [], otherInputs: {} },
    ],
    outputs: [],
    ...(effects ? { dependence } : {}),
  };
}

function cover(
  reference: CaptureManifest,
  port: CaptureManifest,
  layers: readonly LayerResult[],
  made: Readonly<Record<string, readonly MadeTensor[]>> = {},
  portPath = (path: string): string => path,
): Coverage {
  return coverageOf({ reference, port, layers, portPath, made: new Map(Object.entries(made)) });
}

const holders = { attention: [], "attention.query": ["weight"] };

describe("a layer that is never called", () => {
  it("counts when what is compared depends on it on both sides, by the least effect", () => {
    const found = cover(
      side("reference", holders, { "attention.query.weight": ["attention", 1e-2] }),
      side("port", {}, { "attention.q.weight": ["attn", 1e-3] }),
      [layer("attention", "attn")],
      {},
      (path) => (path === "attention.query" ? "attention.q" : path),
    );
    expect(found).toMatchObject({ modules: { total: 1, compared: 0, credited: 1 }, missing: [] });
    expect(found.credited).toMatchObject([{ by: "dependence", through: "attention" }]);
    expect(found.credited[0]?.timesTolerance).toBeCloseTo(1e3, 6);
    expect(isEnough(found)).toBe(true);
  });

  it("goes by the plan where parameters were fused into a layer that only the port calls", () => {
    const made = { "attention.query.weight": [{ target: "attention.qkv.weight", merged: false }] };
    const port = side("port", {}, { "attention.qkv.weight": ["attention", 1e-2] });
    const reference = side("reference", holders, { "attention.query.weight": ["attention", 1e-2] });
    expect(cover(reference, port, [layer("attention")], made).credited).toHaveLength(1);
    const blind = cover(reference, side("port", {}, {}), [layer("attention")], made);
    expect(blind.missing[0]?.reason).toBe(
      "the port has no parameter attention.qkv.weight whose effect could be measured",
    );
  });

  it.each<[string, Effects | undefined, Effects, RegExp, true | undefined]>([
    ["without a measurement", undefined, {}, /does not hold which results depend on it/, undefined],
    [
      "without effect",
      { "attention.query.weight": ["attention", 0] },
      {},
      /^no effect: .* by 1 %/,
      undefined,
    ],
    [
      "with an effect within the tolerance",
      { "attention.query.weight": ["attention", 9e-7] },
      {},
      /^too little effect/,
      undefined,
    ],
    [
      "below a module that was not compared",
      { "attention.query.weight": ["block", 1e-2] },
      {},
      /and block, the nearest module around it, was not compared/,
      undefined,
    ],
    [
      "whose effect could not be measured",
      { "attention.query.weight": "argument 0 is a Cache" },
      {},
      /was not measured: argument 0 is a Cache/,
      undefined,
    ],
    [
      "that the port ignores",
      { "attention.query.weight": ["attention", 1e-2] },
      { "attention.query.weight": ["attention", 0] },
      /the port does not: changing attention\.query\.weight there/,
      true,
    ],
  ])("does not count %s", (_, reference, port, reason, ignored) => {
    const found = cover(side("reference", holders, reference), side("port", {}, port), [layer("attention")]);
    expect(found.modules).toEqual({ total: 1, compared: 0, credited: 0 });
    expect(found.missing[0]?.reason).toMatch(reason);
    expect(found.missing[0]?.ignored).toBe(ignored);
  });

  it("needs an effect of each of its parameters", () => {
    const found = cover(
      side("reference", { "a.b": ["weight", "bias"] }, { "a.b.weight": ["a", 1], "a.b.bias": ["a", 0] }),
      side("port", {}, { "a.b.weight": ["a", 1], "a.b.bias": ["a", 1] }),
      [layer("a")],
    );
    expect(found.missing[0]?.reason).toMatch(/^no effect: with a\.b\.bias/);
  });
});

describe("where only the port's parameters are known", () => {
  const port = (...called: readonly string[]): CaptureManifest => {
    const made = side("port", holders, { "attention.query.weight": ["attention", 1e-2] });
    const [whole] = made.calls;
    return { ...made, calls: called.flatMap((module) => (whole ? [{ ...whole, module }] : [])) };
  };
  const counted = (made: CaptureManifest): Coverage =>
    coverageOf({
      reference: { ...side("reference", {}), framework: "onnx" },
      port: made,
      layers: [layer("attention")],
      portPath: (path) => path,
      made: new Map(),
      holders: made.modules,
    });

  it("a layer that the port never calls counts when the module around it depends on it", () => {
    expect(counted(port("", "attention")).credited).toMatchObject([{ through: "attention" }]);
  });

  it("but not when the port calls it, or calls a module in between", () => {
    const missing = /no node of the ONNX graph/;
    expect(counted(port("", "attention", "attention.query")).missing[0]?.reason).toMatch(missing);
    expect(counted(port("")).missing[0]?.reason).toMatch(missing);
  });
});

it("a port that ignores one module of a hundred has not compared enough", () => {
  const many = Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`l${String(n)}`, ["weight"]]));
  const layers = Object.keys(many).map((path) => layer(path));
  const reference = side("reference", { ...many, a: ["scale"] }, { "a.scale": ["a", 1e-2] });
  const using = cover(reference, side("port", {}, { "a.scale": ["a", 1e-2] }), [...layers, layer("a")]);
  expect([using.modules.compared, isEnough(using)]).toEqual([100, true]);
  const ignoring = cover(reference, side("port", {}, { "a.scale": ["a", 0] }), [...layers, layer("a")]);
  expect([ignoring.modules.compared, isEnough(ignoring)]).toEqual([99, false]);
});

it("a parameter that takes no part in a compared module's result is named and does not count", () => {
  const found = cover(
    side("reference", { "": ["scale", "shift"] }, { scale: ["", 0], shift: ["", 1] }),
    side("port", {}, { scale: ["", 0], shift: ["", 1] }),
    [layer("")],
  );
  expect(found).toMatchObject({
    modules: { total: 1, compared: 1 },
    parameters: { total: 2, compared: 1 },
    idle: [
      {
        parameter: "scale",
        reason: "no effect: with scale changed by 1 %, the whole model returns the same",
      },
    ],
  });
});

describe("an adapter that the plan merges", () => {
  const at = "fc.parametrizations.weight.0";
  const target = { target: "fc.weight", merged: true };
  const reference = side("reference", { [at]: ["A", "B"] });
  const port = side("port", { fc: ["weight"] });

  it("counts with the module whose weight it is merged into", () => {
    const made = { [`${at}.A`]: [target], [`${at}.B`]: [target] };
    const found = cover(reference, port, [layer("fc")], made);
    expect(found.credited).toMatchObject([
      { module: at, by: "merged", through: "fc", parameters: [`${at}.A`, `${at}.B`] },
    ]);
    expect(found.credited[0]?.timesTolerance).toBeUndefined();
  });

  it.each<[string, Readonly<Record<string, readonly MadeTensor[]>>, LayerResult]>([
    [
      "when that module was not compared",
      { [`${at}.A`]: [target], [`${at}.B`]: [target] },
      layer("fc", "fc", false),
    ],
    [
      "when a part of it goes elsewhere",
      { [`${at}.A`]: [target], [`${at}.B`]: [{ ...target, target: "gc.weight" }] },
      layer("fc"),
    ],
    ["when a part of it is dropped", { [`${at}.A`]: [target] }, layer("fc")],
    [
      "when it is copied and not merged",
      { [`${at}.A`]: [target], [`${at}.B`]: [{ ...target, merged: false }] },
      layer("fc"),
    ],
    [
      "with a module that it is no part of",
      {
        [`${at}.A`]: [{ ...target, target: "gc.weight" }],
        [`${at}.B`]: [{ ...target, target: "gc.weight" }],
      },
      layer("gc"),
    ],
  ])("does not count %s", (_, made, compared) => {
    const { credited, missing } = cover(reference, port, [compared], made);
    expect(credited).toEqual([]);
    expect(missing).toMatchObject([{ module: at, reason: expect.stringMatching(/^it makes a weight/) }]);
  });
});
