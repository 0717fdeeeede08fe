import type { ModuleTree, ParametrizationEntry } from "../../modules/moduleTree.js";
import type { MergePart } from "../mergeProblem.js";
import type { PlanEntry } from "../plan.js";

/** What is added to a source tensor: `scale · left · right`, and how that is known. */
export interface SourceMerge {
  readonly left: MergePart;
  readonly right: MergePart;
  readonly scale: number;
  readonly text: string;
  readonly confidence: PlanEntry["confidence"];
}

/** How the reference computes a tensor from stored ones, by their names in the reference. */
export interface ModelMerge {
  readonly original: string;
  readonly left: string;
  readonly right: string;
  readonly scale: number;
  readonly text: string;
}

/**
 * The parametrizations of a tree that add a low-rank product, as measured when it was recorded. One whose parts are shared with
 * other tensors is left out: what is merged here would have to be merged there.
 */
export function modelMerges(tree: ModuleTree): Map<string, ParametrizationEntry & { merge: ModelMerge }> {
  const shared = new Set(
    tree.parameters.flatMap((entry) => (entry.tiedTo === undefined ? [] : [entry.name, entry.tiedTo])),
  );
  const names = new Set(tree.parameters.map((entry) => entry.name));
  const found = new Map<string, ParametrizationEntry & { merge: ModelMerge }>();
  for (const entry of tree.parametrizations ?? []) {
    const { merge } = entry;
    if (merge === undefined || names.has(entry.name)) continue;
    const parts = [merge.original, merge.left, merge.right];
    if (parts.some((part) => shared.has(part) || !names.has(part))) continue;
    const text = `${mergeText(merge.left, merge.right, merge.scale)} (${className(entry)}: ${merge.evidence})`;
    found.set(entry.name, { ...entry, merge: { ...merge, text } });
  }
  return found;
}

/** `merged: original + 0.5 · lora_B · lora_A`. */
export function mergeText(left: string, right: string, scale: number): string {
  const factor = scale === 1 ? "" : `${scale} · `;
  return `merged: original + ${factor}${leaf(left)} · ${leaf(right)}`;
}

function className(entry: ParametrizationEntry): string {
  return entry.classes.map((name) => name.split(".").at(-1) ?? name).join(", ");
}

function leaf(name: string): string {
  return name.split(".").at(-1) ?? name;
}
