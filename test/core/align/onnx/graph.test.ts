import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { withOutputs, withRoundedCopies } from "../../../../src/core/align/onnx/edit.js";
import { readOnnxModel } from "../../../../src/core/align/onnx/model.js";
import { moduleCalls, type ModuleCall } from "../../../../src/core/align/onnx/moduleCalls.js";
import { encodeModel, scoped, type ModelToEncode, type NodeToEncode } from "./encode.js";

function callsOf(model: ModelToEncode): ModuleCall[] {
  return moduleCalls(readOnnxModel(encodeModel(model)));
}

function call(calls: readonly ModuleCall[], path: string): ModuleCall {
  const found = calls.find((candidate) => candidate.path === path);
  if (!found) throw new Error(`there is no ${path}, only ${calls.map((each) => each.path).join(", ")}`);
  return found;
}

/** A node that the older exporter names. */
function named(name: string, inputs: string[], outputs: string[], op = name.split("/").at(-1) ?? "") {
  return { op: op.replace(/_\d+$/, ""), name, inputs, outputs } satisfies NodeToEncode;
}

describe("reading", () => {
  it("passes weights over, and finds inputs, files beside the model, and what bodies use", () => {
    const bytes = encodeModel({
      nodes: [
        {
          op: "If",
          inputs: ["condition"],
          outputs: ["y"],
          body: [
            { op: "Add", inputs: ["outer", "w"], outputs: ["inner"] },
            { op: "Neg", inputs: ["inner"], outputs: ["z"] },
          ],
        },
      ],
      inputs: ["x", "w"],
      outputs: ["y"],
      initializers: ["w"],
      external: { w: "weights.bin" },
    });
    const model = readOnnxModel(bytes);
    expect(model).toMatchObject({ producer: "pytorch 2.13.0", opsets: ["ai.onnx 20"], inputs: ["x"] });
    expect(model.outputs).toEqual(["y"]);
    expect(model.externalFiles).toEqual(["weights.bin"]);
    expect(model.nodes[0]?.captured).toEqual(["outer", "w"]);
  });

  it("says of bytes that are no model what is wrong, and never anything but a RangeError", () => {
    const text = new TextEncoder();
    expect(() => readOnnxModel(text.encode("{}"))).toThrow(RangeError);
    expect(() => readOnnxModel(new Uint8Array())).toThrow("it holds no graph");
    const whole = encodeModel({ nodes: [named("/a/Relu", ["x"], ["y"])], initializers: ["w"] });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const broken = Uint8Array.from(whole);
        broken[at] = value;
        for (const bytes of [broken, whole.subarray(0, at)]) {
          try {
            readOnnxModel(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        }
      }),
    );
  });
});

describe("editing", () => {
  const bytes = encodeModel({
    nodes: [named("/lin/MatMul", ["x", "w"], ["y"]), named("/act/Relu", ["y"], ["z"])],
    inputs: ["x"],
    outputs: ["z"],
    initializers: ["w"],
  });

  it("adds outputs after the file, whose bytes stay", () => {
    const edited = withOutputs(bytes, ["y"]);
    expect(edited.subarray(0, bytes.length)).toEqual(bytes);
    expect(readOnnxModel(edited)).toMatchObject({ inputs: ["x"], outputs: ["z", "y"] });
  });

  it("adds a copy that takes its inputs from the graph and rounds otherwise", () => {
    const copy = { prefix: "c/", nodes: [1], fetch: ["z"] };
    const edited = withRoundedCopies(bytes, readOnnxModel(bytes), [copy], new Set(["y", "z"]));
    expect(edited.subarray(0, bytes.length)).toEqual(bytes);
    const { nodes, outputs } = readOnnxModel(edited);
    expect(outputs).toEqual(["z", "c/z"]);
    expect(
      nodes.slice(2).map(({ opType, inputs: from, outputs: to }) => [opType, ...from, "→", ...to]),
    ).toEqual([
      ["RandomUniformLike", "y", "→", "c/y/factors"],
      ["Mul", "y", "c/y/factors", "→", "c/y"],
      ["Relu", "c/y", "→", "c/z/exact"],
      ["RandomUniformLike", "c/z/exact", "→", "c/z/factors"],
      ["Mul", "c/z/exact", "c/z/factors", "→", "c/z"],
    ]);
  });
});

