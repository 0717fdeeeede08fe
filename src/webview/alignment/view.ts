import { button, element } from "../dom.js";
import { fill } from "../../shared/strings.js";
import type { FromAlignmentView, RunView } from "../../shared/alignment/messages.js";
import type { ReportView } from "../../shared/alignment/report.js";
import { figureText, verdictWord, type LayerView, type Words } from "./figures.js";
import { LayerTable } from "./layers.js";
import {
  chartSection,
  coverageSection,
  factSections,
  failureSection,
  section,
  similaritySection,
} from "./sections.js";

/** The page: the list of runs, and the report of one of them. */
export class AlignmentView {
  readonly #report = element("div", { class: "report" });
  readonly #runs: HTMLSelectElement;
  readonly #runsLine: HTMLElement;
  #shown = "";

  constructor(
    private readonly words: Words,
    private view: LayerView,
    private readonly send: (message: FromAlignmentView) => void,
    private readonly keep: (view: LayerView) => void,
  ) {
    this.#runs = element("select");
    this.#runs.addEventListener("change", () => send({ type: "show", id: this.#runs.value }));
    this.#runsLine = element("nav", {
      class: "runs",
      attributes: { "aria-label": words.history },
      children: [
        element("label", { children: [`${words.history} `, this.#runs] }),
        button(words.runAgain, () => send({ type: "runAgain" })),
      ],
    });
    document.body.replaceChildren(element("main", { children: [this.#report] }));
  }

  showHistory(runs: readonly RunView[]): void {
    this.#runs.replaceChildren(
      ...runs.map(({ id, label, verdict }) =>
        element("option", { text: `${this.words[verdict]} · ${label}`, attributes: { value: id } }),
      ),
    );
    this.#runs.value = this.#shown;
  }

  show(id: string, report: ReportView): void {
    const { words } = this;
    this.#shown = id;
    this.#runs.value = id;
    const table = new LayerTable(words, this.view, (view) => {
      this.view = view;
      this.keep(view);
    });
    const parts = [
      // The device comes before anything else: a verdict holds for the device it was found on.
      element("p", { class: "device", text: report.device }),
      element("h1", { children: [element("code", { text: report.model })] }),
      this.#runsLine,
      this.#verdict(report),
      tiles(report),
      chartSection(report, words),
      failureSection(report.failures, words),
      report.similarity && similaritySection(report.similarity, words),
      section(words.layers, report.layers.length === 0 ? element("p", { text: words.noLayers }) : table.root),
      coverageSection(report, words),
      ...factSections(report, words),
    ];
    this.#report.replaceChildren(...parts.filter((part) => part !== undefined));
    table.show(report.layers);
  }

  #verdict(report: ReportView): HTMLElement {
    const { words } = this;
    return element("section", {
      class: `verdict ${report.verdict}`,
      attributes: { role: "status" },
      children: [
        element("strong", { text: words[report.verdict] }),
        ...(report.first ? [this.#first(report.first)] : []),
        element("ul", { children: report.evidence.map((text) => element("li", { text })) }),
      ],
    });
  }

  #first(first: NonNullable<ReportView["first"]>): HTMLElement {
    const { words } = this;
    const port = first.port === "" ? "" : ` (${words.port}: ${first.port})`;
    const figures =
      first.error === null
        ? ""
        : ` L2 ${figureText(first.error)}, ${words.tolerance} ${figureText(first.tolerance)}`;
    const open =
      first.place === ""
        ? []
        : [button(fill(words.openSource, first.place), () => this.send({ type: "openSource" }))];
    return element("div", {
      class: "cause",
      children: [
        element("p", {
          children: [
            element("b", { text: `${words.firstDivergence} ` }),
            element("code", { text: first.module }),
            `${port} ${first.kind} · ${verdictWord(first.verdict, words)}${figures} `,
            ...open,
          ],
        }),
        element("p", { text: first.explanation }),
      ],
    });
  }
}

function tiles(report: ReportView): HTMLElement {
  return element("div", {
    class: "tiles",
    children: report.tiles.map(([value, meaning]) =>
      element("div", {
        class: "tile",
        children: [element("b", { text: value }), element("span", { text: meaning })],
      }),
    ),
  });
}
