import { UserError } from "../../util/userError.js";
import { sourcesOf, type PlanEntry, type WeightPlan } from "../plan.js";
import { isDtype, type Dtype } from "../safetensors/dtypes.js";
import { escapeText } from "../safetensors/escapeText.js";
import { layOutFile } from "../safetensors/writer.js";
import { resolveEntry, type Gather, type SourceTensor } from "./bands.js";

/** What the conversion needs to know of a checkpoint. */
export interface SourceCheckpoint {
  readonly tensors: readonly SourceTensor[];
  readonly headerSha256: string;
}

/** One tensor of an output file; `begin` and `end` are byte offsets in that file. */
export interface TargetTensor {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
  readonly entry: PlanEntry;
  readonly gathers: readonly Gather[];
}

export interface TargetFile {
  /** The name of the source file whose first pieces it holds. */
  readonly name: string;
  readonly header: Uint8Array<ArrayBuffer>;
  /** Bytes. */
  readonly size: number;
  readonly tensors: readonly TargetTensor[];
}

/** The only metadata of what is written: PaddleNLP loads no other format, and one key keeps the bytes deterministic. */
export const targetMetadata: ReadonlyMap<string, string> = new Map([["format", "np"]]);

const replan = "Make the plan again for this checkpoint with paddle-port plan.";

/**
 * Checks a plan against a checkpoint and lays out the files that the conversion writes.
 * @throws UserError when the plan has open questions, does not fit the checkpoint, or does not use all of it
 */
export function prepareConversion(plan: WeightPlan, checkpoint: SourceCheckpoint): TargetFile[] {
  const [question, ...others] = plan.undecided;
  if (question !== undefined) {
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    throw new UserError(
      `The plan is incomplete: "${escapeText(question.question)}"${more}.`,
      "Decide it with a rules file (paddle-port plan --rules FILE) and make the plan again.",
    );
  }
  const sources = new Map(checkpoint.tensors.map((tensor) => [tensor.name, tensor]));
  const files = new Map<string, TargetTensorDraft[]>();
  const targets = new Set<string>();
  for (const entry of plan.entries) {
    const target = escapeText(entry.target);
    if (targets.has(entry.target))
      throw new UserError(`The plan fills target tensor "${target}" twice.`, replan);
    targets.add(entry.target);
    if (!isDtype(entry.dtype)) {
      throw new UserError(`The plan gives "${target}" the unknown dtype ${escapeText(entry.dtype)}.`, replan);
    }
    const gathers = resolveEntry(entry, entry.dtype, sources);
    const file = gathers[0]?.bands[0]?.source.file ?? "";
    const drafts = files.get(file);
    const draft = { entry, dtype: entry.dtype, gathers };
    if (drafts === undefined) files.set(file, [draft]);
    else drafts.push(draft);
  }
  checkCoverage(plan, sources);
  if (plan.checkpoint !== undefined && plan.checkpoint.headerSha256 !== checkpoint.headerSha256) {
    throw new UserError("The plan was made for another checkpoint (the header's SHA-256 differs).", replan);
  }
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, drafts]) => layOut(name, drafts));
}

interface TargetTensorDraft {
  readonly entry: PlanEntry;
  readonly dtype: Dtype;
  readonly gathers: readonly Gather[];
}

function layOut(name: string, drafts: readonly TargetTensorDraft[]): TargetFile {
  const byName = new Map(drafts.map((draft) => [draft.entry.target, draft]));
  const specs = drafts.map(({ entry, dtype }) => ({ name: entry.target, dtype, shape: entry.shape }));
  const { header, tensors, fileSize } = layOutFile(specs, targetMetadata);
  const placed = tensors.flatMap((tensor) => {
    const draft = byName.get(tensor.name);
    if (draft === undefined) return [];
    const { entry, gathers } = draft;
    return [
      { ...tensor, begin: header.length + tensor.begin, end: header.length + tensor.end, entry, gathers },
    ];
  });
  return { name, header, size: fileSize, tensors: placed };
}

/** Every tensor of the checkpoint must be used whole or dropped with a reason; nothing may get lost on the way. */
function checkCoverage(plan: WeightPlan, sources: ReadonlyMap<string, SourceTensor>): void {
  const used = new Map<string, { start: number; end: number }[]>();
  for (const piece of plan.entries.flatMap((entry) => entry.pieces)) {
    for (const name of sourcesOf(piece)) {
      const own = name === piece.source ? piece.rows : undefined;
      const range = own ?? { start: 0, end: sources.get(name)?.shape[0] ?? 0 };
      const ranges = used.get(name);
      if (ranges === undefined) used.set(name, [range]);
      else ranges.push(range);
    }
  }
  const dropped = new Set<string>();
  for (const { source } of plan.dropped) {
    const name = escapeText(source);
    if (!sources.has(source))
      throw new UserError(`The plan drops "${name}", which the checkpoint does not have.`, replan);
    if (used.has(source)) throw new UserError(`The plan both uses and drops "${name}".`, replan);
    dropped.add(source);
  }
  for (const [source, { shape }] of sources) {
    if (dropped.has(source)) continue;
    const ranges = used.get(source);
    const name = escapeText(source);
    if (ranges === undefined)
      throw new UserError(`The plan says nothing about tensor "${name}" of the checkpoint.`, replan);
    let covered = 0;
    for (const { start, end } of ranges.sort((a, b) => a.start - b.start)) {
      if (start > covered) break;
      covered = Math.max(covered, end);
    }
    const all = shape[0] ?? 0;
    if (covered < all)
      throw new UserError(
        `The plan loses rows from ${covered} on of tensor "${name}" (it has ${all}).`,
        replan,
      );
  }
}
