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
