import { entrySources, type PlanEntry, type SourcePiece, type WeightPlan } from "../../core/weights/plan.js";
import { elementCount, isDtype, tensorBytes } from "../../core/weights/safetensors/dtypes.js";
import { escapeText } from "../../core/weights/safetensors/escapeText.js";
import type { PlanCell, TensorRow } from "../../shared/tensors/rows.js";

/** What the table needs to know of a tensor of the checkpoint; `begin` and `end` are byte offsets in `file`. */
export interface TableTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly file: string;
  readonly begin: number;
  readonly end: number;
}

/** The rows with the names behind them as the files have them, by the rows' `id`. */
export interface TableRows {
  /** What needs a decision first, then what is only likely, then the rest in the order of the data. */
  readonly rows: readonly TensorRow[];
  readonly names: readonly { readonly name: string; readonly target: string }[];
}

interface Draft {
  readonly name: string;
  readonly target: string;
  readonly row: Omit<TensorRow, "id">;
}

/**
 * Joins a checkpoint with a plan into one table: a row for each tensor of the checkpoint and one for each target that
 * nothing fills yet. Without a checkpoint, a row for each target of the plan.
 */
export function tableRows(
  tensors: readonly TableTensor[] | undefined,
  plan: WeightPlan | undefined,
): TableRows {
  const drafts =
    tensors === undefined
      ? plan === undefined
        ? []
        : planDrafts(plan)
      : plan === undefined
        ? tensors.map((tensor) => draftOf(tensor, undefined))
        : checkpointDrafts(tensors, plan);
  const ordered =
    plan === undefined
      ? drafts
      : [0, 1, 2, 3].flatMap((rank) => drafts.filter((draft) => rankOf(draft) === rank));
  return {
    rows: ordered.map(({ row }, id) => ({ id, ...row })),
    names: ordered.map(({ name, target }) => ({ name, target })),
  };
}

function rankOf({ row: { plan } }: Draft): number {
  if (plan?.state === "undecided") return 0;
  if (plan?.state === "unplanned") return 1;
  return plan?.confidence === "likely" ? 2 : 3;
}

function checkpointDrafts(tensors: readonly TableTensor[], plan: WeightPlan): Draft[] {
  const uses = new Map<string, PlanEntry[]>();
  for (const entry of plan.entries) {
    for (const source of entrySources(entry)) {
      const known = uses.get(source);
      if (known === undefined) uses.set(source, [entry]);
      else known.push(entry);
    }
  }
  const dropped = new Map(plan.dropped.map((item) => [item.source, item]));
  const questions = new Map(
    plan.undecided.flatMap((item) => item.sources.map((source) => [source, item] as const)),
  );
  const rows = tensors.map((tensor) => {
    const question = questions.get(tensor.name);
    const entries = uses.get(tensor.name);
    const drop = dropped.get(tensor.name);
    const cell: PlanCell =
      question !== undefined
        ? undecidedCell(question, tensor.name)
        : entries !== undefined
          ? entryCell(entries)
          : drop !== undefined
            ? {
                state: "dropped",
                target: "",
                operation: "",
                confidence: drop.confidence,
                reason: drop.reason,
              }
            : { state: "unplanned", target: "", operation: "", confidence: "", reason: "" };
    return draftOf(tensor, cell);
  });
  return [...rows, ...openTargets(plan)];
}

function planDrafts(plan: WeightPlan): Draft[] {
  const entries = plan.entries.map((entry) => {
    const name = entrySources(entry).join(" + ");
    return draft(name, entry.dtype, entry.shape, bytesOf(entry.dtype, entry.shape), "", entryCell([entry]));
  });
  const asked = plan.undecided.flatMap((item) =>
    item.sources.map((source) => draft(source, "", [], 0, "", undecidedCell(item, source))),
  );
  const dropped = plan.dropped.map((item) =>
    draft(item.source, "", [], 0, "", {
      state: "dropped",
      target: "",
      operation: "",
      confidence: item.confidence,
      reason: item.reason,
    }),
  );
  return [...entries, ...asked, ...openTargets(plan), ...dropped];
}

/** Targets that a question is about and that no source stands for. */
function openTargets(plan: WeightPlan): Draft[] {
  return plan.undecided
    .filter((item) => item.sources.length === 0)
    .flatMap((item) =>
      item.targets.map((target) =>
        draft("", "", [], 0, "", {
          state: "undecided",
          target,
          operation: "",
          confidence: "",
          reason: item.question,
        }),
      ),
    );
}

function undecidedCell(item: WeightPlan["undecided"][number], source: string): PlanCell {
  // One question may be about a tensor of every block; then the n-th source goes with the n-th target.
  const own =
    item.sources.length === item.targets.length ? item.targets[item.sources.indexOf(source)] : undefined;
  const target = own ?? item.targets.join(", ");
  return { state: "undecided", target, operation: "", confidence: "", reason: item.question };
}

function entryCell(entries: readonly PlanEntry[]): PlanCell {
  const confidence = (["likely", "asked", "certain"] as const).find((value) =>
    entries.some((entry) => entry.confidence === value),
  );
  const formulas = entries.flatMap((entry) => entry.pieces.flatMap((piece) => formulaOf(piece) ?? []));
  return {
    state: "converted",
    target: entries.map((entry) => entry.target).join(", "),
    operation: entries[0]?.operation ?? "",
    ...(formulas.length > 0 && { formula: [...new Set(formulas)].join("; ") }),
    confidence: confidence ?? "",
    reason: [...new Set(entries.map((entry) => entry.reason))].join("; "),
  };
}

function formulaOf({ source, merge }: SourcePiece): string | undefined {
  if (merge === undefined) return undefined;
  const factor = merge.scale === 1 ? "" : `${merge.scale} · `;
  return `${source} + ${factor}${merge.left} · ${merge.right}`;
}

function draftOf(tensor: TableTensor, plan: PlanCell | undefined): Draft {
  return draft(tensor.name, tensor.dtype, tensor.shape, tensor.end - tensor.begin, tensor.file, plan);
}

function draft(
  name: string,
  dtype: string,
  shape: readonly number[],
  bytes: number,
  file: string,
  plan: PlanCell | undefined,
): Draft {
  return {
    name,
    target: plan?.target ?? "",
    row: {
      name: escapeText(name),
      dtype: escapeText(dtype),
      shape,
      elements: dtype === "" ? 0 : elementCount(shape),
      bytes,
      file: escapeText(file),
      ...(plan === undefined
        ? {}
        : {
            plan: {
              ...plan,
              target: escapeText(plan.target),
              reason: escapeText(plan.reason),
              ...(plan.formula !== undefined && { formula: escapeText(plan.formula) }),
            },
          }),
    },
  };
}

function bytesOf(dtype: string, shape: readonly number[]): number {
  const bytes = isDtype(dtype) ? tensorBytes(dtype, shape) : 0;
  return typeof bytes === "number" ? bytes : 0;
}
