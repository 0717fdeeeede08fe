import type { AlignReport } from "../report.js";
import { errorText, escapeHtml, moduleText } from "./text.js";

/** What was tried on each module that diverges. */
export function failureSection(report: AlignReport): string {
  if (report.failures.length === 0) return "";
  const parts = report.failures.map((failure) => {
    const tried = failure.probes
      .map(
        ({ hypothesis, error, restores }) =>
          `<tr><td>${escapeHtml(hypothesis)}</td><td class="n">${errorText(error ?? "NaN")}</td><td>${restores ? '<span class="tag ok">restores</span>' : ""}</td></tr>`,
      )
      .join("");
    const table =
      tried === ""
        ? ""
        : `<details><summary>${String(failure.probes.length)} changes tried on it</summary><table><thead><tr><th>with this change it would agree</th><th class="n">error then</th><th></th></tr></thead><tbody>${tried}</tbody></table></details>`;
    return `<li><code>${escapeHtml(moduleText(failure.reference))}</code>: ${escapeHtml(failure.explanation)}${table}</li>`;
  });
  return `<section class="card"><h2>What diverges, and why</h2><ol>${parts.join("")}</ol></section>`;
}

/** Which modules with parameters were not compared, or only together with others. */
export function coverageSection({ coverage }: AlignReport): string {
  const { modules, parameters, credited, missing, idle } = coverage;
  const summary = `<p>${String(modules.compared + modules.credited)} of ${String(modules.total)} modules that hold parameters, with ${String(parameters.compared + parameters.credited)} of ${String(parameters.total)} parameter tensors.</p>`;
  const none = missing.length === 0 ? "<p>None is left out.</p>" : "";
  const without = idle
    .map(({ parameter, reason }) => `<li><code>${escapeHtml(parameter)}</code>: ${escapeHtml(reason)}</li>`)
    .join("");
  return `<section class="card"><h2>Coverage</h2>${summary}${none}${moduleTable("not compared", missing)}${moduleTable("covered by another module", credited)}${without === "" ? "" : `<p>Parameters without effect:</p><ul>${without}</ul>`}</section>`;
}

function moduleTable(heading: string, gaps: AlignReport["coverage"]["missing"]): string {
  if (gaps.length === 0) return "";
  const rows = gaps.map(
    (gap) =>
      `<tr><td class="name"><code>${escapeHtml(moduleText(gap.module))}</code><span class="sub">${escapeHtml(gap.class)}</span></td><td><code>${escapeHtml(gap.parameters.join(", "))}</code></td><td>${escapeHtml(gap.reason)}</td></tr>`,
  );
  return `<table><thead><tr><th>${heading}</th><th>parameters</th><th>why</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

export function inputSection({ inputs }: AlignReport): string {
  const tensors = inputs.tensors
    .map(({ name, shape, dtype }) => `${name} ${dtype} [${shape.join(", ")}]`)
    .join("; ");
  const sentences =
    inputs.sentences.length === 0
      ? ""
      : `<ol>${inputs.sentences.map((text) => `<li>${escapeHtml(text)}</li>`).join("")}</ol>`;
  return `<section class="card"><h2>Inputs</h2>${list([
    ["tensors", tensors],
    ["sha256", inputs.sha256],
    ["seed", String(inputs.seed)],
  ])}${sentences}</section>`;
}

export function environmentSection({ environment, tolerance }: AlignReport): string {
  const side = (given: AlignReport["environment"]["port"]): string =>
    list([
      ["model", given.model],
      [
        "framework",
        `${given.framework} ${given.version} (${given.origin === "live" ? "run now" : "recorded"})`,
      ],
      ["device", given.device],
      ["threads", String(given.threads)],
      ["Python", given.python],
      ["platform", given.platform],
      ["weights", given.weights?.file ?? "the factory's own"],
      ["weights sha256", given.weights?.sha256 ?? "–"],
      ...Object.entries(given.numericFlags).map(([name, value]): [string, string] => [name, String(value)]),
    ]);
  return `<section class="card"><h2>Environment</h2><div class="two"><div><h3>Reference</h3>${side(environment.reference)}</div><div><h3>Port</h3>${side(environment.port)}</div></div>
<p class="device">Noise floor measured by: ${escapeHtml(tolerance.noiseMethods.join("; ") || "not measured")}.</p></section>`;
}

function list(entries: readonly (readonly [string, string])[]): string {
  return `<dl>${entries.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd class="mono">${escapeHtml(value)}</dd>`).join("")}</dl>`;
}
