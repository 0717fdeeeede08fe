import type { Figure, LayerRow, LayerVerdict } from "../../shared/alignment/report.js";
import type { AlignmentWord } from "../../shared/alignment/words.js";
import type { Strings } from "../../shared/strings.js";
import type { SortOrder } from "../table/sort.js";

export type Words = Strings<AlignmentWord>;

/** An error as people read it: 0, 3.7e-7, ∞; a dash for what was not measured. */
export function figureText(value: Figure): string {
  if (value === null) return "–";
  if (value === "Infinity") return "∞";
  if (value === "-Infinity") return "-∞";
  if (value === "NaN") return "NaN";
  return value === 0 ? "0" : value.toExponential(1);
}

export function verdictWord(verdict: LayerVerdict, words: Words): string {
  return verdict === "none" ? words.notCompared : words[verdict];
}

/** What the table of layers is narrowed to. */
export interface LayerView {
  readonly query: string;
  readonly onlyBad: boolean;
  readonly onlyParameters: boolean;
  readonly sort: SortOrder | undefined;
}

/** The rows to show, in order. */
export function orderLayers(rows: readonly LayerRow[], view: LayerView): LayerRow[] {
  const words = view.query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  const shown = rows.filter(
    (row) =>
      (!view.onlyBad || row.verdict === "suspect" || row.verdict === "structural") &&
      (!view.onlyParameters || row.parameters) &&
      words.every((word) =>
        [row.module, row.port, row.kind, row.notes].some((text) => text.toLowerCase().includes(word)),
      ),
  );
  const { sort } = view;
  if (!sort) return shown;
  const direction = sort.descending ? -1 : 1;
  return shown.sort((a, b) => direction * compare(a, b, sort.key) || a.order - b.order);
}

const rank: Readonly<Record<LayerVerdict, number>> = { none: 0, ok: 1, suspect: 2, structural: 3 };
const collator = new Intl.Collator("en", { numeric: true });

function compare(a: LayerRow, b: LayerRow, key: string): number {
  switch (key) {
    case "order":
      return a.order - b.order;
    case "verdict":
      return rank[a.verdict] - rank[b.verdict];
    case "module":
    case "kind":
    case "output":
      return collator.compare(a[key], b[key]);
    case "floor":
    case "tolerance":
    case "isolated":
    case "propagated":
    case "oneMinusCosine":
    case "greatest":
      return magnitude(a[key]) - magnitude(b[key]);
    default:
      return 0;
  }
}

/** A place on the scale for sorting: not measured first, what is not a number last. */
function magnitude(value: Figure): number {
  if (value === null) return -1;
  if (value === "NaN") return Number.MAX_VALUE;
  return Math.min(Math.abs(Number(value)), Number.MAX_VALUE / 2);
}
