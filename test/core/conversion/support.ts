import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Arena } from "../../../src/core/weights/conversion/execute.js";
import type { SourceTensor } from "../../../src/core/weights/conversion/bands.js";
import {
  bfloatToNumber,
  halfToNumber,
  numberToBfloat,
  numberToHalf,
} from "../../../src/core/weights/conversion/lowRank.js";
import type { LowRankMerge, PlanEntry, SourcePiece, WeightPlan } from "../../../src/core/weights/plan.js";
import { bytesPerElement, tensorBytes, type Dtype } from "../../../src/core/weights/safetensors/dtypes.js";
import { createArena } from "../../../src/platform/conversion/arena.js";
import { writeSafetensors } from "../../../src/platform/safetensorsFiles.js";

/** A tensor whose bytes are all known. */
export interface KnownTensor {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** A tensor with bytes that depend on its name, so that two tensors are never mixed up unnoticed. */
export function knownTensor(name: string, dtype: Dtype, shape: readonly number[]): KnownTensor {
  const size = tensorBytes(dtype, shape);
  if (typeof size === "string") throw new Error(size);
  let state = [...name].reduce((hash, char) => (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0, 7);
  const width = bytesPerElement(dtype) ?? 1;
  const floating = /^(B?F|C)\d/.test(dtype);
  const data = Uint8Array.from({ length: size }, (_, at) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // Without its highest bit an exponent stands for a finite number; a complex one has two.
    const isTop = floating && (at % width === width - 1 || (dtype === "C64" && at % 4 === 3));
    return isTop ? (state >>> 24) & 0xbf : state >>> 24;
  });
  return { name, dtype, shape, data };
}

/** What a plan entry should give, element by element, from the definition of transpose and join and nothing else. */
export function expectedData(entry: PlanEntry, sources: ReadonlyMap<string, KnownTensor>): Uint8Array {
  const parts = entry.pieces.map((piece) => expectedPiece(piece, sources));
  const [first] = parts;
  if (first === undefined) throw new Error("no pieces");
  if (parts.length === 1) return Uint8Array.from(first.elements.flat());
  const axis = entry.joinAxis ?? 0;
  const runs = first.shape.slice(0, axis).reduce((a, b) => a * b, 1);
  const joined: number[][] = [];
  for (let run = 0; run < runs; run++) {
    for (const { elements } of parts) {
      const length = elements.length / runs;
      joined.push(...elements.slice(run * length, (run + 1) * length));
    }
  }
  return Uint8Array.from(joined.flat());
}

/** `source + scale · left · right`, number by number; how numbers are read and rounded is tested for itself. */
function mergedData(
  source: KnownTensor,
  merge: LowRankMerge,
  sources: ReadonlyMap<string, KnownTensor>,
): Uint8Array {
  const [left, right] = [merge.left, merge.right].map((name) => sources.get(name));
  if (left === undefined || right === undefined) throw new Error("no factor");
  const [rows = 0, cols = 0] = source.shape;
  const rank = left.shape.at(-1) ?? 0;
  const out = source.data.slice();
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      let sum = readNumber(left, row * rank) * readNumber(right, col);
      for (let k = 1; k < rank; k++)
        sum = sum + readNumber(left, row * rank + k) * readNumber(right, k * cols + col);
      const value = readNumber(source, row * cols + col) + merge.scale * sum;
      const at = row * cols + col;
      const view = new DataView(out.buffer);
      if (source.dtype === "F32") view.setFloat32(at * 4, value, true);
      else view.setUint16(at * 2, source.dtype === "F16" ? numberToHalf(value) : numberToBfloat(value), true);
    }
  }
  return out;
}

function readNumber({ dtype, data }: KnownTensor, at: number): number {
  const view = new DataView(data.buffer);
  if (dtype === "F32") return view.getFloat32(at * 4, true);
  const bits = view.getUint16(at * 2, true);
  return dtype === "F16" ? halfToNumber(bits) : bfloatToNumber(bits);
}

