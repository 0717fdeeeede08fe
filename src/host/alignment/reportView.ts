import { l10n } from "vscode";

import type { AlignReport, ReportLayer, ReportSlot } from "../../core/align/report.js";
import { escapeText } from "../../core/weights/safetensors/escapeText.js";
import type { HolderView, LayerRow, LayerVerdict, ReportView } from "../../shared/alignment/report.js";
import { errorText, reportPairs } from "./reportPairs.js";

/**
 * Turns a report into what the panel shows: names escaped, labels and sentences in the display language.
 * @param translate puts what the core says into that language
 */
export function reportView(
  report: AlignReport,
  place: string,
  translate: (text: string) => string,
): ReportView {
  const said = (text: string): string => escapeText(translate(text));
  const { firstDivergence: first, coverage, similarity } = report;
  return {
    device: said(report.device.line),
    model: escapeText(report.environment.port.model),
    verdict: report.verdict,
    evidence: report.evidence.map(said),
    ...(first
      ? {
          first: {
            module: moduleText(first.reference),
            port: first.port === first.reference ? "" : moduleText(first.port),
            kind: classText(first.class),
            verdict: first.verdict,
            error: first.error ?? null,
            tolerance: first.tolerance ?? null,
            explanation: said(first.explanation),
            place,
          },
        }
      : {}),
    tiles: tilesOf(report),
    factor: report.tolerance.factor,
    layers: layerRows(report, said),
    failures: report.failures.map((failure) => ({
      module: moduleText(failure.reference),
      explanation: said(failure.explanation),
      probes: failure.probes.map(({ hypothesis, error, restores }) => ({
        hypothesis: said(hypothesis),
        error,
        restores,
      })),
    })),
    coverage: l10n.t(
      "{0} of {1} modules that hold parameters, with {2} of {3} parameter tensors",
      coverage.modules.compared + coverage.modules.credited,
      coverage.modules.total,
      coverage.parameters.compared + coverage.parameters.credited,
      coverage.parameters.total,
    ),
    missing: coverage.missing.map((gap) => holderView(gap, said)),
    credited: coverage.credited.map((entry) => holderView(entry, said)),
    idle: coverage.idle.map(({ reason }) => said(reason)),
    ...(similarity
      ? {
          similarity: {
            sentences: similarity.sentences.map(escapeText),
            pooling: similarity.pooling,
            reference: similarity.reference,
            port: similarity.port,
            greatestDifference: similarity.greatestDifference,
          },
        }
      : {}),
    ...reportPairs(report),
    rerun: report.rerun,
  };
}

function holderView(
  { module, parameters, reason }: AlignReport["coverage"]["missing"][number],
  said: (text: string) => string,
): HolderView {
  return { module: moduleText(module), parameters: escapeText(parameters.join(", ")), reason: said(reason) };
}

function tilesOf({ worst, coverage, layers, environment }: AlignReport): [string, string][] {
  const { isolated, propagated } = worst;
  const { reference, port } = environment;
  return [
    isolated
      ? [
          errorText(isolated.error),
          l10n.t("worst isolated error, {0} × its floor", Number(isolated.timesFloor).toPrecision(2)),
        ]
      : ["–", l10n.t("isolated error: not measured")],
    propagated
      ? [
          errorText(propagated.error),
          l10n.t("worst propagated error, {0} × its floor", Number(propagated.timesFloor).toPrecision(2)),
        ]
      : ["–", l10n.t("propagated error: not measured")],
    [
      `${String(coverage.modules.compared + coverage.modules.credited)} / ${String(coverage.modules.total)}`,
      coverage.modules.credited === 0
        ? l10n.t("modules with parameters compared")
        : l10n.t("modules with parameters covered"),
    ],
    [String(layers.length), l10n.t("module calls")],
    [
      `${port.framework} ${port.version}`,
      l10n.t("against {0}", `${reference.framework} ${reference.version.split("+")[0] ?? ""}`),
    ],
  ];
}

/** A row for each output; a call without a tensor as its result has one row as well. */
function layerRows(report: AlignReport, said: (text: string) => string): LayerRow[] {
  const first = report.firstDivergence;
  let marked = false;
  return report.layers.flatMap((layer) => {
    const slots: readonly (ReportSlot | undefined)[] = layer.slots.length > 0 ? layer.slots : [undefined];
    return slots.map((slot) => {
      const isFirst =
        !marked &&
        first !== undefined &&
        layer.reference === first.reference &&
        layer[first.mode] !== undefined &&
        layer[first.mode] !== "ok";
      marked ||= isFirst;
      return layerRow(layer, slot, isFirst, said);
    });
  });
}

function layerRow(
  layer: ReportLayer,
  slot: ReportSlot | undefined,
  first: boolean,
  said: (text: string) => string,
): LayerRow {
  const { isolated, propagated } = slot ?? {};
  const shown = isolated ?? propagated;
  const verdict: LayerVerdict = slot?.mismatch === undefined ? (shown?.verdict ?? "none") : "structural";
  const notes = [...layer.notes, ...(slot?.mismatch === undefined ? [] : [slot.mismatch])];
  const call = layer.occurrence > 0 ? ` (${l10n.t("call {0}", layer.occurrence + 1)})` : "";
  const maximum = shown?.maximum;
  return {
    order: layer.order,
    module: moduleText(layer.reference) + call,
    port: layer.port === layer.reference ? "" : moduleText(layer.port),
    kind: classText(layer.class),
    output: slot === undefined ? "" : `${escapeText(slot.slot)} ${slot.dtype} [${slot.shape.join(", ")}]`,
    verdict,
    floor: shown?.floor ?? null,
    tolerance: shown?.tolerance ?? null,
    isolated: isolated?.relativeL2 ?? null,
    propagated: propagated?.relativeL2 ?? null,
    oneMinusCosine: shown?.oneMinusCosine ?? null,
    greatest: maximum?.difference ?? null,
    greatestAt:
      maximum === undefined || maximum.difference === 0
        ? ""
        : `[${maximum.index.join(", ")}]: ${String(maximum.reference)} → ${String(maximum.port)}`,
    notes: [...new Set(notes)].map(said).join("; "),
    parameters: layer.parameters.length > 0,
    first,
  };
}

/** A module's path; the model itself has none. */
export function moduleText(path: string): string {
  return path === "" ? l10n.t("(the whole model)") : escapeText(path);
}

function classText(qualified: string): string {
  return escapeText(qualified.slice(qualified.lastIndexOf(".") + 1));
}