describe("modules of the older exporter, by the nodes' names", () => {
  it("finds what crosses their borders, in the order in which they end", () => {
    const calls = callsOf({
      nodes: [
        named("/Constant", [], ["c"]),
        named("/layers.0/query/MatMul", ["x", "onnx::MatMul_1"], ["q0"]),
        named("/layers.0/query/Add", ["layers.0.query.bias", "q0"], ["q"]),
        named("/layers.0/Mul", ["q", "c"], ["m"]),
        named("/layers.0/Add", ["m", "mask"], ["out"]),
      ],
      inputs: ["x", "mask"],
      outputs: ["out"],
      initializers: ["onnx::MatMul_1", "layers.0.query.bias"],
    });
    expect(calls.map(({ path, began, order }) => [path, began, order])).toEqual([
      ["layers.0.query", 2, 0],
      ["layers.0", 1, 1],
      ["", 0, 2],
    ]);
    expect(call(calls, "layers.0.query")).toMatchObject({ entering: ["x"], leaving: ["q"] });
    expect(call(calls, "layers.0")).toMatchObject({ entering: ["x", "mask"], leaving: ["out"] });
    expect(call(calls, "")).toMatchObject({ entering: ["x", "mask"], leaving: ["out"] });
  });

  it.each([
    ["a ModuleList that is not called", "/encoder/layer.0/norm/Op", [], "encoder.layer.0.norm"],
    ["a Sequential that is", "/layer1/layer1.0/conv1/Op", [], "layer1.0.conv1"],
    ["a Sequential in a ModuleList", "/sub/list.0/list.0.1/Op", [], "sub.list.0.1"],
    ["a list of its owner's own name", "/a/a.0/Op", ["a.a.0.weight"], "a.a.0"],
  ])("%s: %s", (_, name, initializers, path) => {
    const calls = callsOf({ nodes: [named(name, ["x"], ["y"])], outputs: ["y"], initializers });
    expect(calls[0]?.path).toBe(path);
  });

  it("does not trust a convolution whose weights it changed", () => {
    const calls = callsOf({
      nodes: [
        named("/block/conv/Conv", ["x", "onnx::Conv_5", "onnx::Conv_6"], ["y"]),
        named("/head/Conv", ["y", "head.weight"], ["z"]),
      ],
      inputs: ["x"],
      outputs: ["z"],
      initializers: ["onnx::Conv_5", "onnx::Conv_6", "head.weight"],
    });
    expect(call(calls, "block.conv").exitDoubts.get("y")).toMatch(/BatchNorm may be folded/);
    expect(call(calls, "block").exitDoubts.has("y")).toBe(true);
    expect(call(calls, "head").exitDoubts.size).toBe(0);
  });
});

describe("modules of the newer exporter, by metadata", () => {
  const stack = (...paths: string[]): { metadata: Record<string, string> } => ({
    metadata: scoped(["", ...paths]),
  });

  it("keeps classes, and gives a node without a name to the modules of all its neighbours", () => {
    const calls = callsOf({
      nodes: [
        { op: "Relu", inputs: ["x"], outputs: ["a"], ...stack("m", "m.n") },
        { op: "Cast", inputs: ["a"], outputs: ["b"] },
        { op: "Relu", inputs: ["b"], outputs: ["c"], ...stack("m", "m.n") },
      ],
      inputs: ["x"],
      outputs: ["c"],
    });
    expect(call(calls, "m.n")).toMatchObject({ class: "some.m.n", entering: ["x"], leaving: ["c"] });
  });

  it("does not trust what borders on a node that was made of several", () => {
    const merged = { metadata: scoped(["", "b"], "TransposeTranspose") };
    const calls = callsOf({
      nodes: [
        { op: "Relu", inputs: ["x"], outputs: ["a"], ...stack("a") },
        { op: "Transpose", inputs: ["a"], outputs: ["b"], ...merged },
      ],
      inputs: ["x"],
      outputs: ["b"],
    });
    expect(call(calls, "a").exitDoubts.get("a")).toMatch(/TransposeTranspose/);
    expect(call(calls, "b").entryDoubt).toMatch(/TransposeTranspose/);
    expect(call(calls, "b").exitDoubts.size).toBe(0);
  });

  it("does not take the inputs of a convolution for those of the BatchNorm that was folded into it", () => {
    const folded = { metadata: scoped(["", "seq", "seq.1"], "RemoveOptionalBiasFromConv") };
    const calls = callsOf({
      nodes: [{ op: "Conv", inputs: ["x", "seq.0.weight", "seq.0.weight_bias"], outputs: ["y"], ...folded }],
      inputs: ["x"],
      outputs: ["y"],
      initializers: ["seq.0.weight", "seq.0.weight_bias"],
    });
    expect(call(calls, "seq.1").entryDoubt).toBe("it uses seq.0.weight, a parameter of another module");
    expect(call(calls, "seq").entryDoubt).toBeUndefined();
  });
});

it("a graph without module names is the whole model alone", () => {
  const calls = callsOf({
    nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
    inputs: ["x"],
    outputs: ["y"],
  });
  expect(calls).toMatchObject([{ path: "", entering: ["x"], leaving: ["y"] }]);
});
