import type { CaptureManifest } from "./capture.js";
import { coverageOf, isEnough, requiredCoverage, type Coverage, type CoverageParts } from "./coverage.js";
import { firstDivergence } from "./divergence.js";
import { differenceOfCalls } from "./innerCalls.js";
import { explain, type Failure, type ProbeAnswer } from "./hypotheses.js";
import type { Comparison, LayerResult, SlotResult } from "./layers.js";
import { minimumFloor } from "./verdict.js";
import { reportNumber, type AlignReport, type ReportComparison, type ReportSlot } from "./report.js";

/** What a report is made from. */
export interface ReportParts {
  readonly producer: string;
  readonly device: AlignReport["device"];
  readonly factor: number;
  readonly reference: { readonly manifest: CaptureManifest; readonly origin: "live" | "recorded" };
  readonly port: { readonly manifest: CaptureManifest; readonly origin: "live" | "recorded" };
  /** How modules and parameters of the two sides belong together, and which modules are counted. */
  readonly coverage: Pick<CoverageParts, "portPath" | "made" | "holders">;
  readonly layers: readonly LayerResult[];
  readonly outputs: readonly SlotResult[];
  /** The innermost failures, and what the probes said; undefined when the port was not run here. */
  readonly failed: readonly LayerResult[];
  readonly probes: ProbeAnswer | undefined;
  readonly sentences: readonly string[];
  readonly similarity:
    | {
        readonly report: NonNullable<AlignReport["similarity"]>;
        readonly slots: readonly SlotResult[];
        readonly ownInputs: boolean;
      }
    | undefined;
  readonly rerun: string;
}

/** Draws the verdict and puts the report together. */
export function buildReport(parts: ReportParts): AlignReport {
  const { manifest } = parts.reference;
  const coverage = coverageOf({
    ...parts.coverage,
    reference: manifest,
    port: parts.port.manifest,
    layers: parts.layers,
  });
  const first = firstDivergence(parts.layers);
  const failures = parts.failed.map((layer) =>
    explain(
      layer,
      first?.mode ?? "isolated",
      parts.probes,
      differenceOfCalls(manifest, parts.port.manifest, layer, parts.coverage.portPath),
    ),
  );
  // Without inputs of their own the similarities rest on the very outputs that are compared already.
  const own = parts.similarity?.ownInputs === true ? parts.similarity.slots : [];
  const badOutputs = [
    ...parts.outputs.map((slot) => ({ slot, of: "" })),
    ...own.map((slot) => ({ slot, of: " for the similarity sentences" })),
  ].filter(({ slot }) => slot.propagated?.verdict !== "ok");
  const enough = isEnough(coverage);
  const verdict = first || badOutputs.length > 0 ? "diverged" : enough ? "aligned" : "incomplete";
  const worst = worstOf(parts.layers);
  const parameters = new Map(
    (parts.coverage.holders ?? manifest.modules).map((module) => [module.path, module.parameters]),
  );
  return {
    schemaVersion: 1,
    kind: "paddle-port/alignment",
    producer: parts.producer,
    device: parts.device,
    verdict,
    evidence: evidence(parts, coverage, worst, badOutputs),
    ...(first ? { firstDivergence: describeFirst(first, failures) } : {}),
    failures: failures.map(({ layer, explanation, restoredBy, probes }) => ({
      reference: layer.reference,
      port: layer.port,
      occurrence: layer.occurrence,
      explanation,
      ...(restoredBy === undefined ? {} : { restoredBy }),
      probes: [...probes],
    })),
    worst,
    tolerance: { factor: parts.factor, noiseMethods: manifest.noiseMethods ?? [] },
    layers: parts.layers.map((layer) => ({
      reference: layer.reference,
      port: layer.port,
      class: layer.class,
      ...(layer.portClass === undefined ? {} : { portClass: layer.portClass }),
      occurrence: layer.occurrence,
      order: layer.order,
      parameters: [...(parameters.get(layer.reference) ?? [])],
      ...(layer.isolated === undefined ? {} : { isolated: layer.isolated }),
      ...(layer.propagated === undefined ? {} : { propagated: layer.propagated }),
      notes: [...layer.notes],
      slots: layer.slots.map(reportSlot),
    })),
    outputs: parts.outputs.map(reportSlot),
    coverage: {
      modules: { ...coverage.modules },
      parameters: { ...coverage.parameters },
      credited: coverage.credited.map((entry) => ({ ...entry, parameters: [...entry.parameters] })),
      missing: coverage.missing.map((entry) => ({ ...entry, parameters: [...entry.parameters] })),
      idle: coverage.idle.map((entry) => ({ ...entry })),
    },
    inputs: {
      sha256: manifest.inputsSha256,
      seed: manifest.seed,
      sentences: [...parts.sentences],
      tensors: manifest.inputs.map(({ slot, shape, dtype }) => ({ name: slot, shape, dtype })),
    },
    ...(parts.similarity ? { similarity: parts.similarity.report } : {}),
    environment: {
      reference: environmentOf(manifest, parts.reference.origin),
      port: environmentOf(parts.port.manifest, parts.port.origin),
    },
    rerun: parts.rerun,
  };
}

