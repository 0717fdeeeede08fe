import { button, element } from "../dom.js";
import { rowAfterKey } from "./keys.js";
import type { SortOrder } from "./sort.js";
import { canvasHeight, rowWindow, scrollToShow, type Viewport } from "./virtualWindow.js";

/** A column. `width` is a track of a CSS grid. */
export interface Column<R> {
  readonly key: string;
  readonly label: string;
  readonly width: string;
  readonly numeric?: boolean;
  readonly sortable?: boolean;
  /** A dotted name: where the column is narrow the beginning is cut off, since the end tells tensors apart. */
  readonly path?: boolean;
  /** Stays in view when the table is scrolled sideways. */
  readonly sticky?: boolean;
  text(row: R): string;
  /** A class for the cell, such as a colour by what the row says. */
  mark?(row: R): string | undefined;
}

export interface TableOptions<R> {
  readonly label: string;
  /** CSS pixels; the style sheet sets the same height. */
  readonly rowHeight: number;
  /** The row at a position of the present order. */
  row(position: number): R | undefined;
  onActive(position: number): void;
  onSort(key: string): void;
  onScroll(): void;
  readonly className?: string;
}

/** A table of any length that keeps only the visible rows in the page, for the mouse, the keyboard and screen readers. */
export class VirtualTable<R> {
  readonly root: HTMLElement;
  readonly #head: HTMLElement;
  readonly #canvas: HTMLElement;
  readonly #rows = new Map<number, HTMLElement>();
  #columns: readonly Column<R>[] = [];
  #count = 0;
  #active = 0;
  #frame = 0;

