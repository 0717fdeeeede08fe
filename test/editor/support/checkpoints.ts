import { closeSync, openSync, truncateSync, writeFileSync, writeSync, readSync } from "node:fs";

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** The names of a checkpoint's tensors, in the order of their data. */
export function tensorNames(file: string): string[] {
  const { entries } = readHeader(file);
  return Object.entries(entries)
    .filter(([name]) => name !== "__metadata__")
    .sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0])
    .map(([name]) => name);
}

/** Writes a checkpoint of so many tensors that takes so many bytes, none of which is on the disk but the header. */
export function writeSparse(file: string, tensors: number, bytes: number): void {
  const each = Math.floor(bytes / tensors / 4);
  const entries: Record<string, Entry> = {};
  for (let index = 0; index < tensors; index++) {
    const begin = index * each * 4;
    entries[nameOf(index)] = { dtype: "F32", shape: [each], data_offsets: [begin, begin + each * 4] };
  }
  const header = Buffer.from(JSON.stringify(entries));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(file, Buffer.concat([length, header]));
  truncateSync(file, 8 + header.length + each * 4 * tensors);
}

/** The name of a tensor of `writeSparse`. */
export function nameOf(index: number): string {
  return `layers.${String(index)}.weight`;
}

/** A weight plan that keeps every tensor of a checkpoint as it is. */
export function keepAll(file: string): object {
  const { entries } = readHeader(file);
  return {
    schemaVersion: 1,
    kind: "paddle-port/weight-plan",
    producer: "a test",
    source: { framework: "torch", model: "reference" },
    target: { framework: "paddle", model: "port" },
    entries: Object.entries(entries).map(([target, { dtype, shape }]) => ({
      target,
      shape,
      dtype,
      pieces: [{ source: target, transpose: false }],
      operation: "keep",
      renamed: false,
      reason: "kept",
      confidence: "certain",
    })),
    dropped: [],
    undecided: [],
    notes: [],
  };
}

/** Transposes one square matrix in place, as happens when a checkpoint is converted by hand; done twice, all is as before. */
export function transposeTensor(file: string, tensor: string): void {
  const { begin, entries } = readHeader(file);
  const entry = entries[tensor];
  const size = entry?.shape[0] ?? 0;
  if (entry?.dtype !== "F32" || entry.shape.length !== 2 || entry.shape[1] !== size)
    throw new Error(`${tensor} is not a square matrix of F32.`);
  const bytes = Buffer.alloc(size * size * 4);
  const handle = openSync(file, "r+");
  try {
    readSync(handle, bytes, 0, bytes.length, begin + entry.data_offsets[0]);
    const turned = Buffer.alloc(bytes.length);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        turned.writeInt32LE(bytes.readInt32LE((row * size + column) * 4), (column * size + row) * 4);
      }
    }
    writeSync(handle, turned, 0, turned.length, begin + entry.data_offsets[0]);
  } finally {
    closeSync(handle);
  }
}

function readHeader(file: string): { begin: number; entries: Record<string, Entry> } {
  const handle = openSync(file, "r");
  try {
    const size = Buffer.alloc(8);
    readSync(handle, size, 0, 8, 0);
    const header = Buffer.alloc(Number(size.readBigUInt64LE(0)));
    readSync(handle, header, 0, header.length, 8);
    return { begin: 8 + header.length, entries: JSON.parse(header.toString()) as Record<string, Entry> };
  } finally {
    closeSync(handle);
  }
}
