import { describe, expect, it } from "vitest";

import { captureManifest, type CaptureManifest } from "../../../../src/core/align/capture.js";
import { coverageOf } from "../../../../src/core/align/coverage.js";
import { parameterHolders, withPortSlots } from "../../../../src/core/align/onnx/portSlots.js";

type Tensor = readonly [slot: string, shape: readonly number[], dtype?: string];

function tensors(given: readonly Tensor[]) {
  return given.map(([slot, shape, dtype = "float32"]) => ({ key: `t-${slot}`, slot, shape, dtype }));
}

function manifest(
  framework: "onnx" | "paddle",
  calls: readonly (readonly [module: string, outputs: readonly Tensor[]])[],
  outputs: readonly Tensor[] = [],
  modules: readonly (readonly [path: string, parameters: readonly string[]])[] = [],
): CaptureManifest {
  return captureManifest.parse({
    schemaVersion: 1,
    kind: "paddle-port/capture",
    side: framework === "onnx" ? "reference" : "port",
    framework,
    frameworkVersion: "1",
    python: "3",
    platform: "Linux",
    device: "cpu",
    threads: 1,
    numericFlags: {},
    seed: 0,
    model: "m",
    inputs: [],
    inputsSha256: "0",
    modules: modules.map(([path, parameters]) => ({ path, class: "C", parameters })),
    calls: calls.map(([module, found], order) => ({
      order,
      began: order,
      module,
      class: "C",
      occurrence: calls.slice(0, order).filter(([earlier]) => earlier === module).length,
      inputs: [],
      outputs: tensors(found),
    })),
    outputs: tensors(outputs),
  });
}

const same = (path: string): string => path;

function resolved(leaving: readonly Tensor[], returned: readonly Tensor[], times = 1) {
  const port = manifest(
    "paddle",
    Array.from({ length: times }, () => ["m", returned] as const),
  );
  const [call] = withPortSlots(manifest("onnx", [["m", leaving]]), port, same).calls;
  return { slots: call?.outputs.map(({ slot, key }) => [slot, key]), notes: call?.notes ?? [] };
}

describe("which part of a result a value is", () => {
  it("follows from the shape and dtype where only one fits", () => {
    expect(resolved([["/m/Add", [2, 3]]], [["0", [2, 3]]])).toEqual({
      slots: [["0", "t-/m/Add"]],
      notes: [],
    });
    const two = resolved(
      [
        ["a", [4]],
        ["b", [2, 3]],
      ],
      [
        ["0", [2, 3]],
        ["1", [4]],
      ],
    );
    expect(two.slots).toEqual([
      ["0", "t-b"],
      ["1", "t-a"],
    ]);
  });

  it("stays open where it does not, with the reason", () => {
    const twins: readonly Tensor[] = [
      ["a", [2]],
      ["b", [2]],
    ];
    expect(resolved(twins, [["0", [2]]])).toMatchObject({ slots: [], notes: [/more than one value/] });
    expect(
      resolved(
        [["a", [2]]],
        [
          ["0", [2]],
          ["1", [2]],
        ],
      ).slots,
    ).toEqual([]);
    expect(resolved([["a", [2]]], [["0", [3]]]).notes).toEqual([
      "output 0 [3] was not compared: no value of its shape leaves the module in the ONNX graph, only a [2]",
    ]);
    expect(resolved([["a", [2], "int64"]], [["0", [2]]]).slots).toEqual([]);
  });

  it("stays open for a module that the port calls several times", () => {
    const { slots, notes } = resolved([["a", [2]]], [["0", [2]]], 2);
    expect(slots).toEqual([]);
    expect(notes).toEqual(["the port calls it 2 times, and the ONNX graph does not tell the calls apart"]);
  });

  it("of the whole model follows the order, unless the specification names it", () => {
    const port = manifest(
      "paddle",
      [],
      [
        ["0", [2]],
        ["1.pooled", [2]],
      ],
    );
    const slots = (...outputs: string[]): string[] =>
      withPortSlots(
        manifest(
          "onnx",
          [],
          outputs.map((slot) => [slot, [2]]),
        ),
        port,
        same,
      ).outputs.map(({ slot }) => slot);
    expect(slots("hidden", "pooled")).toEqual(["0", "1.pooled"]);
    expect(slots("hidden", "0")).toEqual(["1.pooled", "0"]);
    // With another number of outputs there is no order to go by.
    expect(slots("hidden")).toEqual(["hidden"]);
  });
});

it("counts coverage over the port's modules, and those that the port lacks", () => {
  const reference = manifest(
    "onnx",
    [["a", [["v", [2]]]]],
    [],
    [
      ["a", ["a.bias"]],
      ["gone", ["gone.weight"]],
    ],
  );
  const port = manifest(
    "paddle",
    [],
    [],
    [
      ["", []],
      ["A", ["A.weight", "A.bias"]],
      ["folded", ["folded.weight"]],
    ],
  );
  const renamed = { a: "A" };
  const holders = parameterHolders(reference, port, (path) => (path === "a" ? "A" : path), renamed);
  const parts = { reference, port, layers: [], portPath: (path: string) => path, made: new Map(), holders };
  const { modules, parameters, missing } = coverageOf(parts);
  expect({ modules, parameters }).toEqual({
    modules: { total: 3, compared: 0, credited: 0 },
    parameters: { total: 4, compared: 0, credited: 0 },
  });
  expect(missing.map(({ module }) => module)).toEqual(["a", "folded", "gone"]);
  expect(missing[1]?.reason).toMatch(/no node of the ONNX graph bears its name/);
});
