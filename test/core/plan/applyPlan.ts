import type { ModuleTree } from "../../../src/core/modules/moduleTree.js";
import type { PlanEntry, WeightPlan } from "../../../src/core/weights/plan.js";
import type { Dense } from "./toyModels.js";

/** A checkpoint of the tree's tensors in which no two numbers are equal. */
export function countingCheckpoint(tree: ModuleTree): Map<string, Dense> {
  let next = 1;
  return new Map(
    [...tree.parameters, ...tree.buffers].map((entry) => {
      const shape = entry.shape.map(Number);
      const data = Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => next++);
      return [entry.name, { shape, data }];
    }),
  );
}

/** Carries out a plan element by element, straight from the meaning of its fields. */
export function applyPlan(plan: WeightPlan, checkpoint: ReadonlyMap<string, Dense>): Map<string, Dense> {
  return new Map(plan.entries.map((entry) => [entry.target, applyEntry(entry, checkpoint)]));
}

function applyEntry(entry: PlanEntry, checkpoint: ReadonlyMap<string, Dense>): Dense {
  const pieces = entry.pieces.map((piece) => {
    const source = checkpoint.get(piece.source);
    if (source === undefined) throw new Error(`no ${piece.source}`);
    const [height = 1, ...rest] = source.shape;
    const row = rest.reduce((product, size) => product * size, 1);
    const { start, end } = piece.rows ?? { start: 0, end: height };
    const shape = source.shape.length === 0 ? [] : [end - start, ...rest];
    const data = source.data.slice(start * row, end * row);
    if (!piece.transpose) return { shape, data };
    const [rows = 0, columns = 0] = shape;
    return {
      shape: [columns, rows],
      data: data.map((_, index) => data[(index % rows) * columns + Math.floor(index / rows)] ?? 0),
    };
  });
  const [first] = pieces;
  if (first === undefined) throw new Error("no pieces");
  if (pieces.length === 1) return first;
  if (entry.joinAxis === 0) {
    const height = pieces.reduce((sum, piece) => sum + (piece.shape[0] ?? 0), 0);
    return { shape: [height, ...first.shape.slice(1)], data: pieces.flatMap((piece) => piece.data) };
  }
  const rows = first.shape[0] ?? 0;
  const data = Array.from({ length: rows }, (_, row) =>
    pieces.flatMap((piece) =>
      piece.data.slice(row * (piece.shape[1] ?? 0), (row + 1) * (piece.shape[1] ?? 0)),
    ),
  ).flat();
  return { shape: [rows, pieces.reduce((sum, piece) => sum + (piece.shape[1] ?? 0), 0)], data };
}
