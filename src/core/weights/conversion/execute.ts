import type { ElementSize, MatrixPlace } from "../kernel/transposeBytes.js";
import { hasNonFinite } from "./finite.js";
import { decodeFactor, mergeBytes, mergeElements, type Factor } from "./lowRank.js";
import type { CopyTask, GatherBand, GatherTask, Task, TaskFactor, TaskMerge } from "./tasks.js";

/** Working memory with a transpose kernel; see src/platform/conversion/arena.ts. */
export interface Arena {
  /** True when the SIMD kernel does the work. */
  readonly simd: boolean;
  /** Makes room for `length` bytes; what was there may be lost, and earlier views are void. */
  reserve(length: number): void;
  /** A view of bytes [offset, offset + length); valid until the next `reserve`. */
  view(offset: number, length: number): Uint8Array;
  /** Transposes `rows` x `cols` elements of `size` bytes; both places lie in this memory and do not overlap. */
  transpose(from: MatrixPlace, to: MatrixPlace, rows: number, cols: number, size: ElementSize): void;
}

/** Files by name; both functions move all bytes of the view or throw. */
export interface TaskIo {
  read(source: string, offset: number, into: Uint8Array): void;
  write(target: string, offset: number, from: Uint8Array): void;
}

/** Thrown when what was read holds NaN or infinity, unless that is allowed. */
export class NonFiniteError extends Error {
  override readonly name = "NonFiniteError";
  readonly code = "ENONFINITE";
}

export interface ExecuteLimits {
  /** Output is produced in strips of about this size, which stay in the cache until they are written. */
  readonly stripBytes: number;
  /** A matrix up to this size is held whole; a larger one is read in panels of a quarter of it. */
  readonly matrixBytes: number;
  /** Set to take over NaN and infinity as they are. */
  readonly allowNonFinite?: boolean;
}

export const defaultLimits: ExecuteLimits = { stripBytes: 8 * 2 ** 20, matrixBytes: 512 * 2 ** 20 };

/**
 * Carries out one task, yielding how many bytes each step wrote, so that the caller can show progress and stop between
 * steps. Memory is bounded by the limits, whatever the size of the tensor.
 */
export function* executeTask(
  task: Task,
  io: TaskIo,
  arena: Arena,
  limits: ExecuteLimits = defaultLimits,
): Generator<number, void> {
  if (task.kind === "copy") yield* copy(task, io, arena, limits);
  else if (transposedBytes(task) <= limits.matrixBytes) yield* gatherStrips(task, io, arena, limits);
  else for (const band of task.bands) yield* gatherPanels(task, band, io, arena, limits);
}

function* copy(task: CopyTask, io: TaskIo, arena: Arena, limits: ExecuteLimits): Generator<number, void> {
  arena.reserve(Math.min(task.bytes, limits.stripBytes));
  for (let done = 0; done < task.bytes; done += limits.stripBytes) {
    const strip = arena.view(0, Math.min(task.bytes - done, limits.stripBytes));
    readPart(io, task, task.from + done, strip, limits);
    io.write(task.target, task.to + done, strip);
    yield strip.length;
  }
}

/**
 * Reads elements of a source, with what is merged into them.
 * @throws NonFiniteError
 */
function readPart(
  io: TaskIo,
  part: Pick<CopyTask, "source" | "dtype" | "merge">,
  offset: number,
  into: Uint8Array,
  limits: ExecuteLimits,
): void {
  io.read(part.source, offset, into);
  if (part.merge !== undefined) mergePart(io, part.merge, offset, into);
  if (limits.allowNonFinite !== true && hasNonFinite(into, part.dtype))
    throw new NonFiniteError("a tensor holds NaN or infinity");
}

function mergePart(io: TaskIo, merge: TaskMerge, offset: number, into: Uint8Array): void {
  const { dtype, origin, cols, rank, scale, left, right } = merge;
  const size = mergeBytes(dtype);
  const first = (offset - origin) / size;
  const [firstRow, lastRow] = [first, first + into.length / size - 1].map((at) => Math.floor(at / cols));
  const own = readFactor(io, left, firstRow ?? 0, (lastRow ?? 0) + 1, rank);
  mergeElements(into, dtype, first, own, readFactor(io, right, 0, rank, cols), scale);
}

