import { element } from "../dom.js";
import { fill } from "../../shared/strings.js";
import type { FromTensorView, TensorHead } from "../../shared/tensors/messages.js";
import type { TensorRow } from "../../shared/tensors/rows.js";
import { VirtualTable } from "../table/virtualTable.js";
import { notice, problemNotice } from "../notice.js";
import { hasOtherName, operationWord, tensorColumns, type Words } from "./columns.js";
import { rowDetails } from "./details.js";
import type { Numbers } from "./numbers.js";
import { nextSort } from "../table/sort.js";
import { orderRows } from "./order.js";
import type { SavedState } from "./savedState.js";
import { Toolbar } from "./toolbar.js";

/** Height of a row in CSS pixels; media/webview/table.css says the same. */
const rowHeight = 24;

/** The page: a tool bar, notices, the table, the details of the active row. */
export class TensorView {
  readonly #toolbar: Toolbar;
  readonly #notices = element("div", { class: "notices", attributes: { role: "status" } });
  readonly #table: VirtualTable<TensorRow>;
  readonly #details = element("div", { class: "details-body" });
  readonly #body: HTMLElement;
  #head: TensorHead | undefined;
  #rows: TensorRow[] = [];
  #order: Uint32Array = new Uint32Array();
  #frame: number | undefined;

  constructor(
    private readonly words: Words,
    private readonly numbers: Numbers,
    private state: SavedState,
    private readonly send: (message: FromTensorView) => void,
    private readonly keep: (state: SavedState) => void,
  ) {
    this.#toolbar = new Toolbar(words, state, {
      send,
      onView: (changes) => {
        this.#change(changes);
        this.#reorder();
        this.#table.activate(0, false);
      },
    });
    this.#table = new VirtualTable<TensorRow>({
      label: words.tableLabel,
      rowHeight,
      row: (position) => this.#rowAt(position),
      onActive: (position) => {
        this.#change({ active: position });
        this.#showDetails();
      },
      onSort: (key) => {
        this.#change({ sort: nextSort(this.state.sort, key) });
        const row = this.#order[this.#table.active] ?? 0;
        this.#setColumns();
        this.#reorder();
        // The active row stays the active one, wherever it went.
        this.#table.activate(Math.max(0, this.#order.indexOf(row)), false);
      },
      onScroll: () => this.#change({ scrollTop: this.#table.root.scrollTop }),
    });
    this.#body = element("main", {
      class: "tensors",
      children: [
        this.#toolbar.root,
        this.#notices,
        this.#table.root,
        element("section", {
          class: "details",
          attributes: { "aria-label": words.details, tabindex: "0" },
          children: [this.#details],
        }),
      ],
    });
    document.body.replaceChildren(this.#body);
  }

  showHead(head: TensorHead): void {
    this.#head = head;
    this.#rows = [];
    this.#order = new Uint32Array();
    document.title = head.title;
    this.#body.classList.remove("failed");
    this.#notices.replaceChildren(...(head.plan?.warnings ?? []).map((text) => notice("warning", text, [])));
    if (head.plan === undefined) this.#change({ state: "all" });
    this.#toolbar.show(head, this.numbers, this.state);
    this.#setColumns();
    this.#table.setCount(0);
    this.#showDetails();
    this.#count();
  }

  addRows(generation: number, rows: readonly TensorRow[]): void {
    if (generation !== this.#head?.generation) return;
    for (const row of rows) this.#rows.push(row);
    const complete = this.#rows.length >= this.#head.rows;
    // The order is made anew for the first page and the last; between them once for each frame is enough.
    if (complete || this.#rows.length === rows.length) this.#restore();
    else if (this.#frame === undefined) this.#frame = requestAnimationFrame(() => this.#restore());
  }

  showProblem(what: string, remedy: string): void {
    this.#head = undefined;
    this.#body.classList.add("failed");
    this.#notices.replaceChildren(
      problemNotice(this.words, what, remedy, () => this.send({ type: "reload" })),
    );
  }

  showChanged(deleted: boolean): void {
    this.#notices.querySelector(".changed")?.remove();
    const text = deleted ? this.words.deleted : this.words.changed;
    const made = notice("warning", text, [
      { label: this.words.reload, run: () => this.send({ type: "reload" }) },
    ]);
    made.classList.add("changed");
    this.#notices.prepend(made);
  }

  /** After rows arrived: the order, the place and the active row as they were kept. */
  #restore(): void {
    this.#frame = undefined;
    // The names that arrived say how wide their columns have to be.
    this.#setColumns();
    const { active, scrollTop } = this.state;
    this.#reorder();
    this.#table.root.scrollTop = scrollTop;
    if (active < this.#order.length && active !== this.#table.active) this.#table.activate(active, false);
    this.#table.root.scrollTop = scrollTop;
    this.#table.render();
    this.#showDetails();
  }

  #reorder(): void {
    this.#order = orderRows(this.#rows, this.state);
    this.#table.setCount(this.#order.length);
    this.#count();
    this.#showDetails();
  }

  #setColumns(): void {
    const longest = { name: 0, target: 0, operation: 0 };
    for (const row of this.#rows) {
      longest.name = Math.max(longest.name, row.name.length);
      longest.operation = Math.max(longest.operation, operationWord(row, this.words).length);
      if (hasOtherName(row)) longest.target = Math.max(longest.target, row.plan?.target.length ?? 0);
    }
    const choice = { plan: this.#head?.plan !== undefined, sharded: (this.#head?.files ?? 1) > 1, longest };
    this.#table.setColumns(tensorColumns(this.words, this.numbers, choice), this.state.sort);
  }

  #rowAt(position: number): TensorRow | undefined {
    const index = this.#order[position];
    return index === undefined ? undefined : this.#rows[index];
  }

  #showDetails(): void {
    const copy = (id: number, what: "name" | "target"): void => this.send({ type: "copy", id, what });
    const row = this.#rowAt(this.#table.active);
    this.#details.replaceChildren(...rowDetails(row, this.words, this.numbers, copy));
  }

  #count(): void {
    const total = this.#head?.rows ?? 0;
    const { words, numbers } = this;
    const text =
      this.#rows.length < total
        ? fill(words.loading, numbers.count(this.#rows.length), numbers.count(total))
        : total === 0
          ? words.none
          : this.#order.length === 0
            ? words.noMatch
            : this.#order.length === total
              ? fill(words.shownAll, numbers.count(total))
              : fill(words.shown, numbers.count(this.#order.length), numbers.count(total));
    this.#toolbar.setCount(text);
  }

  #change(changes: Partial<SavedState>): void {
    this.state = { ...this.state, ...changes };
    this.keep(this.state);
  }
}
