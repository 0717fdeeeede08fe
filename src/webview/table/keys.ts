/** Where a key leads in a table: the new active row, or undefined when the key means something else. */
export function rowAfterKey(
  key: string,
  active: number,
  count: number,
  pageRows: number,
): number | undefined {
  if (count === 0) return undefined;
  const within = (row: number): number => Math.max(0, Math.min(count - 1, row));
  switch (key) {
    case "ArrowDown":
      return within(active + 1);
    case "ArrowUp":
      return within(active - 1);
    case "PageDown":
      return within(active + Math.max(1, pageRows - 1));
    case "PageUp":
      return within(active - Math.max(1, pageRows - 1));
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