/** One output as the report writes it. */
export function reportSlot(slot: SlotResult): ReportSlot {
  return {
    slot: slot.slot,
    shape: [...slot.shape],
    dtype: slot.dtype,
    ...(slot.isolated ? { isolated: reportComparison(slot.isolated) } : {}),
    ...(slot.propagated ? { propagated: reportComparison(slot.propagated) } : {}),
    ...(slot.mismatch === undefined ? {} : { mismatch: slot.mismatch }),
  };
}

function reportComparison(given: Comparison): ReportComparison {
  const { metrics, byMask } = given;
  const { maximum } = metrics;
  return {
    verdict: given.verdict,
    floor: given.floor,
    floorSource: given.source,
    tolerance: given.tolerance,
    structural: given.structural,
    relativeL2: reportNumber(metrics.relativeL2),
    oneMinusCosine: reportNumber(metrics.oneMinusCosine),
    maximum: {
      difference: reportNumber(maximum.difference),
      index: [...maximum.index],
      reference: reportNumber(maximum.reference),
      port: reportNumber(maximum.port),
    },
    meanDifference: reportNumber(metrics.meanDifference),
    notFinite: { ...metrics.notFinite },
    ...(byMask ? { byMask: { real: reportNumber(byMask.real), padding: reportNumber(byMask.padding) } } : {}),
  };
}

function worstOf(layers: readonly LayerResult[]): AlignReport["worst"] {
  const result: AlignReport["worst"] = {};
  for (const mode of ["isolated", "propagated"] as const) {
    let most = -1;
    for (const layer of layers) {
      for (const slot of layer.slots) {
        const found = slot[mode];
        if (!found) continue;
        const timesFloor = found.metrics.relativeL2 / found.floor;
        if (!(timesFloor > most)) continue;
        most = timesFloor;
        result[mode] = {
          module: layer.reference,
          error: reportNumber(found.metrics.relativeL2),
          timesFloor: reportNumber(timesFloor),
        };
      }
    }
  }
  return result;
}

function describeFirst(
  first: NonNullable<ReturnType<typeof firstDivergence>>,
  failures: readonly Failure[],
): NonNullable<AlignReport["firstDivergence"]> {
  const { layer, mode } = first;
  const slot = layer.slots
    .map((candidate) => candidate[mode])
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => b.metrics.relativeL2 / b.floor - a.metrics.relativeL2 / a.floor)[0];
  return {
    reference: layer.reference,
    port: layer.port,
    class: layer.class,
    mode,
    ...(slot ? { error: reportNumber(slot.metrics.relativeL2), tolerance: slot.tolerance } : {}),
    verdict: layer[mode] ?? "structural",
    explanation: failures.find((failure) => failure.layer === layer)?.explanation ?? layer.notes.join("; "),
  };
}

