import { UserError } from "../../util/userError.js";
import { mergeProblem } from "../mergeProblem.js";
import type { LowRankMerge, PlanEntry, SourcePiece } from "../plan.js";
import { bytesPerElement, tensorBytes, type Dtype } from "../safetensors/dtypes.js";
import { escapeText } from "../safetensors/escapeText.js";
import { isMergeable, type MergeDtype } from "./lowRank.js";

/** A tensor of the checkpoint; `begin` and `end` are byte offsets in the file named `file`. */
export interface SourceTensor {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly file: string;
  readonly begin: number;
  readonly end: number;
}

/**
 * What one piece contributes. The target is seen as a matrix of `rows` rows (all dimensions before the join axis);
 * the piece fills bytes [column, column + width) of each of them.
 */
export interface Band {
  readonly source: SourceTensor;
  /** Byte offset in the source's file at which the piece's rows begin. */
  readonly from: number;
  readonly column: number;
  readonly width: number;
  /** For a transposed piece: rows of the source matrix; its columns are the target's rows. */
  readonly transposedRows: number | undefined;
  /** What is added to the source's elements as they are read. */
  readonly merge?: BandMerge;
}

/** A factor of a low-rank product, as it is stored. */
export interface StoredFactor {
  readonly source: SourceTensor;
  readonly dtype: MergeDtype;
}

/** `source + scale · left · right`, for a source of `cols` columns. */
export interface BandMerge {
  readonly left: StoredFactor;
  readonly right: StoredFactor;
  readonly dtype: MergeDtype;
  readonly cols: number;
  readonly rank: number;
  readonly scale: number;
}

/** A target tensor as a matrix of bytes, filled by bands that lie side by side. */
export interface Gather {
  readonly rows: number;
  /** Bytes of one row; the bands' widths add up to it. */
  readonly pitch: number;
  /** Bytes per element; undefined for F4 and F6, which are only ever copied whole. */
  readonly elementBytes: 1 | 2 | 4 | 8 | undefined;
  readonly bands: readonly Band[];
}

/**
 * Resolves an entry of the plan against the checkpoint.
 * @returns matrices that follow one another in the target: one, or one for each piece when they are joined along axis 0
 * @throws UserError when shapes, dtypes or rows do not fit
 */
export function resolveEntry(
  entry: PlanEntry,
  dtype: Dtype,
  sources: ReadonlyMap<string, SourceTensor>,
): Gather[] {
  const pieces = entry.pieces.map((piece) => resolvePiece(entry, piece, dtype, sources));
  const [first] = pieces;
  const axis = pieces.length > 1 ? entry.joinAxis : 0;
  if (first === undefined) throw misfit(entry, "has no piece");
  if (axis === undefined) throw misfit(entry, `has ${pieces.length} pieces but no joinAxis`);
  if (pieces.length > 1 && axis >= first.shape.length)
    throw misfit(entry, `is joined along axis ${axis}, which it does not have`);
  const joined = [...first.shape];
  for (const piece of pieces.slice(1)) {
    const fits =
      piece.shape.length === joined.length &&
      piece.shape.every((size, at) => at === axis || size === joined[at]);
    if (!fits)
      throw misfit(
        entry,
        `joins pieces of shapes [${first.shape.join(", ")}] and [${piece.shape.join(", ")}]`,
      );
    joined[axis] = (joined[axis] ?? 0) + (piece.shape[axis] ?? 0);
  }
  if (joined.length !== entry.shape.length || joined.some((size, at) => size !== entry.shape[at])) {
    throw misfit(
      entry,
      `should have shape [${entry.shape.join(", ")}], its pieces give [${joined.join(", ")}]`,
    );
  }
  const elementBytes = bytesPerElement(dtype);
  if (axis > 0 && elementBytes === undefined)
    throw misfit(entry, `joins packed ${dtype} elements inside a row`);
  if (axis > 0) return [sideBySide(pieces, axis, elementBytes)];
  return pieces.map((piece) => sideBySide([piece], piece.transposed ? 1 : 0, elementBytes));
}

