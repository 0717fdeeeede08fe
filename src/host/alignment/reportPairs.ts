import { l10n } from "vscode";

import type { AlignReport, ReportNumber } from "../../core/align/report.js";
import { escapeText } from "../../core/weights/safetensors/escapeText.js";
import type { ReportView } from "../../shared/alignment/report.js";

/** What the report says about inputs and environments, as names with values. */
export function reportPairs({
  inputs,
  environment,
}: AlignReport): Pick<ReportView, "inputs" | "reference" | "port"> {
  const tensors = inputs.tensors.map(({ name, shape, dtype }) => `${name} ${dtype} [${shape.join(", ")}]`);
  return {
    inputs: escaped([
      [l10n.t("Tensors"), tensors.join("; ")],
      ["SHA-256", inputs.sha256],
      [l10n.t("Seed"), String(inputs.seed)],
      ...inputs.sentences.map((text, index): [string, string] => [l10n.t("Sentence {0}", index + 1), text]),
    ]),
    reference: side(environment.reference),
    port: side(environment.port),
  };
}

function side(given: AlignReport["environment"]["port"]): [string, string][] {
  const origin = given.origin === "live" ? l10n.t("run now") : l10n.t("recorded");
  return escaped([
    [l10n.t("Model"), given.model],
    [l10n.t("Framework"), `${given.framework} ${given.version} (${origin})`],
    [l10n.t("Device"), given.device],
    [l10n.t("Threads"), String(given.threads)],
    ["Python", given.python],
    [l10n.t("Platform"), given.platform],
    [l10n.t("Weights"), given.weights?.file ?? l10n.t("the factory's own")],
    ...(given.weights ? [["SHA-256", given.weights.sha256] as [string, string]] : []),
    ...Object.entries(given.numericFlags).map(([name, value]): [string, string] => [name, String(value)]),
  ]);
}

function escaped(pairs: readonly (readonly [string, string])[]): [string, string][] {
  return pairs.map(([name, value]) => [escapeText(name), escapeText(value)]);
}

/** An error as people read it: 0, 3.7e-7, ∞. */
export function errorText(value: ReportNumber): string {
  if (value === "Infinity") return "∞";
  if (value === "-Infinity") return "-∞";
  if (value === "NaN") return "NaN";
  return value === 0 ? "0" : value.toExponential(1);
}
