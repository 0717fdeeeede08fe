import { openCheckpoint } from "../../src/platform/checkpoints.js";
import { writeSafetensors, type TensorData } from "../../src/platform/safetensorsFiles.js";

/** A float32 tensor in memory, in C order. */
export interface Matrix {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Reads float32 tensors of a checkpoint, in the order of the names. */
export async function readMatrices(file: string, names: readonly string[]): Promise<Map<string, Matrix>> {
  const checkpoint = await openCheckpoint(file);
  try {
    const found = new Map<string, Matrix>();
    for (const name of names) {
      const tensor = checkpoint.tensors.find((candidate) => candidate.name === name);
      if (tensor?.dtype !== "F32") throw new Error(`${file} has no float32 tensor ${name}.`);
      found.set(name, {
        shape: tensor.shape,
        values: new Float32Array((await checkpoint.readTensor(name)).buffer),
      });
    }
    return found;
  } finally {
    await checkpoint.close();
  }
}

/** Writes a checkpoint again with some of its tensors replaced. */
export async function rewrite(
  from: string,
  to: string,
  replaced: ReadonlyMap<string, Matrix>,
): Promise<void> {
  const checkpoint = await openCheckpoint(from);
  try {
    const tensors: TensorData[] = [];
    for (const { name, dtype, shape } of checkpoint.tensors) {
      const other = replaced.get(name);
      if (other && other.shape.join() !== shape.join())
        throw new Error(`${name} is [${shape.join(", ")}], not [${other.shape.join(", ")}].`);
      const data = other
        ? new Uint8Array(other.values.buffer, other.values.byteOffset, other.values.byteLength)
        : await checkpoint.readTensor(name);
      tensors.push({ name, dtype, shape, data });
    }
    await writeSafetensors(to, tensors);
  } finally {
    await checkpoint.close();
  }
}

/** The matrix with rows and columns exchanged. */
export function transposed({ shape, values }: Matrix): Matrix {
  const [rows = 1, columns = 1] = shape;
  return made([columns, rows], (flat) => values[(flat % rows) * columns + Math.floor(flat / rows)] ?? NaN);
}

/** left · right, of matrices with dimensions of 1 before them at most. */
export function product(left: Matrix, right: Matrix): Matrix {
  const [rows = 1, inner = 1] = left.shape.slice(-2);
  const columns = right.shape.at(-1) ?? 1;
  return made([rows, columns], (flat) => {
    let sum = 0;
    for (let k = 0; k < inner; k++)
      sum +=
        (left.values[Math.floor(flat / columns) * inner + k] ?? NaN) *
        (right.values[k * columns + (flat % columns)] ?? NaN);
    return sum;
  });
}

/** Element by element. */
export function combined(a: Matrix, b: Matrix, of: (a: number, b: number) => number): Matrix {
  return made(a.shape, (flat) => of(a.values[flat] ?? NaN, b.values[flat] ?? NaN));
}

/** The same shape, with each value taken from another place. */
export function rearranged(from: Matrix, source: (flat: number) => number): Matrix {
  return made(from.shape, (flat) => from.values[source(flat)] ?? NaN);
}

function made(shape: readonly number[], value: (flat: number) => number): Matrix {
  const size = shape.reduce((all, length) => all * length, 1);
  return { shape, values: Float32Array.from({ length: size }, (_, flat) => value(flat)) };
}