interface ResolvedPiece {
  readonly source: SourceTensor;
  readonly from: number;
  readonly bytes: number;
  /** Shape of what the piece contributes, after the transposition. */
  readonly shape: readonly number[];
  readonly transposed: boolean;
  readonly merge: BandMerge | undefined;
}

function resolvePiece(
  entry: PlanEntry,
  piece: SourcePiece,
  dtype: Dtype,
  sources: ReadonlyMap<string, SourceTensor>,
): ResolvedPiece {
  const source = sources.get(piece.source);
  const name = escapeText(piece.source);
  if (source === undefined) throw misfit(entry, `needs "${name}", which the checkpoint does not have`);
  if (source.dtype !== dtype)
    throw misfit(entry, `is ${dtype}, but "${name}" is ${source.dtype} in the checkpoint`);
  const merge = piece.merge === undefined ? undefined : resolveMerge(entry, source, piece.merge, sources);
  let shape = [...source.shape];
  let from = source.begin;
  let bytes = source.end - source.begin;
  if (piece.rows !== undefined) {
    const { start, end } = piece.rows;
    const [all, ...rest] = shape;
    if (all === undefined || start >= end || end > all) {
      throw misfit(entry, `needs rows ${start} to ${end} of "${name}", whose shape is [${shape.join(", ")}]`);
    }
    const rowBytes = tensorBytes(dtype, rest);
    if (typeof rowBytes === "string") throw misfit(entry, `cuts rows of "${name}" that are no whole bytes`);
    from += start * rowBytes;
    bytes = (end - start) * rowBytes;
    shape = [end - start, ...rest];
  }
  if (piece.transpose) {
    const [rows, cols] = shape;
    if (rows === undefined || cols === undefined || shape.length !== 2) {
      throw misfit(entry, `transposes "${name}", which has ${shape.length} dimensions instead of 2`);
    }
    if (bytesPerElement(dtype) === undefined)
      throw misfit(entry, `transposes "${name}", whose packed ${dtype} elements are no bytes`);
    shape = [cols, rows];
  }
  return { source, from, bytes, shape, transposed: piece.transpose, merge };
}

function resolveMerge(
  entry: PlanEntry,
  source: SourceTensor,
  merge: LowRankMerge,
  sources: ReadonlyMap<string, SourceTensor>,
): BandMerge {
  const [left, right] = [merge.left, merge.right].map((name) => {
    const found = sources.get(name);
    if (found === undefined)
      throw misfit(entry, `merges "${escapeText(name)}", which the checkpoint does not have`);
    return found;
  }) as [SourceTensor, SourceTensor];
  const problem = mergeProblem(source, left, right);
  if (problem !== undefined) throw misfit(entry, `cannot be merged: ${escapeText(problem)}`);
  const stored = (factor: SourceTensor): StoredFactor => ({ source: factor, dtype: floating(factor.dtype) });
  return {
    left: stored(left),
    right: stored(right),
    dtype: floating(source.dtype),
    cols: source.shape[1] ?? 0,
    rank: left.shape.at(-1) ?? 0,
    scale: merge.scale,
  };
}

function floating(dtype: Dtype): MergeDtype {
  if (isMergeable(dtype)) return dtype;
  throw new RangeError(`${dtype} cannot be merged`);
}

function sideBySide(
  pieces: readonly ResolvedPiece[],
  axis: number,
  elementBytes: Gather["elementBytes"],
): Gather {
  const rows = (pieces[0]?.shape ?? []).slice(0, axis).reduce((product, size) => product * size, 1);
  let column = 0;
  const bands = pieces.map((piece): Band => {
    const width = rows === 0 ? 0 : piece.bytes / rows;
    const transposedRows = piece.transposed ? (piece.shape[1] ?? 0) : undefined;
    const { source, from, merge } = piece;
    const band = { source, from, column, width, transposedRows, ...(merge && { merge }) };
    column += width;
    return band;
  });
  return { rows, pitch: column, elementBytes, bands };
}

function misfit(entry: PlanEntry, problem: string): UserError {
  const remedy = "Make the plan again for this checkpoint with paddle-port plan.";
  return new UserError(
    `The plan does not fit the checkpoint: target tensor "${escapeText(entry.target)}" ${problem}.`,
    remedy,
  );
}
