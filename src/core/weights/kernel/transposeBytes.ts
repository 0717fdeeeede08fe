/** Sizes of elements that can be transposed, in bytes. */
export type ElementSize = 1 | 2 | 4 | 8;

/** Side of a tile in elements; with two tiles in the cache this measured best for plain JavaScript. */
const tile = 64;

/** A matrix inside a byte array: it begins at `offset`, and its rows are `pitch` bytes apart. */
export interface MatrixPlace {
  readonly offset: number;
  readonly pitch: number;
}

/**
 * Transposes a matrix without SIMD: element (r, c) of the source becomes element (c, r) of the target.
 * Offsets and pitches must be multiples of `size`, counted from the start of the underlying buffers.
 * @param rows rows of the source
 * @param cols columns of the source
 */
export function transposeBytes(
  source: Uint8Array,
  from: MatrixPlace,
  target: Uint8Array,
  to: MatrixPlace,
  rows: number,
  cols: number,
  size: ElementSize,
): void {
  // Eight bytes move as two halves: a Float64Array could change the payload of a NaN, BigInts are slow.
  const unit = size === 8 ? 4 : size;
  const parts = size / unit;
  const input = unitsOf(source, unit);
  const output = unitsOf(target, unit);
  const fromPitch = from.pitch / unit;
  const toPitch = to.pitch / unit;
  for (let colTile = 0; colTile < cols; colTile += tile) {
    const colEnd = Math.min(colTile + tile, cols);
    for (let rowTile = 0; rowTile < rows; rowTile += tile) {
      const rowEnd = Math.min(rowTile + tile, rows);
      for (let col = colTile; col < colEnd; col++) {
        for (let part = 0; part < parts; part++) {
          let read = from.offset / unit + rowTile * fromPitch + col * parts + part;
          let write = to.offset / unit + col * toPitch + rowTile * parts + part;
          for (let row = rowTile; row < rowEnd; row++) {
            output[write] = input[read] ?? 0;
            read += fromPitch;
            write += parts;
          }
        }
      }
    }
  }
}

function unitsOf(bytes: Uint8Array, unit: 1 | 2 | 4): Uint8Array | Uint16Array | Uint32Array {
  if (unit === 1) return bytes;
  const length = Math.floor(bytes.byteLength / unit);
  return unit === 2
    ? new Uint16Array(bytes.buffer, bytes.byteOffset, length)
    : new Uint32Array(bytes.buffer, bytes.byteOffset, length);
}
