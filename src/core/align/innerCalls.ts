import type { CapturedCall, CaptureManifest } from "./capture.js";
import type { LayerResult } from "./layers.js";

/**
 * Says how the calls that a module makes differ from those of its counterpart: one that is missing, one too many, another
 * order. A fact, which explains a divergence that no change of a single thing removes. Undefined where they are alike, or
 * where either side's calls are not known.
 */
export function differenceOfCalls(
  reference: CaptureManifest,
  port: CaptureManifest,
  layer: LayerResult,
  portPath: (reference: string) => string,
): string | undefined {
  if (reference.framework === "onnx") return undefined;
  const theirs = innerCalls(reference, layer.reference, layer.occurrence)?.map((call) => ({
    // What computes a weight is no step of the forward.
    step: portPath(call.module),
    counts: !/(^|\.)parametrizations\./.test(call.module),
  }));
  const own = innerCalls(port, layer.port, layer.occurrence)?.map(({ module }) => module);
  if (!theirs || !own) return undefined;
  const wanted = theirs.filter(({ counts }) => counts).map(({ step }) => step);
  if (wanted.join("\n") === own.join("\n")) return undefined;
  const name = layer.port === "" ? "The model" : layer.port;
  const missing = wanted.filter((step) => !own.includes(step));
  const extra = own.filter((step) => !wanted.includes(step));
  const listed = (steps: readonly string[]): string =>
    [...new Set(steps)].map((step) => within(step, layer.port)).join(", ");
  if (missing.length > 0) return `${name} never calls ${listed(missing)}, which the reference calls there`;
  if (extra.length > 0) return `${name} calls ${listed(extra)}, which the reference does not call there`;
  const spelled = (steps: readonly string[]): string =>
    steps.map((step) => within(step, layer.port)).join(", ");
  return `${name} calls ${spelled(own)}, in this order, where the reference calls ${spelled(wanted)}`;
}

/** The calls that a call makes itself, in the order in which they begin; undefined where it was not recorded. */
function innerCalls(
  { calls }: CaptureManifest,
  module: string,
  occurrence: number,
): readonly CapturedCall[] | undefined {
  const outer = calls.find((call) => call.module === module && call.occurrence === occurrence);
  if (!outer) return undefined;
  const inside = calls
    .filter((call) => call.began > outer.began && call.order < outer.order)
    .sort((a, b) => a.began - b.began);
  // Calls nest: one that ends before the last direct call ended is inside of it.
  let end = -1;
  return inside.filter((call) => {
    if (call.order < end) return false;
    end = call.order;
    return true;
  });
}

function within(step: string, module: string): string {
  return module !== "" && step.startsWith(`${module}.`) ? step.slice(module.length + 1) : step;
}
