import { describe, expect, it } from "vitest";

import type { CapturedCall, CaptureManifest } from "../../../src/core/align/capture.js";
import { differenceOfCalls } from "../../../src/core/align/innerCalls.js";
import type { LayerResult } from "../../../src/core/align/layers.js";

/** A call and what it calls: `["block", ["norm"], ["attention", ["query"]]]`. */
type Tree = readonly [string, ...Tree[]];

function capture(tree: Tree, framework: CaptureManifest["framework"] = "paddle"): CaptureManifest {
  const calls: CapturedCall[] = [];
  let began = 0;
  const visit = ([module, ...inner]: Tree): void => {
    const own = { module, began: began++ };
    for (const each of inner) visit(each);
    const occurrence = calls.filter((call) => call.module === module).length;
    calls.push({
      ...own,
      order: calls.length,
      class: "C",
      occurrence,
      inputs: [],
      outputs: [],
      otherInputs: {},
    });
  };
  visit(tree);
  return { framework, calls } as unknown as CaptureManifest;
}

function difference(
  reference: Tree,
  port: Tree,
  at = "block",
  rename: Record<string, string> = {},
): string | undefined {
  const layer = { reference: at, port: rename[at] ?? at, occurrence: 0 } as LayerResult;
  return differenceOfCalls(capture(reference, "torch"), capture(port), layer, (path) => rename[path] ?? path);
}

describe("the calls that a module makes", () => {
  const reference: Tree = [
    "block",
    ["block.norm"],
    ["block.attention", ["block.attention.query"]],
    ["shared"],
  ];

  it("are alike, whatever happens inside of them", () => {
    expect(difference(reference, ["block", ["block.norm"], ["block.attention"], ["shared"]])).toBeUndefined();
  });

  it("lack one", () => {
    expect(difference(reference, ["block", ["block.attention"]])).toBe(
      "block never calls norm, shared, which the reference calls there",
    );
  });

  it("have one too many", () => {
    expect(difference(["block", ["block.norm"]], ["block", ["block.norm"], ["block.drop"]])).toBe(
      "block calls drop, which the reference does not call there",
    );
  });

  it("come in another order", () => {
    expect(difference(reference, ["block", ["block.attention"], ["block.norm"], ["shared"]])).toBe(
      "block calls attention, norm, shared, in this order, where the reference calls norm, attention, shared",
    );
  });

  it("are found under the port's names", () => {
    const rename = { block: "layer", "block.norm": "layer.ln" };
    expect(difference(["block", ["block.norm"]], ["layer", ["layer.ln"]], "block", rename)).toBeUndefined();
    expect(difference(["block", ["block.norm"]], ["layer"], "block", rename)).toBe(
      "layer never calls ln, which the reference calls there",
    );
  });

  it("of the model itself are named in full", () => {
    expect(difference(["", ["text"], ["image"]], ["", ["image"]], "")).toBe(
      "The model never calls text, which the reference calls there",
    );
  });

  it("do not count what computes a weight", () => {
    const adapted: Tree = [
      "block",
      ["block.q.parametrizations.weight", ["block.q.parametrizations.weight.0"]],
    ];
    expect(difference(adapted, ["block"])).toBeUndefined();
  });

  it("are not known of an ONNX graph, nor of a call that was not recorded", () => {
    const layer = { reference: "block", port: "block", occurrence: 0 } as LayerResult;
    const same = (path: string): string => path;
    expect(differenceOfCalls(capture(reference, "onnx"), capture(["block"]), layer, same)).toBeUndefined();
    expect(differenceOfCalls(capture(reference), capture(["other"]), layer, same)).toBeUndefined();
  });
});