function evidence(
  parts: ReportParts,
  coverage: Coverage,
  worst: AlignReport["worst"],
  badOutputs: readonly { readonly slot: SlotResult; readonly of: string }[],
): string[] {
  const calls = parts.layers.length;
  const isolated = parts.layers.filter((layer) => layer.isolated !== undefined).length;
  const lines = [
    `${String(calls)} module calls recorded; ${String(isolated)} compared in isolation, ${String(parts.layers.filter((layer) => layer.propagated !== undefined).length)} in the whole model.`,
    coverageLine(coverage),
    ...creditEvidence(coverage),
    `Tolerance: ${String(parts.factor)} times the noise floor of each output, measured by ${(parts.reference.manifest.noiseMethods ?? ["nothing: the reference capture has no noise floor"]).join(" and ")}; the floor is at least ${minimumFloor.toExponential(1)}, half a float32 ulp.`,
  ];
  lines.push(...onnxEvidence(parts));
  for (const mode of ["isolated", "propagated"] as const) {
    const found = worst[mode];
    if (!found) continue;
    const name = found.module === "" ? "the whole model" : found.module;
    lines.push(
      `Worst ${mode} error: ${Number(found.error).toExponential(2)} at ${name}, ${Number(found.timesFloor).toPrecision(3)} times its floor.`,
    );
  }
  for (const { slot, of } of badOutputs) {
    lines.push(
      `Output ${slot.slot}${of} disagrees: ${slot.mismatch ?? `relative L2 ${slot.propagated?.metrics.relativeL2.toExponential(2) ?? "not measured"}, tolerance ${slot.propagated?.tolerance.toExponential(2) ?? "none"}`}.`,
    );
  }
  return lines;
}

function coverageLine({ modules, parameters }: Coverage): string {
  const counted = modules.compared + modules.credited;
  const share = modules.total === 0 ? 100 : (100 * counted) / modules.total;
  const what =
    modules.credited === 0 ? "modules that hold parameters compared" : "modules that hold parameters covered";
  return `${String(counted)} of ${String(modules.total)} ${what} (${share.toFixed(1)} %, ${String(requiredCoverage * 100)} % needed), with ${String(parameters.compared + parameters.credited)} of ${String(parameters.total)} parameter tensors.`;
}

/** How the modules are covered that are not compared themselves. */
function creditEvidence({ modules, credited, missing }: Coverage): string[] {
  const merged = credited.filter(({ by }) => by === "merged").length;
  const times = credited.flatMap(({ timesTolerance }) => timesTolerance ?? []);
  const lines = [];
  if (credited.length > 0) lines.push(`Of these, ${String(modules.compared)} were compared themselves.`);
  if (merged > 0) {
    lines.push(
      `${String(merged)} count because the plan merges their parameters into the weight of a module that was compared.`,
    );
  }
  if (times.length > 0) {
    lines.push(
      `${String(times.length)} are never called and count because the result of a compared module around them depends on their parameters: a small change in them moves it by at least ${Math.min(...times).toPrecision(2)} times its tolerance.`,
    );
  }
  const ignored = missing.filter((gap) => gap.ignored === true).length;
  if (ignored > 0) {
    lines.push(
      `${String(ignored)} are used by the reference and not by the port: that it agrees on these weights is an accident.`,
    );
  }
  return lines;
}

/** What an ONNX reference leaves open. */
function onnxEvidence({ reference, port, layers }: ReportParts): string[] {
  if (reference.manifest.framework !== "onnx") return [];
  const { producer } = reference.manifest.numericFlags;
  const seen = new Set(layers.map((layer) => layer.port));
  const holding = new Set(
    port.manifest.modules.filter((module) => module.parameters.length > 0).map(({ path }) => path),
  );
  const unseen = [...new Set(port.manifest.calls.map(({ module }) => module))].filter(
    (module) => !seen.has(module) && !holding.has(module),
  );
  const names = unseen.slice(0, 10);
  const more = unseen.length > names.length ? ` and ${String(unseen.length - names.length)} more` : "";
  return [
    `The reference is an ONNX graph (${String(producer)}), which does not say which modules hold parameters: coverage counts the port's.`,
    ...(unseen.length === 0
      ? []
      : [
          `Not compared, since no node of the graph bears their names, and without parameters: ${names.join(", ")}${more}.`,
        ]),
  ];
}

function environmentOf(
  manifest: CaptureManifest,
  origin: "live" | "recorded",
): AlignReport["environment"]["port"] {
  const { framework, frameworkVersion, python, platform, device, threads, numericFlags, model, weights } =
    manifest;
  return {
    framework,
    version: frameworkVersion,
    python,
    platform,
    device,
    threads,
    numericFlags,
    model,
    ...(weights ? { weights } : {}),
    origin,
  };
}
