import { definitions, element } from "../dom.js";
import { fill } from "../../shared/strings.js";
import type {
  FailureView,
  Figure,
  HolderView,
  ReportView,
  SimilarityView,
} from "../../shared/alignment/report.js";
import { chartShapes, viewBox, type Shape } from "./chart.js";
import { figureText, type Words } from "./figures.js";

/** A part of the report under a heading. */
export function section(title: string, ...children: readonly (Node | string)[]): HTMLElement {
  return element("section", { children: [element("h2", { text: title }), ...children] });
}

export function chartSection(report: ReportView, words: Words): HTMLElement | undefined {
  const shapes = chartShapes(report.layers);
  if (shapes.length === 0) return undefined;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of [
    ["viewBox", viewBox],
    ["role", "img"],
    ["aria-label", words.chartLabel],
  ] as const) {
    svg.setAttribute(name, value);
  }
  svg.append(...shapes.map(drawn));
  const key = (kind: string, text: string): HTMLElement =>
    element("span", { children: [element("i", { class: kind }), text] });
  const legend = element("div", {
    class: "legend",
    children: [
      key("ok", `${words.chartIsolated}: ${words.ok}`),
      key("suspect", words.suspect),
      key("structural", words.structural),
      key("propagated", words.chartPropagated),
      key("band", fill(words.chartTolerance, report.factor)),
      key("floor", words.chartFloor),
    ],
  });
  return section(words.chart, svg, legend);
}

function drawn(shape: Shape): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", shape.tag);
  for (const [name, value] of Object.entries(shape.attributes)) made.setAttribute(name, value);
  if (shape.text !== undefined) made.textContent = shape.text;
  if (shape.title !== undefined) {
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = shape.title;
    made.append(title);
  }
  return made;
}

export function failureSection(failures: readonly FailureView[], words: Words): HTMLElement | undefined {
  if (failures.length === 0) return undefined;
  const items = failures.map(({ module, explanation, probes }) =>
    element("li", {
      children: [
        element("code", { text: module }),
        element("div", { text: explanation }),
        ...(probes.length === 0 ? [] : [probeTable(probes, words)]),
      ],
    }),
  );
  return section(words.failures, element("ol", { children: items }));
}

function probeTable(probes: FailureView["probes"], words: Words): HTMLElement {
  const rows = probes.map(({ hypothesis, error, restores }) => [
    hypothesis,
    figureText(error),
    restores ? words.restores : "",
  ]);
  return element("details", {
    children: [
      element("summary", { text: fill(words.tried, probes.length) }),
      plainTable([words.hypothesis, words.errorThen, words.verdict], rows),
    ],
  });
}

export function coverageSection(report: ReportView, words: Words): HTMLElement {
  const holders = (title: string, list: readonly HolderView[]): HTMLElement[] => {
    if (list.length === 0) return [];
    const rows = list.map(({ module, parameters, reason }) => [module, parameters, reason]);
    return [
      element("h3", { text: title }),
      plainTable([words.module, words.missingParameters, words.missingReason], rows),
    ];
  };
  return section(
    words.coverage,
    element("p", { text: report.coverage }),
    ...holders(words.notCompared, report.missing),
    ...holders(words.covered, report.credited),
    ...(report.idle.length === 0
      ? []
      : [element("ul", { children: report.idle.map((text) => element("li", { text })) })]),
  );
}

export function similaritySection(similarity: SimilarityView, words: Words): HTMLElement {
  const side = (title: string, rows: readonly (readonly Figure[])[]): HTMLElement =>
    element("div", { children: [element("h3", { text: title }), matrix(rows)] });
  const greatest = figureText(similarity.greatestDifference);
  return section(
    words.similarity,
    element("div", {
      class: "two",
      children: [side(words.reference, similarity.reference), side(words.port, similarity.port)],
    }),
    element("ol", { children: similarity.sentences.map((text) => element("li", { text })) }),
    element("p", {
      class: "dim",
      text: `${similarity.pooling}. ${fill(words.greatestDifference, greatest)}`,
    }),
  );
}

function matrix(rows: readonly (readonly Figure[])[]): HTMLElement {
  const head = rows.map((_, index) => String(index + 1));
  const body = rows.map((row, index) => [
    String(index + 1),
    ...row.map((value) => (typeof value === "number" ? value.toFixed(4) : figureText(value))),
  ]);
  return element("div", {
    class: "scroll",
    attributes: { tabindex: "0" },
    children: [plainTable(["", ...head], body)],
  });
}

export function factSections(report: ReportView, words: Words): HTMLElement[] {
  const side = (title: string, pairs: ReportView["port"]): HTMLElement =>
    element("div", { children: [element("h3", { text: title }), definitions(pairs)] });
  return [
    section(words.inputs, definitions(report.inputs)),
    section(
      words.environment,
      element("div", {
        class: "two",
        children: [side(words.reference, report.reference), side(words.port, report.port)],
      }),
    ),
    section(words.rerun, element("pre", { text: report.rerun, attributes: { tabindex: "0" } })),
  ];
}

/** A small table of texts. */
function plainTable(heads: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const head = heads.map((text) =>
    text === "" ? element("td") : element("th", { text, attributes: { scope: "col" } }),
  );
  const body = rows.map((row) => element("tr", { children: row.map((text) => element("td", { text })) }));
  return element("table", {
    class: "plain",
    children: [
      element("thead", { children: [element("tr", { children: head })] }),
      element("tbody", { children: body }),
    ],
  });
}