  constructor(private readonly options: TableOptions<R>) {
    this.#head = element("div", { class: "head", attributes: { role: "rowgroup" } });
    this.#canvas = element("div", { class: "canvas", attributes: { role: "rowgroup" } });
    this.root = element("div", {
      class: `table ${options.className ?? ""}`.trim(),
      attributes: { role: "table", "aria-label": options.label },
      children: [this.#head, this.#canvas],
    });
    this.root.addEventListener("scroll", () => {
      this.#later();
      options.onScroll();
    });
    this.root.addEventListener("keydown", (event) => this.#onKey(event));
    new ResizeObserver(() => this.#later()).observe(this.root);
  }

  get active(): number {
    return this.#active;
  }

  /** Columns and the order they show; makes the header again. */
  setColumns(columns: readonly Column<R>[], sort: SortOrder | undefined): void {
    this.#columns = columns;
    this.root.style.setProperty("--columns", columns.map(({ width }) => width).join(" "));
    this.root.setAttribute("aria-colcount", String(columns.length));
    const focused = document.activeElement?.closest("[data-column]")?.getAttribute("data-column");
    const cells = columns.map((column) => this.#headerCell(column, sort));
    this.#head.replaceChildren(
      element("div", {
        class: "row",
        attributes: { role: "row", "aria-rowindex": "1" },
        children: cells,
      }),
    );
    if (focused != null) {
      cells
        .find((cell) => cell.dataset["column"] === focused)
        ?.querySelector("button")
        ?.focus();
    }
  }

  /** Shows so many rows, all of them anew. */
  setCount(count: number): void {
    this.#count = count;
    this.#active = Math.max(0, Math.min(this.#active, count - 1));
    this.root.setAttribute("aria-rowcount", String(count + 1));
    this.#canvas.style.height = `${String(canvasHeight(count, this.options.rowHeight))}px`;
    const hadFocus = this.#canvas.contains(document.activeElement);
    for (const made of this.#rows.values()) made.remove();
    this.#rows.clear();
    this.render();
    if (hadFocus) this.#rows.get(this.#active)?.focus({ preventScroll: true });
  }

  /** Makes a row the active one and brings it into view. */
  activate(position: number, focus: boolean): void {
    if (position < 0 || position >= this.#count) return;
    const before = this.#rows.get(this.#active);
    before?.setAttribute("tabindex", "-1");
    before?.removeAttribute("aria-current");
    this.#active = position;
    this.root.scrollTop = scrollToShow(position, this.#viewport());
    this.render();
    const made = this.#rows.get(position);
    made?.setAttribute("tabindex", "0");
    made?.setAttribute("aria-current", "true");
    if (focus) made?.focus({ preventScroll: true });
    this.options.onActive(position);
  }

  /** Brings the page in line with the scroll position. */
  render(): void {
    const { first, end, origin } = rowWindow(this.#viewport());
    // The active row stays even when it is far away, so that the keyboard does not lose its place.
    for (const [position, made] of this.#rows) {
      if ((position < first || position >= end) && position !== this.#active) {
        made.remove();
        this.#rows.delete(position);
      }
    }
    const wanted = new Set<number>();
    for (let position = first; position < end; position++) wanted.add(position);
    if (this.#count > 0) wanted.add(this.#active);
    for (const position of [...wanted].sort((a, b) => a - b)) {
      const made = this.#rows.get(position) ?? this.#add(position);
      made.style.transform = `translateY(${String(origin + position * this.options.rowHeight)}px)`;
    }
  }

  #viewport(): Viewport {
    return {
      scrollTop: this.root.scrollTop,
      height: Math.max(this.options.rowHeight, this.root.clientHeight - this.#head.offsetHeight),
      rowHeight: this.options.rowHeight,
      count: this.#count,
    };
  }

  #later(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.render();
    });
  }

  /** Makes a row and puts it where a screen reader expects it: in the order of the table. */
  #add(position: number): HTMLElement {
    const row = this.options.row(position);
    const active = position === this.#active;
    const made = element("div", {
      class: position % 2 === 1 ? "row odd" : "row",
      attributes: {
        role: "row",
        "aria-rowindex": String(position + 2),
        tabindex: active ? "0" : "-1",
        ...(active ? { "aria-current": "true" } : {}),
      },
      children: row === undefined ? [] : this.#columns.map((column) => cell(column, row)),
    });
    made.addEventListener("focus", () => {
      if (position !== this.#active) this.activate(position, false);
    });
    made.addEventListener("click", () => this.activate(position, true));
    let next: HTMLElement | null = null;
    let nearest = Number.POSITIVE_INFINITY;
    for (const [other, there] of this.#rows) {
      if (other > position && other < nearest) [nearest, next] = [other, there];
    }
    this.#canvas.insertBefore(made, next);
    this.#rows.set(position, made);
    return made;
  }

  #headerCell(column: Column<R>, sort: SortOrder | undefined): HTMLElement {
    const sorted = sort?.key === column.key ? (sort.descending ? "descending" : "ascending") : undefined;
    const made = element("div", {
      class: classes("cell", column.numeric && "number", column.sticky && "sticky"),
      attributes: {
        role: "columnheader",
        "data-column": column.key,
        ...(sorted === undefined ? {} : { "aria-sort": sorted }),
      },
    });
    if (column.sortable === false) made.textContent = column.label;
    else {
      const arrow = sorted === undefined ? "" : sorted === "ascending" ? " ↑" : " ↓";
      const press = button(column.label, () => this.options.onSort(column.key), { class: "sort" });
      press.append(element("span", { text: arrow, attributes: { "aria-hidden": "true" } }));
      made.append(press);
    }
    return made;
  }

  #onKey(event: KeyboardEvent): void {
    if (!this.#canvas.contains(document.activeElement) || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const page = Math.floor(this.#viewport().height / this.options.rowHeight);
    const next = rowAfterKey(event.key, this.#active, this.#count, page);
    if (next === undefined) return;
    event.preventDefault();
    this.activate(next, true);
  }
}

function cell<R>(column: Column<R>, row: R): HTMLElement {
  const text = column.text(row);
  const mark = column.mark?.(row);
  return element("div", {
    class: classes(
      "cell",
      column.numeric && "number",
      column.path && "path",
      column.sticky && "sticky",
      mark,
    ),
    // The cell is cut off where the column ends; the whole text shows on hover, and in the details of the active row.
    attributes: { role: "cell", title: text },
    children: [column.path ? element("bdi", { text }) : text],
  });
}

function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => name !== false && name !== undefined && name !== "").join(" ");
}
