import type { TargetFile } from "./prepare.js";

/** A run of bytes taken over as it is. */
export interface CopyTask {
  readonly kind: "copy";
  /** Name of the source file, and byte offset in it. */
  readonly source: string;
  readonly from: number;
  /** Name of the target file, and byte offset in it. */
  readonly target: string;
  readonly to: number;
  readonly bytes: number;
}

export interface GatherBand {
  readonly source: string;
  readonly from: number;
  /** First byte of the band in each target row, and how many bytes it fills. */
  readonly column: number;
  readonly width: number;
  /** Rows of the source matrix when it is transposed. */
  readonly transposedRows: number | undefined;
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
            const source = only.source.file;
            tasks.push({ kind: "copy", source, from: only.from + done, target, to: to + done, bytes: part });
          }
        } else if (bytes > 0) {
          const resolved = bands.map((band) => ({ ...band, source: band.source.file }));
          tasks.push({
            kind: "gather",
            target,
            to,
            rows,
            pitch,
            elementBytes: elementBytes ?? 1,
            bands: resolved,
            bytes,
          });
        }
        to += bytes;
      }
    }
  }
  return tasks.sort((a, b) => b.bytes - a.bytes);
}
