/** Where two sequences of elements differ. */
export interface Differences {
  /** Elements that differ. */
  count: number;
  /** Index of the first of them in the target tensor, counted in elements in C order. */
  first: number;
  /** Its bytes, as hexadecimal. */
  expected: string;
  found: string;
}

/** A fresh, empty result. */
export function noDifferences(): Differences {
  return { count: 0, first: Number.POSITIVE_INFINITY, expected: "", found: "" };
}

function note(into: Differences, index: number, expected: Uint8Array, found: Uint8Array): void {
  into.count += 1;
  if (index >= into.first) return;
  into.first = index;
  into.expected = hex(expected);
  into.found = hex(found);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Bytes as numbers of 1, 2 or 4 bytes; the array must start at a multiple of that in its buffer. */
function unitsOf(bytes: Uint8Array, unit: 1 | 2 | 4): Uint8Array | Uint16Array | Uint32Array {
  const length = Math.floor(bytes.byteLength / unit);
  if (unit === 1) return bytes;
  const isWide = unit === 4;
  return isWide
    ? new Uint32Array(bytes.buffer, bytes.byteOffset, length)
    : new Uint16Array(bytes.buffer, bytes.byteOffset, length);
}

/**
 * Compares a run of elements that should be the same.
 * @param size bytes per element
 * @param firstIndex index of the run's first element in the target tensor
 */
export function compareRun(
  expected: Uint8Array,
  found: Uint8Array,
  size: number,
  firstIndex: number,
  into: Differences,
): void {
  for (let at = 0; at < expected.length; at += 1) {
    if (expected[at] === found[at]) continue;
    const element = Math.floor(at / size);
    const [from, to] = [element * size, (element + 1) * size];
    note(into, firstIndex + element, expected.subarray(from, to), found.subarray(from, to));
    at = to - 1;
  }
}

/** Some rows of a source matrix, and the part of the transposed target that they should equal. */
export interface TransposedPanel {
  /** Rows [row, row + rows) of the source, whole. */
  readonly source: Uint8Array;
  readonly row: number;
  readonly rows: number;
  /** Columns of the source. */
  readonly cols: number;
  /** Rows [targetRow, targetRow + targetRows) of the target tensor, whole; they are columns of the source. */
  readonly target: Uint8Array;
  readonly targetRow: number;
  readonly targetRows: number;
  /** Elements in a row of the target, and the column in which the source's row 0 stands. */
  readonly targetCols: number;
  readonly targetCol: number;
  readonly size: 1 | 2 | 4 | 8;
}

/** Compares element (r, c) of the source with element (c, targetCol + r) of the target, by that formula alone. */
export function compareTransposed(panel: TransposedPanel, into: Differences): void {
  const { source, row, rows, cols, target, targetRow, targetRows, targetCols, targetCol, size } = panel;
  const unit = size === 8 ? 4 : size;
  const parts = size / unit;
  const [left, right] = [unitsOf(source, unit), unitsOf(target, unit)];
  const tile = 64;
  for (let rowTile = 0; rowTile < rows; rowTile += tile) {
    const rowEnd = Math.min(rowTile + tile, rows);
    for (let col = targetRow; col < targetRow + targetRows; col++) {
      for (let at = rowTile; at < rowEnd; at++) {
        const from = (at * cols + col) * parts;
        const to = ((col - targetRow) * targetCols + targetCol + row + at) * parts;
        if (left[from] === right[to] && (parts === 1 || left[from + 1] === right[to + 1])) continue;
        const index = col * targetCols + targetCol + row + at;
        const [a, b] = [from * unit, to * unit];
        note(into, index, source.subarray(a, a + size), target.subarray(b, b + size));
      }
    }
  }
}
