import type { CaptureManifest } from "./capture.js";
import type { LayerResult } from "./layers.js";

export type Mode = "isolated" | "propagated";

/**
 * The calls that are wrong and contain no call that is wrong, in execution order: what merely contains the cause is
 * not named. In isolation each call gets the reference's inputs, so what comes before cannot be the cause either.
 */
export function innermostFailures(layers: readonly LayerResult[], mode: Mode): LayerResult[] {
  const bad = layers.filter((layer) => layer[mode] !== undefined && layer[mode] !== "ok");
  return bad
    .filter((outer) => !bad.some((inner) => inner.began > outer.began && inner.order < outer.order))
    .sort((a, b) => a.order - b.order);
}

/** The first module that diverges: by its isolated error if there is one, else by the propagated error. */
export function firstDivergence(
  layers: readonly LayerResult[],
): { readonly layer: LayerResult; readonly mode: Mode } | undefined {
  for (const mode of ["isolated", "propagated"] as const) {
    const layer = innermostFailures(layers, mode)[0];
    if (layer) return { layer, mode };
  }
  return undefined;
}

export interface Coverage {
  /** Modules of the reference that own parameters. */
  readonly modules: { readonly total: number; readonly compared: number };
  /** Parameter tensors of those modules. */
  readonly parameters: { readonly total: number; readonly compared: number };
  readonly missing: readonly {
    readonly module: string;
    readonly class: string;
    readonly parameters: readonly string[];
    readonly reason: string;
  }[];
}

/** The part of the modules with parameters that has to be compared before anything is called aligned. */
export const requiredCoverage = 0.95;

/**
 * Which of the modules that hold parameters were compared, and why the others were not.
 * @param modules those to count, by the reference's paths, where the reference's own list does not tell
 */
export function coverageOf(
  reference: CaptureManifest,
  layers: readonly LayerResult[],
  modules = reference.modules,
): Coverage {
  const compared = new Map<string, boolean>();
  const notes = new Map<string, string>();
  for (const layer of layers) {
    const done = layer.isolated !== undefined || layer.propagated !== undefined;
    compared.set(layer.reference, (compared.get(layer.reference) ?? false) || done);
    if (!done) notes.set(layer.reference, layer.notes.join("; ") || "it returns no tensor");
  }
  const holders = modules.filter(({ parameters }) => parameters.length > 0);
  const missing = holders
    .filter(({ path }) => compared.get(path) !== true)
    .map((holder) => ({
      module: holder.path,
      class: holder.class,
      parameters: holder.parameters,
      reason:
        notes.get(holder.path) ??
        (reference.calls.length === 0
          ? "the recording holds outputs only"
          : reference.framework === "onnx"
            ? "no node of the ONNX graph bears its name: the exporter folded or merged it; what contains it covers it"
            : "the reference never calls it; if another module uses its parameters directly, that one's result covers them"),
    }));
  const count = (of: readonly { readonly parameters: readonly string[] }[]): number =>
    of.reduce((sum, { parameters }) => sum + parameters.length, 0);
  const total = { modules: holders.length, parameters: count(holders) };
  return {
    modules: { total: total.modules, compared: total.modules - missing.length },
    parameters: { total: total.parameters, compared: total.parameters - count(missing) },
    missing,
  };
}
