import { bytesPerElement, elementCount } from "../safetensors/dtypes.js";
import type { RandomAccessFile } from "../safetensors/reader.js";
import type { PlanEntry, SourcePiece } from "../plan.js";
import type { SourceTensor } from "./bands.js";
import { mergedFile } from "./expectedMerge.js";
import { compareRun, compareTransposed, noDifferences, type Differences } from "./compareUnits.js";

/** A tensor of the output; `begin` and `end` are byte offsets in `file`. */
export interface WrittenTensor {
  readonly begin: number;
  readonly end: number;
  readonly file: RandomAccessFile;
}

/** How much of a tensor is held at once, in bytes: source and target each. */
export interface CompareLimits {
  readonly panelBytes: number;
  readonly targetBytes: number;
}

export const defaultCompareLimits: CompareLimits = { panelBytes: 32 * 2 ** 20, targetBytes: 256 * 2 ** 20 };

/** Finds the source tensor of a name with its file. */
export type FindSource = (name: string) => { readonly tensor: SourceTensor; readonly file: RandomAccessFile };

interface Reading {
  readonly entry: PlanEntry;
  readonly source: SourceTensor;
  readonly sourceFile: RandomAccessFile;
  readonly target: WrittenTensor;
  readonly into: Differences;
  readonly limits: CompareLimits;
}

/**
 * Compares every byte of a written tensor with the sources, by the plan's formula and from the source's side: nothing
 * of the converter's own arithmetic is used. Dtypes and shapes must have been checked against the plan before.
 */
export async function compareTensor(
  entry: PlanEntry,
  target: WrittenTensor,
  find: FindSource,
  limits: CompareLimits = defaultCompareLimits,
): Promise<Differences> {
  const into = noDifferences();
  // Where along the join axis the next piece begins.
  let along = 0;
  for (const piece of entry.pieces) {
    const { tensor, file: stored } = find(piece.source);
    const file = piece.merge === undefined ? stored : mergedFile(tensor, stored, piece.merge, find);
    const reading = { entry, source: tensor, sourceFile: file, target, into, limits };
    const [start, end] = [piece.rows?.start ?? 0, piece.rows?.end ?? tensor.shape[0] ?? 1];
    const shape = tensor.shape.length === 0 ? [] : [end - start, ...tensor.shape.slice(1)];
    if (piece.transpose) await comparePanels(reading, start, shape, along);
    else await compareRuns(reading, start, shape, along);
    along += sizeAlong(entry, piece, shape);
  }
  return into;
}

function sizeAlong(entry: PlanEntry, piece: SourcePiece, shape: readonly number[]): number {
  const axis = entry.joinAxis ?? 0;
  return (piece.transpose ? shape[1 - axis] : shape[axis]) ?? 0;
}

/** Bytes of `count` elements; F4 and F6 are only ever taken whole, so their share of the source's bytes is exact. */
function bytesOf(source: SourceTensor, count: number): number {
  const all = elementCount(source.shape);
  return all === 0 ? 0 : ((source.end - source.begin) / all) * count;
}

/** A piece that keeps its order: runs of bytes, one for each index before the join axis. */
async function compareRuns(
  reading: Reading,
  start: number,
  shape: readonly number[],
  along: number,
): Promise<void> {
  const { entry, source, sourceFile, target, into, limits } = reading;
  const axis = entry.pieces.length > 1 ? (entry.joinAxis ?? 0) : 0;
  const runs = elementCount(shape.slice(0, axis));
  const runElements = elementCount(shape.slice(axis));
  const targetElements = elementCount(entry.shape.slice(axis));
  const before = along * elementCount(shape.slice(axis + 1));
  const size = bytesPerElement(source.dtype) ?? 1;
  const from = source.begin + bytesOf(source, start * elementCount(shape.slice(1)));
  const runBytes = bytesOf(source, runElements);
  for (let run = 0; run < runs; run++) {
    const first = run * targetElements + before;
    for (let done = 0; done < runBytes; done += limits.panelBytes) {
      const length = Math.min(limits.panelBytes, runBytes - done);
      const expected = await readAll(sourceFile, from + run * runBytes + done, length);
      const found = await readAll(target.file, target.begin + bytesOf(source, first) + done, length);
      compareRun(expected, found, size, first + done / size, into);
    }
  }
}

/** A transposed piece: some target rows are held, and all source rows pass by. */
async function comparePanels(
  reading: Reading,
  start: number,
  shape: readonly number[],
  along: number,
): Promise<void> {
  const { entry, source, sourceFile, target, into, limits } = reading;
  const [rows = 0, cols = 0] = shape;
  const targetCols = entry.shape[1] ?? 0;
  const size = bytesPerElement(source.dtype);
  if (size === undefined || rows === 0 || cols === 0) return;
  // Joined along axis 1 the pieces stand side by side, along axis 0 one below the other.
  const joinedBelow = (entry.joinAxis ?? 0) === 0 || entry.pieces.length === 1;
  const [top, left] = joinedBelow ? [along, 0] : [0, along];
  const targetStep = Math.max(1, Math.floor(limits.targetBytes / (targetCols * size)));
  const panelStep = Math.max(1, Math.floor(limits.panelBytes / (cols * size)));
  for (let targetRow = 0; targetRow < cols; targetRow += targetStep) {
    const targetRows = Math.min(targetStep, cols - targetRow);
    const begin = target.begin + (top + targetRow) * targetCols * size;
    const held = await readAll(target.file, begin, targetRows * targetCols * size);
    const panel = noDifferences();
    for (let row = 0; row < rows; row += panelStep) {
      const count = Math.min(panelStep, rows - row);
      const bytes = await readAll(
        sourceFile,
        source.begin + (start + row) * cols * size,
        count * cols * size,
      );
      const places = { row, rows: count, cols, targetRow, targetRows, targetCols, targetCol: left, size };
      compareTransposed({ ...places, source: bytes, target: held }, panel);
    }
    merge(into, panel, top * targetCols);
  }
}

function merge(into: Differences, panel: Differences, shift: number): void {
  into.count += panel.count;
  if (panel.first + shift >= into.first) return;
  into.first = panel.first + shift;
  into.expected = panel.expected;
  into.found = panel.found;
}

async function readAll(file: RandomAccessFile, offset: number, length: number): Promise<Uint8Array> {
  const bytes = await file.read(offset, length);
  if (bytes.length < length) throw new RangeError("a file became shorter while it was read");
  // The comparison looks at whole elements, which must lie at a multiple of their size.
  return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
}
