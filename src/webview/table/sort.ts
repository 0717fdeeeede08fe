/** By which column a table is sorted. */
export interface SortOrder {
  readonly key: string;
  readonly descending: boolean;
}

/** What a click on a header does: up, down, and back to the order in which the host sent the rows. */
export function nextSort(sort: SortOrder | undefined, key: string): SortOrder | undefined {
  if (sort?.key !== key) return { key, descending: false };
  return sort.descending ? undefined : { key, descending: true };
}