function readFactor(io: TaskIo, factor: TaskFactor, start: number, end: number, cols: number): Factor {
  const rowBytes = cols * mergeBytes(factor.dtype);
  const bytes = new Uint8Array((end - start) * rowBytes);
  io.read(factor.source, factor.from + start * rowBytes, bytes);
  return decodeFactor(bytes, factor.dtype, cols);
}

function transposedBytes(task: GatherTask): number {
  return task.bands.reduce(
    (sum, band) => sum + (band.transposedRows === undefined ? 0 : band.width * task.rows),
    0,
  );
}

/** Holds all transposed sources, and writes the target front to back in strips of whole rows. */
function* gatherStrips(
  task: GatherTask,
  io: TaskIo,
  arena: Arena,
  limits: ExecuteLimits,
): Generator<number, void> {
  const { rows, pitch, elementBytes: size } = task;
  const stripRows = wholeRows(limits.stripBytes, pitch, rows);
  const stripBytes = aligned(stripRows * pitch);
  const widest = task.bands.reduce(
    (most, band) => Math.max(most, band.transposedRows === undefined ? band.width : 0),
    0,
  );
  const scratch = stripBytes;
  let end = scratch + aligned(widest * stripRows);
  const places = task.bands.map((band) => {
    const offset = end;
    if (band.transposedRows !== undefined) end += aligned(band.width * rows);
    return { band, offset };
  });
  arena.reserve(end);
  for (const { band, offset } of places) {
    if (band.transposedRows !== undefined)
      readPart(io, band, band.from, arena.view(offset, band.width * rows), limits);
  }
  for (let row = 0; row < rows; row += stripRows) {
    const count = Math.min(stripRows, rows - row);
    const strip = arena.view(0, count * pitch);
    for (const { band, offset } of places) {
      if (band.transposedRows === undefined) {
        const part = arena.view(scratch, count * band.width);
        readPart(io, band, band.from + row * band.width, part, limits);
        for (let at = 0; at < count; at++) {
          strip.set(part.subarray(at * band.width, (at + 1) * band.width), at * pitch + band.column);
        }
      } else {
        const from = { offset: offset + row * size, pitch: rows * size };
        arena.transpose(from, { offset: band.column, pitch }, band.transposedRows, count, size);
      }
    }
    io.write(task.target, task.to + row * pitch, strip);
    yield strip.length;
  }
}

/** For a matrix too large to hold: some source rows at a time, each panel written as many short runs. */
function* gatherPanels(
  task: GatherTask,
  band: GatherBand,
  io: TaskIo,
  arena: Arena,
  limits: ExecuteLimits,
): Generator<number, void> {
  const { rows, pitch, elementBytes: size, target } = task;
  const to = task.to + band.column;
  const panelBytes = Math.max(limits.matrixBytes / 4, 1);
  if (band.transposedRows === undefined) {
    const count = wholeRows(panelBytes, band.width, rows);
    arena.reserve(count * band.width);
    for (let row = 0; row < rows; row += count) {
      const part = arena.view(0, Math.min(count, rows - row) * band.width);
      readPart(io, band, band.from + row * band.width, part, limits);
      for (let at = 0; at * band.width < part.length; at++) {
        io.write(target, to + (row + at) * pitch, part.subarray(at * band.width, (at + 1) * band.width));
      }
      yield part.length;
    }
    return;
  }
  const rowBytes = rows * size;
  const count = wholeRows(panelBytes, rowBytes, band.transposedRows);
  const turned = aligned(count * rowBytes);
  arena.reserve(turned * 2);
  for (let row = 0; row < band.transposedRows; row += count) {
    const panelRows = Math.min(count, band.transposedRows - row);
    const run = panelRows * size;
    readPart(io, band, band.from + row * rowBytes, arena.view(0, panelRows * rowBytes), limits);
    arena.transpose({ offset: 0, pitch: rowBytes }, { offset: turned, pitch: run }, panelRows, rows, size);
    for (let at = 0; at < rows; at++) {
      io.write(target, to + at * pitch + row * size, arena.view(turned + at * run, run));
    }
    yield panelRows * rowBytes;
  }
}

/** How many rows fit, at least one; a multiple of 16 where possible, so that the kernel has no edges inside. */
function wholeRows(bytes: number, pitch: number, rows: number): number {
  const fit = Math.max(1, Math.floor(bytes / Math.max(pitch, 1)));
  return Math.min(rows, fit > 16 ? fit - (fit % 16) : fit);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
