/** A half-open range of UTF-16 code units in a source text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** True when `inner` lies within `outer`; equal ranges count. */
export function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True when the two ranges share at least one code unit. */
export function overlaps(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}

/**
 * Finds the ranges that lie around another one, without going through all of them.
 * @param ranges sorted by start
 */
export function enclosing<T extends Range>(ranges: readonly T[]): (inner: Range) => T[] {
  const reach = farthestEnds(ranges);
  return (inner) => {
    const found: T[] = [];
    for (let index = countUpTo(ranges, inner.start) - 1; index >= 0; index--) {
      if ((reach[index] ?? 0) < inner.end) break;
      const range = ranges[index];
      if (range !== undefined && contains(range, inner)) found.push(range);
    }
    return found;
  };
}

/**
 * Tells whether a range shares or touches any of others, without going through all of them.
 * @param ranges sorted by start
 */
export function touching(ranges: readonly Range[]): (other: Range) => boolean {
  const reach = farthestEnds(ranges);
  return (other) => (reach[countUpTo(ranges, other.end) - 1] ?? Number.NEGATIVE_INFINITY) >= other.start;
}

/**
 * Tells whether a range shares a code unit with any of others, without going through all of them.
 * @param ranges sorted by start
 */
export function overlapping(ranges: readonly Range[]): (other: Range) => boolean {
  const reach = farthestEnds(ranges);
  return (other) => (reach[countUpTo(ranges, other.end - 1) - 1] ?? Number.NEGATIVE_INFINITY) > other.start;
}

/** For each range the farthest end up to it: where that is too near, looking further back is in vain. */
function farthestEnds(ranges: readonly Range[]): number[] {
  let farthest = Number.NEGATIVE_INFINITY;
  return ranges.map((range) => (farthest = Math.max(farthest, range.end)));
}

/** How many of the ranges, which are sorted by start, start at or before an offset. */
export function countUpTo(ranges: readonly Range[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range !== undefined && range.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
