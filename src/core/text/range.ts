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
