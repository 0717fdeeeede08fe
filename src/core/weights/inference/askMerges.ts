import type { ModuleTree, ParametrizationEntry } from "../../modules/moduleTree.js";
import { mergeProblem } from "../mergeProblem.js";
import { join } from "./layerNames.js";
import type { Ledger } from "./ledger.js";
import { showShape } from "../showShape.js";
import type { ModelTensor, SourceTensor } from "./tensors.js";

/**
 * Asks about weights that the reference merges from three tensors of which the checkpoint has some only, or that do not fit each
 * other. Asked before anything is dropped: a factor alone is not unused, something is missing.
 */
export function askIncompleteMerges(ledger: Ledger, prefix: string): void {
  const open = new Map(ledger.openSources().map((source) => [source.name, source]));
  for (const tensor of ledger.model.values()) {
    if (tensor.merge === undefined) continue;
    const names = [tensor.merge.original, tensor.merge.left, tensor.merge.right].map((name) => prefix + name);
    const found = names.flatMap((name) => open.get(name) ?? []);
    if (found.length === 0) continue;
    const missing = names.filter((name) => !open.has(name));
    const filled = ledger.stored(tensor.name) !== undefined;
    const targets = ledger.openTargets().some((target) => target.name === tensor.name) ? [tensor.name] : [];
    ledger.ask(
      found.map((source) => source.name),
      targets,
      filled ? twice(tensor, found) : cannotMerge(tensor, found, missing),
    );
  }
}

function twice(tensor: ModelTensor, found: readonly SourceTensor[]): string {
  const names = list(found.map((source) => source.name));
  return `the checkpoint holds \`${tensor.name}\` itself, and also ${names}, which the reference computes it from. If it is merged already, write \`- drop: …\` for ${found.length === 1 ? "that one" : "those"} with a reason.`;
}

function cannotMerge(
  tensor: ModelTensor,
  found: readonly SourceTensor[],
  missing: readonly string[],
): string {
  const [original, left, right] = found;
  const problem = original && left && right ? mergeProblem(original, left, right) : undefined;
  if (problem !== undefined) {
    return `\`${tensor.name}\` cannot be merged: ${problem}. Check that the checkpoint belongs to this model.`;
  }
  return (
    `\`${tensor.name}\` cannot be merged: the checkpoint has ${list(found.map((source) => source.name))} but not ${list(missing)}. ` +
    `Download or export the whole checkpoint again.`
  );
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(" and ");
}

/** Weights that are computed in a way that is not known: one question for each, naming all of its parts. */
export function askParametrized(ledger: Ledger, tree: ModuleTree): void {
  const recorded = new Map((tree.parametrizations ?? []).map((entry) => [entry.name, entry]));
  const groups = new Map<string, SourceTensor[]>();
  for (const source of ledger.openSources()) {
    if (source.model?.consumer.role !== "parametrized") continue;
    const [layer = "", rest = ""] = source.model.name.split(/\.?parametrizations\./);
    const weight = join(layer, rest.split(".")[0] ?? "");
    groups.set(weight, [...(groups.get(weight) ?? []), source]);
  }
  for (const [weight, parts] of groups) {
    const targets = ledger.openTargets().some((target) => target.name === weight) ? [weight] : [];
    const names = parts.map((part) => part.name);
    const entry = recorded.get(weight);
    const why =
      entry?.unclear === undefined
        ? `\`${weight}\` is computed from ${parts.length} tensors by a parametrization (LoRA, weight norm).`
        : `\`${weight}\` is computed from ${parts.length} tensors by the parametrization ${entry.classes.join(", ")}; ${entry.unclear}.`;
    ledger.ask(names, targets, `${why} ${remedy(parts, entry, targets.length > 0)}`);
  }
}

function remedy(
  parts: readonly SourceTensor[],
  entry: ParametrizationEntry | undefined,
  inPort: boolean,
): string {
  const original = parts.find((part) => part.name.endsWith(".original"));
  const [first, second, ...others] = parts.filter((part) => part !== original);
  const measure =
    entry === undefined
      ? "Record the module tree of the reference (paddle-port modules --python), which measures what is computed. "
      : "";
  const inTorch =
    "Merge them in PyTorch first (torch.nn.utils.parametrize.remove_parametrizations) and convert the merged checkpoint.";
  if (!inPort || original === undefined || first === undefined || second === undefined || others.length > 0) {
    return measure + inTorch;
  }
  const shapes = [first, second].map((part) => `\`${part.name}\` ${showShape(part.shape)}`).join(" and ");
  return (
    `${measure}If it is a LoRA, write a rule with "merge: ${original.name}", "add: [left, right]" ` +
    `(the factors ${shapes} in the order of their product) and "scale" (alpha / rank). Otherwise: ${inTorch}`
  );
}
