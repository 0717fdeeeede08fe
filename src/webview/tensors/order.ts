import type { PlanState, TensorRow } from "../../shared/tensors/rows.js";
import type { SortOrder } from "../table/sort.js";

/** Which rows to show: all, those in one state of the plan, or those whose decision deserves a second look. */
export type StateFilter = "all" | "likely" | PlanState;

export interface View {
  readonly query: string;
  readonly state: StateFilter;
  readonly sort: SortOrder | undefined;
}

/**
 * The rows to show, in order, as positions in `rows`.
 * A row matches when each word of the query is in its names, dtype, file, operation or reason, whatever the case.
 */
export function orderRows(rows: readonly TensorRow[], view: View): Uint32Array {
  const words = view.query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  const found: number[] = [];
  for (const [position, row] of rows.entries()) {
    if (inState(row, view.state) && words.every((word) => contains(row, word))) found.push(position);
  }
  const { sort } = view;
  const compare = sort && comparator(sort.key);
  if (compare) {
    const direction = sort.descending ? -1 : 1;
    // The position settles ties, so that equal rows keep the order of the file in both directions.
    found.sort((a, b) => {
      const [left, right] = [rows[a], rows[b]];
      return (left && right ? direction * compare(left, right) : 0) || a - b;
    });
  }
  return Uint32Array.from(found);
}

function inState(row: TensorRow, state: StateFilter): boolean {
  if (state === "all") return true;
  if (state === "likely") return row.plan?.confidence === "likely";
  return row.plan?.state === state;
}

function contains(row: TensorRow, word: string): boolean {
  const { plan } = row;
  return (
    row.name.toLowerCase().includes(word) ||
    row.dtype.toLowerCase().includes(word) ||
    row.file.toLowerCase().includes(word) ||
    (plan !== undefined &&
      (plan.target.toLowerCase().includes(word) ||
        plan.operation.includes(word) ||
        plan.reason.toLowerCase().includes(word)))
  );
}

const stateOrder: Readonly<Record<PlanState, number>> = {
  undecided: 0,
  unplanned: 1,
  converted: 2,
  dropped: 3,
};
/** The least sure first. */
const confidenceOrder = { "": 0, likely: 1, asked: 2, certain: 3 } as const;
const collator = new Intl.Collator("en", { numeric: true });

function comparator(key: string): ((a: TensorRow, b: TensorRow) => number) | undefined {
  switch (key) {
    // Numeric: layer 2 comes before layer 10.
    case "name":
      return (a, b) => collator.compare(a.name, b.name);
    case "dtype":
      return (a, b) => collator.compare(a.dtype, b.dtype);
    case "shape":
      return (a, b) => compareShapes(a.shape, b.shape);
    case "elements":
      return (a, b) => a.elements - b.elements;
    case "bytes":
      return (a, b) => a.bytes - b.bytes;
    case "file":
      return (a, b) => collator.compare(a.file, b.file);
    case "target":
      return (a, b) => collator.compare(a.plan?.target ?? "", b.plan?.target ?? "");
    case "operation":
      // What has no operation yet comes first, what never gets one last.
      return (a, b) =>
        stateOrder[a.plan?.state ?? "unplanned"] - stateOrder[b.plan?.state ?? "unplanned"] ||
        collator.compare(a.plan?.operation ?? "", b.plan?.operation ?? "");
    case "confidence":
      return (a, b) => confidenceOrder[a.plan?.confidence ?? ""] - confidenceOrder[b.plan?.confidence ?? ""];
    case "reason":
      return (a, b) => collator.compare(a.plan?.reason ?? "", b.plan?.reason ?? "");
    default:
      return undefined;
  }
}

function compareShapes(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [axis, size] of a.entries()) {
    const difference = size - (b[axis] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
