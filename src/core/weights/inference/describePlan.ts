import { entrySources, isMerged, type PlanEntry, type WeightPlan } from "../plan.js";
import { escapeText } from "../safetensors/escapeText.js";
import { namePattern } from "./namePattern.js";

/** Figures that a person asks for first. */
export interface PlanCounts {
  readonly entries: number;
  readonly keep: number;
  readonly transpose: number;
  readonly split: number;
  readonly fuse: number;
  /** Of these, the ones that a low-rank product is merged into first. */
  readonly merged: number;
  readonly renamed: number;
  readonly certain: number;
  readonly likely: number;
  readonly asked: number;
  /** Matrices as wide as high: no check of the shape could tell that one of them was turned wrongly. */
  readonly square: number;
  readonly dropped: number;
  /** Questions; one may be about a tensor of every block. */
  readonly undecided: number;
  readonly undecidedSources: number;
  readonly undecidedTargets: number;
}

export function countPlan(plan: WeightPlan): PlanCounts {
  const count = (test: (entry: PlanEntry) => boolean): number => plan.entries.filter(test).length;
  return {
    entries: plan.entries.length,
    keep: count((entry) => entry.operation === "keep"),
    transpose: count((entry) => entry.operation === "transpose"),
    split: count((entry) => entry.operation === "split"),
    fuse: count((entry) => entry.operation === "fuse"),
    merged: count(isMerged),
    renamed: count((entry) => entry.renamed),
    certain: count((entry) => entry.confidence === "certain"),
    likely: count((entry) => entry.confidence === "likely"),
    asked: count((entry) => entry.confidence === "asked"),
    square: count(isSquare),
    dropped: plan.dropped.length,
    undecided: plan.undecided.length,
    undecidedSources: new Set(plan.undecided.flatMap((item) => item.sources)).size,
    undecidedTargets: new Set(plan.undecided.flatMap((item) => item.targets)).size,
  };
}

function isSquare(entry: PlanEntry): boolean {
  const [height, width] = entry.shape;
  return entry.shape.length === 2 && height === width && (height ?? 0) > 1;
}

/** The plan in words: what is undecided first, then counts, then what is dropped and what is only likely. */
export function describePlan(plan: WeightPlan): string {
  const counts = countPlan(plan);
  const lines: string[] = [];
  if (plan.undecided.length > 0) {
    lines.push(
      `UNDECIDED: ${counts.undecidedTargets} target and ${counts.undecidedSources} source tensors. Answer in a rules file (plan --rules FILE):`,
    );
    for (const [index, item] of plan.undecided.entries()) {
      lines.push(`  ${index + 1}. ${item.question}`);
      if (item.sources.length + item.targets.length > 1) lines.push(`     ${concerned(item)}`);
    }
    lines.push("");
  }
  const operations = (["keep", "transpose", "split", "fuse"] as const).filter((name) => counts[name] > 0);
  lines.push(
    `${counts.entries} target tensors: ${operations.map((name) => `${counts[name]} ${name}`).join(", ")}`,
  );
  if (counts.merged > 0) lines.push(`  ${counts.merged} merged before that, each from three tensors`);
  lines.push(
    `  ${counts.certain} certain, ${counts.likely} likely, ${counts.asked} by rule; ${counts.renamed} renamed`,
  );
  lines.push(`  ${counts.square} square matrices, decided by their consumer: their shape cannot prove it`);
  for (const group of groupDrops(plan)) lines.push(`dropped ${group.names}: ${group.reason}`);
  lines.push(...likelyLines(plan));
  for (const tie of plan.tied) lines.push(`tied: ${tie.target} is filled through ${tie.to}`);
  for (const note of plan.notes) lines.push(`note: ${note}`);
  return `${lines.map(printable).join("\n")}\n`;
}

/** Names come from files that anybody may have written; backslashes are left alone, as paths have them. */
function printable(line: string): string {
  return escapeText(line).replaceAll("\\\\", "\\");
}

function concerned(item: WeightPlan["undecided"][number]): string {
  const some = (names: readonly string[]): string =>
    names.slice(0, 4).join(", ") + (names.length > 4 ? ` and ${names.length - 4} more` : "");
  const parts = [
    item.sources.length > 0 ? `source: ${some(item.sources)}` : "",
    item.targets.length > 0 ? `target: ${some(item.targets)}` : "",
  ];
  return parts.filter((part) => part !== "").join("; ");
}

/** One line for tensors that differ only in the numbers of their names, such as one matrix of every block. */
function likelyLines(plan: WeightPlan): string[] {
  const groups = new Map<string, { count: number; reason: string }>();
  for (const entry of plan.entries) {
    if (entry.confidence !== "likely") continue;
    const pattern = [...entrySources(entry), entry.target].map(namePattern);
    const pair = `${pattern.slice(0, -1).join(" + ")} -> ${pattern.at(-1) ?? ""}`;
    const group = groups.get(pair) ?? { count: 0, reason: entry.reason };
    groups.set(pair, { ...group, count: group.count + 1 });
  }
  return [...groups].map(
    ([pattern, { count, reason }]) => `likely${count > 1 ? ` (${count})` : ""}: ${pattern}: ${reason}`,
  );
}

function groupDrops(plan: WeightPlan): { names: string; reason: string }[] {
  const groups = new Map<string, string[]>();
  for (const item of plan.dropped) groups.set(item.reason, [...(groups.get(item.reason) ?? []), item.source]);
  return [...groups].map(([reason, names]) => ({
    names:
      names.length > 4 ? `${names.slice(0, 4).join(", ")} and ${names.length - 4} more` : names.join(", "),
    reason,
  }));
}