function expectedPiece(
  piece: SourcePiece,
  sources: ReadonlyMap<string, KnownTensor>,
): { shape: number[]; elements: number[][] } {
  const source = sources.get(piece.source);
  if (source === undefined) throw new Error(`no ${piece.source}`);
  const count = source.shape.reduce((a, b) => a * b, 1);
  const size = count === 0 ? 1 : source.data.length / count;
  const data = piece.merge === undefined ? source.data : mergedData(source, piece.merge, sources);
  let elements = Array.from({ length: count }, (_, at) => [...data.subarray(at * size, (at + 1) * size)]);
  let shape = [...source.shape];
  if (piece.rows !== undefined) {
    const row = shape.slice(1).reduce((a, b) => a * b, 1);
    elements = elements.slice(piece.rows.start * row, piece.rows.end * row);
    shape = [piece.rows.end - piece.rows.start, ...shape.slice(1)];
  }
  if (piece.transpose) {
    const [rows = 0, cols = 0] = shape;
    const turned: number[][] = [];
    for (let col = 0; col < cols; col++)
      for (let row = 0; row < rows; row++) turned.push(elements[row * cols + col] ?? []);
    return { shape: [cols, rows], elements: turned };
  }
  return { shape, elements };
}

export function entry(
  target: string,
  dtype: Dtype,
  shape: readonly number[],
  pieces: readonly SourcePiece[],
  joinAxis?: number,
): PlanEntry {
  const operation = pieces.some((piece) => piece.transpose) ? "transpose" : "keep";
  const base: PlanEntry = {
    target,
    dtype,
    shape: [...shape],
    pieces: [...pieces],
    operation,
    renamed: true,
    reason: "test",
    confidence: "certain",
  };
  return joinAxis === undefined ? base : { ...base, joinAxis };
}

export function makePlan(entries: readonly PlanEntry[], more: Partial<WeightPlan> = {}): WeightPlan {
  return {
    schemaVersion: 1,
    kind: "paddle-port/weight-plan",
    producer: "test",
    source: { framework: "torch", model: "test" },
    target: { framework: "paddle", model: "test" },
    modules: {},
    entries: [...entries],
    dropped: [],
    undecided: [],
    tied: [],
    notes: [],
    ...more,
  };
}

/** Tensors one after the other in a file of that name, as a checkpoint would say. */
export function placeTensors(
  tensors: readonly KnownTensor[],
  file: string,
): { tensors: SourceTensor[]; bytes: Uint8Array } {
  let end = 0;
  const placed = tensors.map(({ name, dtype, shape, data }) => {
    const begin = end;
    end += data.length;
    return { name, dtype, shape, file, begin, end };
  });
  return { tensors: placed, bytes: Uint8Array.from(tensors.flatMap(({ data }) => [...data])) };
}

/** A folder that `using` removes. */
export async function temporaryFolder(
  parent = tmpdir(),
): Promise<{ path: string; [Symbol.asyncDispose](): Promise<void> }> {
  const folder = await mkdtemp(path.join(parent, "paddle-port-test-"));
  return { path: folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** Writes a checkpoint folder with a configuration and a tokenizer beside the weights. */
export async function writeCheckpoint(
  folder: string,
  tensors: readonly KnownTensor[],
  file = "model.safetensors",
): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeSafetensors(path.join(folder, file), tensors, new Map([["format", "pt"]]));
  await writeFile(
    path.join(folder, "config.json"),
    '{\n  "torch_dtype": "float32",\n  "transformers_version": "4.8.2",\n  "eps": 1e-12\n}\n',
  );
  await writeFile(path.join(folder, "vocab.txt"), "[PAD]\n");
  return folder;
}

/** An arena for each kernel. */
export const arenas: readonly (readonly [string, Arena])[] = [
  ["simd", createArena(true)],
  ["plain", createArena(false)],
];
