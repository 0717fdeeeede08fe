import { entrySources, type WeightPlan } from "../../core/weights/plan.js";

/**
 * True for a plan that was made for this checkpoint, or for another version of it: one that has most of its tensors.
 * A plan that happens to lie beside a checkpoint may belong to another one.
 */
export function planFits(
  plan: WeightPlan,
  checkpoint: { readonly headerSha256: string; readonly tensors: readonly { readonly name: string }[] },
): boolean {
  if (plan.checkpoint?.headerSha256 === checkpoint.headerSha256) return true;
  const wanted = new Set([
    ...plan.entries.flatMap(entrySources),
    ...plan.dropped.map((item) => item.source),
    ...plan.undecided.flatMap((item) => item.sources),
  ]);
  const there = checkpoint.tensors.filter(({ name }) => wanted.has(name)).length;
  return there > 0 && 2 * there >= wanted.size;
}
