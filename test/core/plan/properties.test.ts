import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { inferPlan } from "../../../src/core/weights/inference/inferPlan.js";
import type { WeightPlan } from "../../../src/core/weights/plan.js";
import { applyPlan, countingCheckpoint } from "./applyPlan.js";
import { batchNorm, join, linear, plain, raw, treeOf, type Dense, type Layer } from "./toyModels.js";

const size = fc.integer({ min: 2, max: 4 });
const segment = fc.constantFrom(
  "encoder",
  "layer",
  "0",
  "1",
  "head",
  "proj",
  "conv",
  "query",
  "key",
  "embed_weight",
);
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."));

const layer: fc.Arbitrary<(path: string) => Layer> = fc.oneof(
  fc.tuple(size, size, fc.boolean()).map(
    ([a, b, bias]) =>
      (at: string) =>
        linear(at, a, b, bias),
  ),
  size.map((a) => (at: string) => linear(at, a, a)),
  fc.tuple(fc.constantFrom("x@W", "linear", "W@x"), size, size).map(
    ([use, a, b]) =>
      (at: string) =>
        raw(at, use, a, b),
  ),
  fc.tuple(size, size).map((shape) => (at: string) => plain(at, "Embedding", shape)),
  fc.tuple(size, size).map((shape) => (at: string) => plain(at, "Elementwise", shape)),
  fc.tuple(size, size, size, size).map((shape) => (at: string) => plain(at, "Conv2d", shape)),
  size.map((a) => (at: string) => plain(at, "LayerNorm", [a])),
  size.map((a) => (at: string) => batchNorm(at, a)),
);

/** Layers at paths of which none lies inside another. */
const model = fc
  .uniqueArray(fc.tuple(path, layer), { minLength: 1, maxLength: 8, selector: ([at]) => at })
  .map((items) =>
    items.filter(
      ([at], index) =>
        !items.some(
          ([other], j) => j !== index && (at.startsWith(`${other}.`) || (other === at && j < index)),
        ),
    ),
  )
  .map((items) => items.map(([at, make]) => make(at)));

function observe(
  layers: readonly Layer[],
  side: "torch" | "paddle",
  tensors: ReadonlyMap<string, Dense>,
  rename = (at: string) => at,
) {
  return layers.map((item) =>
    item[side].probe((leaf) => {
      const tensor = tensors.get(join(rename(item.path), leaf));
      if (tensor === undefined) throw new Error(`${item.path}.${leaf} is missing`);
      return tensor;
    }),
  );
}

describe("a plan for two models of the same names", () => {
  it("is complete and makes the port compute what PyTorch computes", () => {
    fc.assert(
      fc.property(model, (layers) => {
        const source = treeOf(layers, "torch");
        const plan = inferPlan({ source, target: treeOf(layers, "paddle"), producer: "test" });
        expect(plan.undecided).toEqual([]);
        const checkpoint = countingCheckpoint(source);
        expect(observe(layers, "paddle", applyPlan(plan, checkpoint))).toEqual(
          observe(layers, "torch", checkpoint),
        );
        const accounted = new Set([
          ...plan.entries.flatMap((entry) => entry.pieces.map((piece) => piece.source)),
          ...plan.dropped.map((item) => item.source),
        ]);
        expect(accounted).toEqual(new Set(checkpoint.keys()));
        expect(plan.dropped.every((item) => item.source.endsWith("num_batches_tracked"))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("is found wrong by the same comparison when one matrix is turned the other way", () => {
    fc.assert(
      fc.property(model, size, fc.boolean(), (layers, width, useRaw) => {
        const square = useRaw ? raw("square", "x@W", width, width) : linear("square", width, width);
        const all = [...layers, square];
        const source = treeOf(all, "torch");
        const plan = inferPlan({ source, target: treeOf(all, "paddle"), producer: "test" });
        const checkpoint = countingCheckpoint(source);
        const mutant: WeightPlan = {
          ...plan,
          entries: plan.entries.map((entry) =>
            entry.target.startsWith("square.") && entry.shape.length === 2
              ? { ...entry, pieces: entry.pieces.map((piece) => ({ ...piece, transpose: !piece.transpose })) }
              : entry,
          ),
        };
        expect(observe(all, "paddle", applyPlan(mutant, checkpoint))).not.toEqual(
          observe(all, "torch", checkpoint),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe("a plan for a port with renamed modules", () => {
  it("never fills a tensor from the wrong layer: it is right, or it asks", () => {
    fc.assert(
      fc.property(
        model,
        fc.func(fc.constantFrom("", "_a", "2", "_x")),
        fc.func(fc.nat()),
        (layers, suffix, rank) => {
          // Each segment gets the same new name everywhere, and layers keep distinct paths.
          const rename = (at: string): string =>
            at
              .split(".")
              .map((part) => part + suffix(part))
              .join(".");
          fc.pre(new Set(layers.map((item) => rename(item.path))).size === layers.length);
          fc.pre(
            !layers.some((a) =>
              layers.some((b) => a !== b && rename(a.path).startsWith(`${rename(b.path)}.`)),
            ),
          );
          const source = treeOf(layers, "torch");
          // The port may register its layers in another order, so order proves nothing.
          const reordered = [...layers].sort((a, b) => rank(a.path) - rank(b.path));
          const target = treeOf(reordered, "paddle", rename);
          const names = new Set(source.modules.map((entry) => entry.path));
          // A new name that is another module's old name is a lie no tool can see through.
          fc.pre(
            target.modules.every((entry) => !names.has(entry.path) || rename(entry.path) === entry.path),
          );
          const plan = inferPlan({ source, target, producer: "test" });
          const checkpoint = countingCheckpoint(source);
          const converted = applyPlan(plan, checkpoint);
          const asked = new Set(plan.undecided.flatMap((item) => [...item.sources, ...item.targets]));
          const settled = layers.filter((item) =>
            item.paddle.parameters.every(({ leaf }) => converted.has(join(rename(item.path), leaf))),
          );
          expect(observe(settled, "paddle", converted, rename)).toEqual(
            observe(settled, "torch", checkpoint),
          );
          for (const item of layers) {
            if (settled.includes(item)) continue;
            expect(item.paddle.parameters.some(({ leaf }) => asked.has(join(rename(item.path), leaf)))).toBe(
              true,
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
