import path from "node:path";

import * as vscode from "vscode";

import { UserError } from "../../core/util/userError.js";
import { countPlan } from "../../core/weights/inference/describePlan.js";
import type { WeightPlan } from "../../core/weights/plan.js";
import { elementCount } from "../../core/weights/safetensors/dtypes.js";
import { escapeText } from "../../core/weights/safetensors/escapeText.js";
import { openCheckpoint, type Checkpoint } from "../../platform/checkpoints.js";
import { loadPlan } from "../../platform/planFiles.js";
import type { TensorHead } from "../../shared/tensors/messages.js";
import type { KnownCheckpoint } from "./planBeside.js";
import { tableRows, type TableRows } from "./tableRows.js";
import { translateReasons } from "./translateReasons.js";

/** What a table shows: a checkpoint, a plan, or both. */
export interface TableFiles {
  readonly checkpoint: vscode.Uri | undefined;
  readonly plan: vscode.Uri | undefined;
}

/** A table as it was when its files were read; no file is kept open. */
export interface LoadedTable extends TableRows {
  readonly head: Omit<TensorHead, "generation" | "actions">;
  /** Paths of the files that it was read from, for noticing changes. */
  readonly files: readonly string[];
  readonly plan: WeightPlan | undefined;
  readonly planFile: vscode.Uri | undefined;
}

/** Finds a plan for a checkpoint whose headers were read. */
export type PlanFinder = (checkpoint: KnownCheckpoint) => Promise<vscode.Uri | undefined>;

/**
 * Reads headers and plan.
 * @param translate puts what the core says into the display language
 * @param findPlan asked for a plan when none is given
 * @throws UserError when the checkpoint cannot be read, or when the plan cannot and there is no checkpoint to show
 */
export async function loadTable(
  given: TableFiles,
  translate: (text: string) => string,
  findPlan?: PlanFinder,
): Promise<LoadedTable> {
  const checkpoint = given.checkpoint && (await readCheckpoint(localPath(given.checkpoint)));
  const files = { ...given, plan: given.plan ?? (checkpoint && (await findPlan?.(checkpoint))) };
  const warnings: string[] = [];
  let plan: WeightPlan | undefined;
  try {
    plan = files.plan && (await loadPlan(localPath(files.plan)));
  } catch (error) {
    // The tensors can be shown without a plan that is broken; the warning says why it is missing.
    if (checkpoint === undefined || !(error instanceof UserError)) throw error;
    warnings.push(`${translate(error.what)} ${translate(error.remedy)}`);
  }
  const table = tableRows(checkpoint?.tensors, plan);
  if (plan !== undefined) warnings.push(...planWarnings(plan, checkpoint).map(translate));
  const shown = checkpoint === undefined ? table.rows : undefined;
  const title = path.basename((files.checkpoint ?? files.plan)?.fsPath ?? "");
  return {
    ...table,
    rows: translateReasons(table.rows, translate),
    plan,
    planFile: files.plan,
    files: [...(checkpoint?.paths ?? []), ...(files.plan ? [files.plan.fsPath] : [])],
    head: {
      title: escapeText(title),
      rows: table.rows.length,
      tensors: checkpoint?.tensors.length ?? plan?.entries.length ?? 0,
      elements: sum(
        shown?.map((row) => row.elements) ?? checkpoint?.tensors.map(({ shape }) => elementCount(shape)),
      ),
      bytes: sum(shown?.map((row) => row.bytes) ?? checkpoint?.tensors.map(({ begin, end }) => end - begin)),
      files: checkpoint?.files.length ?? 1,
      metadata: checkpoint?.metadata ?? [],
      ...(files.plan === undefined
        ? {}
        : {
            plan: {
              name: escapeText(path.basename(files.plan.fsPath)),
              summary: plan === undefined ? "" : summaryOf(plan),
              warnings: warnings.map(escapeText),
            },
          }),
    },
  };
}

/** @throws UserError for files that are not on a disk of this machine: only those can be read in pieces */
export function localPath(uri: vscode.Uri): string {
  if (uri.scheme === "file") return uri.fsPath;
  throw new UserError(
    vscode.l10n.t("{0} is not on a disk of the machine that VS Code works on ({1}).", uri.path, uri.scheme),
    vscode.l10n.t("Copy it to a local folder, or open its folder with a remote connection."),
  );
}

async function readCheckpoint(file: string): Promise<
  Pick<Checkpoint, "tensors" | "files" | "headerSha256"> & {
    readonly metadata: readonly (readonly [string, string])[];
    readonly paths: readonly string[];
  }
> {
  const checkpoint = await openCheckpoint(file);
  // Only the header is needed; an open file could not be replaced on Windows.
  await checkpoint.close();
  const { tensors, files, headerSha256, directory, index } = checkpoint;
  const sharded = files.length > 1;
  const metadata = files.flatMap((one) =>
    [...one.metadata].map(
      ([key, value]) =>
        [escapeText(sharded ? `${one.name}: ${key}` : key), escapeText(value).slice(0, 10_000)] as const,
    ),
  );
  const paths = [...files.map((one) => one.path), ...(index ? [path.join(directory, index.name)] : [])];
  return { tensors, files, headerSha256, metadata, paths };
}

function planWarnings(plan: WeightPlan, checkpoint: { readonly headerSha256: string } | undefined): string[] {
  const other =
    checkpoint !== undefined &&
    plan.checkpoint !== undefined &&
    plan.checkpoint.headerSha256 !== checkpoint.headerSha256;
  return [
    ...(other ? [vscode.l10n.t("This plan was made for another checkpoint: the headers differ.")] : []),
    ...plan.notes,
  ];
}

/** How many tensors what is done with; nothing is said of what is done with none. */
function summaryOf(plan: WeightPlan): string {
  const counts = countPlan(plan);
  return [
    [counts.undecided, vscode.l10n.t("{0} undecided", counts.undecided)] as const,
    [counts.keep, vscode.l10n.t("{0} keep", counts.keep)] as const,
    [counts.transpose, vscode.l10n.t("{0} transpose", counts.transpose)] as const,
    [counts.split, vscode.l10n.t("{0} split", counts.split)] as const,
    [counts.fuse, vscode.l10n.t("{0} fuse", counts.fuse)] as const,
    [counts.merged, vscode.l10n.t("{0} merged first", counts.merged)] as const,
    [counts.dropped, vscode.l10n.t("{0} dropped", counts.dropped)] as const,
  ]
    .filter(([count]) => count > 0)
    .map(([, text]) => text)
    .join(vscode.l10n.t(", "));
}

function sum(values: readonly number[] | undefined): number {
  return values?.reduce((total, value) => total + value, 0) ?? 0;
}
