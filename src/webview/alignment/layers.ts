import { definitions, element } from "../dom.js";
import type { LayerRow } from "../../shared/alignment/report.js";
import { nextSort } from "../table/sort.js";
import { VirtualTable, type Column } from "../table/virtualTable.js";
import { figureText, orderLayers, verdictWord, type LayerView, type Words } from "./figures.js";

/** Height of a row in CSS pixels; media/webview/table.css says the same. */
const rowHeight = 24;

/** The table of all calls, with its filter and the details of the active row. */
export class LayerTable {
  readonly root: HTMLElement;
  readonly #table: VirtualTable<LayerRow>;
  readonly #details = element("div", { class: "details" });
  readonly #filter: HTMLInputElement;
  readonly #boxes: Readonly<Record<"onlyBad" | "onlyParameters", HTMLInputElement>>;
  #rows: readonly LayerRow[] = [];
  #shown: readonly LayerRow[] = [];

  constructor(
    private readonly words: Words,
    private view: LayerView,
    private readonly onView: (view: LayerView) => void,
  ) {
    this.#filter = element("input", { attributes: { type: "search", spellcheck: "false" } });
    this.#filter.value = view.query;
    this.#filter.addEventListener("input", () => this.#narrow({ query: this.#filter.value }));
    const box = (name: "onlyBad" | "onlyParameters"): HTMLInputElement => {
      const made = element("input", { attributes: { type: "checkbox" } });
      made.checked = view[name];
      made.addEventListener("change", () => this.#narrow({ [name]: made.checked }));
      return made;
    };
    this.#boxes = { onlyBad: box("onlyBad"), onlyParameters: box("onlyParameters") };
    this.#table = new VirtualTable<LayerRow>({
      label: words.layersLabel,
      rowHeight,
      row: (position) => this.#shown[position],
      onActive: () => this.#showDetails(),
      onSort: (key) => this.#narrow({ sort: nextSort(this.view.sort, key) }),
      onScroll: () => undefined,
    });
    const label = (input: HTMLElement, text: string): HTMLElement =>
      element("label", { children: [input, ` ${text}`] });
    this.root = element("div", {
      class: "layers",
      children: [
        element("div", {
          class: "line",
          children: [
            element("label", { children: [`${words.filterLabel} `, this.#filter] }),
            label(this.#boxes.onlyBad, words.onlyBad),
            label(this.#boxes.onlyParameters, words.onlyParameters),
          ],
        }),
        this.#table.root,
        element("div", {
          attributes: { role: "region", "aria-label": words.layerDetails },
          children: [this.#details],
        }),
      ],
    });
  }

  show(rows: readonly LayerRow[]): void {
    this.#rows = rows;
    this.#update();
    const first = this.#shown.findIndex((row) => row.first);
    if (first >= 0) this.#table.activate(first, false);
  }

  #narrow(changes: Partial<LayerView>): void {
    this.view = { ...this.view, ...changes };
    this.onView(this.view);
    this.#update();
  }

  #update(): void {
    this.#shown = orderLayers(this.#rows, this.view);
    this.#table.setColumns(layerColumns(this.words), this.view.sort);
    this.#table.setCount(this.#shown.length);
    this.#showDetails();
  }

  #showDetails(): void {
    const row = this.#shown[this.#table.active];
    const { words } = this;
    const pairs: [string, string][] = row
      ? [
          [words.module, row.module],
          [words.portName, row.port],
          [words.kind, row.kind],
          [words.output, row.output],
          [words.verdict, verdictWord(row.verdict, words)],
          [words.greatestAt, row.greatestAt],
          [words.notes, row.notes],
        ]
      : [];
    this.#details.replaceChildren(definitions(pairs.filter(([, value]) => value !== "")));
  }
}

function layerColumns(words: Words): Column<LayerRow>[] {
  const figure = (
    key: "floor" | "tolerance" | "isolated" | "propagated" | "oneMinusCosine" | "greatest",
    width: string,
  ): Column<LayerRow> => ({
    key,
    label: words[key],
    width,
    numeric: true,
    text: (row) => figureText(row[key]),
  });
  return [
    { key: "order", label: words.order, width: "60px", numeric: true, text: (row) => String(row.order) },
    {
      key: "verdict",
      label: words.verdict,
      width: "110px",
      text: (row) => verdictWord(row.verdict, words),
      mark: (row) => `verdict-${row.verdict}`,
    },
    {
      key: "module",
      label: words.module,
      width: "minmax(220px, 3fr)",
      path: true,
      sticky: true,
      text: (row) => row.module,
      mark: (row) => (row.first ? "first" : undefined),
    },
    { key: "kind", label: words.kind, width: "minmax(90px, 1fr)", text: (row) => row.kind },
    { key: "output", label: words.output, width: "minmax(150px, 2fr)", text: (row) => row.output },
    figure("isolated", "90px"),
    figure("propagated", "100px"),
    figure("tolerance", "90px"),
    figure("floor", "80px"),
    figure("oneMinusCosine", "80px"),
    figure("greatest", "140px"),
  ];
}
