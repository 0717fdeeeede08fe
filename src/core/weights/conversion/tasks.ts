import type { Dtype } from "../safetensors/dtypes.js";
import type { Band, StoredFactor } from "./bands.js";
import type { MergeDtype } from "./lowRank.js";
import type { TargetFile } from "./prepare.js";

/** A factor of a low-rank product: where it lies. */
export interface TaskFactor {
  readonly source: string;
  readonly from: number;
  readonly dtype: MergeDtype;
}

/** A low-rank product that is added to the elements of a source as they are read. */
export interface TaskMerge {
  readonly dtype: MergeDtype;
  /** Byte offset of the source's first element in its file, from which elements are counted. */
  readonly origin: number;
  readonly rows: number;
  readonly cols: number;
  readonly rank: number;
  readonly scale: number;
  readonly left: TaskFactor;
  readonly right: TaskFactor;
}

/** A run of bytes taken over as it is, or merged. */
export interface CopyTask {
  readonly kind: "copy";
  /** Name of the source file, and byte offset in it. */
  readonly source: string;
  readonly from: number;
  /** Name of the target file, and byte offset in it. */
  readonly target: string;
  readonly to: number;
  readonly bytes: number;
  /** Of the elements. */
  readonly dtype: Dtype;
  readonly merge?: TaskMerge;
}

export interface GatherBand {
  readonly source: string;
  readonly from: number;
  /** First byte of the band in each target row, and how many bytes it fills. */
  readonly column: number;
  readonly width: number;
  /** Rows of the source matrix when it is transposed. */
  readonly transposedRows: number | undefined;
  readonly dtype: Dtype;
  readonly merge?: TaskMerge;
}

/** A matrix assembled from bands, of which at least one is transposed or more than one lie side by side. */
export interface GatherTask {
  readonly kind: "gather";
  readonly target: string;
  readonly to: number;
  readonly rows: number;
  readonly pitch: number;
  /** Bytes per element; 1 where nothing is transposed. */
  readonly elementBytes: 1 | 2 | 4 | 8;
  readonly bands: readonly GatherBand[];
  readonly bytes: number;
}

export type Task = CopyTask | GatherTask;

/** Longest copy in one task, so that a huge embedding is shared by the workers. */
const maximumCopy = 64 * 2 ** 20;

/**
 * Cuts the conversion into independent tasks, largest first so that the workers end together.
 * The order depends on the plan and the checkpoint only, so that a resumed run counts the same tasks.
 */
export function planTasks(files: readonly TargetFile[]): Task[] {
  const tasks: Task[] = [];
  for (const file of files) {
    for (const tensor of file.tensors) {
      let to = tensor.begin;
      for (const { rows, pitch, elementBytes, bands } of tensor.gathers) {
        const bytes = rows * pitch;
        const [only, ...others] = bands;
        const target = file.name;
        if (bytes > 0 && only !== undefined && others.length === 0 && only.transposedRows === undefined) {
          for (let done = 0; done < bytes; done += maximumCopy) {
            const part = Math.min(bytes - done, maximumCopy);
            const { source, from, dtype, merge } = taskBand(only);
            const place = { source, from: from + done, target, to: to + done, bytes: part, dtype };
            tasks.push({ kind: "copy", ...place, ...(merge && { merge }) });
          }
        } else if (bytes > 0) {
          tasks.push({
            kind: "gather",
            target,
            to,
            rows,
            pitch,
            elementBytes: elementBytes ?? 1,
            bands: bands.map(taskBand),
            bytes,
          });
        }
        to += bytes;
      }
    }
  }
  return tasks.sort((a, b) => b.bytes - a.bytes);
}

function taskBand(band: Band): GatherBand {
  const { source, from, column, width, transposedRows, merge } = band;
  const place = { source: source.file, from, column, width, transposedRows, dtype: source.dtype };
  if (merge === undefined) return place;
  const { dtype, cols, rank, scale, left, right } = merge;
  const sizes = { dtype, origin: source.begin, rows: source.shape[0] ?? 0, cols, rank, scale };
  return { ...place, merge: { ...sizes, left: factor(left), right: factor(right) } };
}

function factor({ source, dtype }: StoredFactor): TaskFactor {
  return { source: source.file, from: source.begin, dtype };
}
