import type { AlignReport } from "../report.js";
import { errorChart } from "./chart.js";
import { coverageSection, environmentSection, failureSection, inputSection } from "./details.js";
import { layerTable, tag } from "./layerTable.js";
import { similaritySection } from "./similarity.js";
import { script, style } from "./style.js";
import { classText, errorText, escapeHtml, moduleText } from "./text.js";

const verdictWords = { aligned: "Aligned", diverged: "Diverged", incomplete: "Incomplete" } as const;

/** The report as one HTML page: no outside resource, light and dark, complete without JavaScript. */
export function reportHtml(report: AlignReport): string {
  const model = report.environment.port.model;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Alignment of ${escapeHtml(model)}: ${report.verdict}</title><style>${style}</style></head>
<body><main>
<p class="device">${escapeHtml(report.device.line)}</p>
<h1>Alignment of <code>${escapeHtml(model)}</code></h1>
${verdictCard(report)}
${tiles(report)}
<section class="card"><h2>Error against noise floor, call by call</h2>${errorChart(report)}</section>
${failureSection(report)}
${report.similarity ? similaritySection(report.similarity) : ""}
<section class="card"><h2>Layers</h2>${layerTable(report)}</section>
${coverageSection(report)}
${inputSection(report)}
${environmentSection(report)}
<section class="card"><h2>Run it again</h2><pre>${escapeHtml(report.rerun)}</pre></section>
<footer>${escapeHtml(report.producer)} · the same as data: <code>report.json</code></footer>
</main><script>${script}</script></body></html>
`;
}

function verdictCard(report: AlignReport): string {
  const evidence = report.evidence.map((line) => `<li>${escapeHtml(line)}</li>`).join("");
  return `<section class="card verdict ${report.verdict}"><strong class="big">${verdictWords[report.verdict]}</strong>${cause(report)}
<ul class="evidence">${evidence}</ul></section>`;
}

function cause({ firstDivergence: first }: AlignReport): string {
  if (!first) return "";
  const port =
    first.port === first.reference ? "" : ` (port: <code>${escapeHtml(moduleText(first.port))}</code>)`;
  const error = first.error === undefined ? "" : ` · ${first.mode} relative L2 ${errorText(first.error)}`;
  const limit = first.tolerance === undefined ? "" : `, tolerance ${errorText(first.tolerance)}`;
  return `<div class="cause"><b>First divergence:</b> <a href="#first"><code>${escapeHtml(moduleText(first.reference))}</code></a>${port} ${escapeHtml(classText(first.class))} ${tag(first.verdict)}${error}${limit}<p>${escapeHtml(first.explanation)}</p></div>`;
}

function tiles({ worst, coverage, layers, environment }: AlignReport): string {
  const { modules } = coverage;
  const { reference, port } = environment;
  const tile = (value: string, text: string): string =>
    `<div class="tile"><b>${escapeHtml(value)}</b><span>${escapeHtml(text)}</span></div>`;
  const times = (mode: "isolated" | "propagated"): string => {
    const found = worst[mode];
    return found
      ? tile(
          errorText(found.error),
          `worst ${mode} error, ${Number(found.timesFloor).toPrecision(2)} × its floor`,
        )
      : tile("–", `${mode} error: not measured`);
  };
  return `<div class="tiles">${times("isolated")}${times("propagated")}${tile(
    `${String(modules.compared + modules.credited)} / ${String(modules.total)}`,
    modules.credited === 0 ? "modules with parameters compared" : "modules with parameters covered",
  )}${tile(String(layers.length), "module calls")}${tile(
    `${reference.framework} ${reference.version.split("+")[0] ?? ""}`,
    `against ${port.framework} ${port.version}`,
  )}</div>`;
}
