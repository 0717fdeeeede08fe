/** Index of an element by its number in C order. */
export function unravel(element: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = element;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}
