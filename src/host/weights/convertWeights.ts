import { availableParallelism } from "node:os";
import path from "node:path";

import * as vscode from "vscode";

import { NonFiniteWeightsError } from "../../core/weights/conversion/nonFinite.js";
import { prepareConversion } from "../../core/weights/conversion/prepare.js";
import { openCheckpoint, type Checkpoint } from "../../platform/checkpoints.js";
import { convertCheckpoint, type ConvertResult } from "../../platform/conversion/convert.js";
import { exists } from "../../platform/conversion/outputFolder.js";
import { collectSideDocuments } from "../../platform/conversion/sideDocuments.js";
import type { Services } from "../services.js";
import { withCancel, type Progress } from "../webviews/withCancel.js";
import { choosePlan, type ChosenPlan } from "./choosePlan.js";
import { checkpointOf } from "./findCheckpoint.js";
import { localPath } from "./loadTable.js";
import { pickCheckpoint } from "./pickFiles.js";
import type { TensorTables } from "./tensorTables.js";

/** "Convert Weights…": writes the converted checkpoint natively, with progress and cancel. */
export async function convertWeights(
  services: Services,
  tables: TensorTables,
  given: vscode.Uri | undefined,
): Promise<void> {
  const title = vscode.l10n.t("Convert Weights");
  if (!services.trust.require(title)) return;
  const chosen = await choosePlan(services, tables, given);
  if (chosen === undefined) return;
  const uri =
    chosen.checkpoint ??
    (await checkpointOf(chosen.file, chosen.plan)) ??
    (await pickCheckpoint(chosen.file));
  if (uri === undefined) return;
  const checkpoint = await openCheckpoint(localPath(uri));
  try {
    // Before the person is asked for a place: a plan that does not fit is refused here.
    const targets = prepareConversion(chosen.plan, checkpoint);
    const out = await askFolder(uri);
    if (out === undefined) return;
    const documents = await collectSideDocuments(checkpoint, targets, wholeFolder);
    const names = [...targets, ...documents].map(({ name }) => name);
    const force = await mayReplace(out, names);
    if (force === undefined) return;
    await run(services, chosen, checkpoint, out, force);
  } finally {
    await checkpoint.close();
  }
}

/** A file was named, so only what belongs to it goes along, as with the command line. */
const wholeFolder = false;

async function run(
  services: Services,
  chosen: ChosenPlan,
  checkpoint: Checkpoint,
  out: string,
  force: boolean,
  allowNonFinite = false,
): Promise<void> {
  let result: ConvertResult;
  try {
    result = await services.busy.while(vscode.l10n.t("Converting weights"), () =>
      withCancel(vscode.l10n.t("Converting weights"), (progress, signal) =>
        convertCheckpoint({
          plan: chosen.plan,
          checkpoint,
          wholeFolder,
          out,
          workers: Math.min(2, availableParallelism()),
          workerScript: services.workerScript,
          force,
          allowNonFinite,
          signal,
          onProgress: reporter(progress),
        }),
      ),
    );
  } catch (error) {
    if (error instanceof NonFiniteWeightsError) {
      if (await mayKeep(services, error)) await run(services, chosen, checkpoint, out, force, true);
      return;
    }
    if (!(error instanceof vscode.CancellationError)) throw error;
    void vscode.window.showInformationMessage(
      vscode.l10n.t("The conversion was cancelled and what it had written was removed."),
    );
    return;
  }
  services.log.info(`Converted ${String(result.tensors)} tensors into ${out}: ${result.files.join(", ")}`);
  const first = vscode.Uri.file(path.join(out, result.files[0] ?? ""));
  const [open, reveal] = [vscode.l10n.t("Open"), vscode.l10n.t("Reveal")];
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t("{0} tensors ({1}) written to {2}", result.tensors, size(result.bytes), out),
    open,
    reveal,
  );
  if (answer === open) await vscode.commands.executeCommand("vscode.openWith", first, "paddlePort.tensors");
  if (answer === reveal) {
    // Without a desktop there is no file manager; the editor's own explorer is the next best.
    const remote = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
    await vscode.commands.executeCommand(remote ? "revealInExplorer" : "revealFileInOS", first);
  }
}

/** Turns bytes into steps of the progress bar, one for each percent: more would only cost time. */
function reporter(progress: Progress): (done: number, total: number) => void {
  let shown = 0;
  return (done, total) => {
    const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
    if (percent <= shown) return;
    progress.report({
      increment: percent - shown,
      message: vscode.l10n.t("{0} of {1}", size(done), size(total)),
    });
    shown = percent;
  };
}

async function askFolder(checkpoint: vscode.Uri): Promise<string | undefined> {
  const folder = path.dirname(checkpoint.fsPath);
  const proposal = path.join(path.dirname(folder), `${path.basename(folder)}-paddle`);
  const other = vscode.l10n.t("Choose another folder…");
  const chosen = await vscode.window.showQuickPick(
    [
      {
        label: proposal,
        detail: vscode.l10n.t("Beside the checkpoint's folder; made if it does not exist"),
        other: false,
      },
      { label: other, detail: "", other: true },
    ],
    { title: vscode.l10n.t("Where are the converted weights written to?") },
  );
  if (chosen === undefined) return undefined;
  if (!chosen.other) return chosen.label;
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Folder for the converted weights"),
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.Uri.file(path.dirname(folder)),
  });
  return picked?.[0]?.fsPath;
}

/** Asks whether NaN and infinity are written as they are; nothing was written so far. */
async function mayKeep(services: Services, error: NonFiniteWeightsError): Promise<boolean> {
  services.log.warn(error.what);
  const keep = vscode.l10n.t("Convert Them As They Are");
  const detail = vscode.l10n.t(
    "Nothing was written. A model with such weights computes NaN: download or export the checkpoint again, unless they are meant.",
  );
  const said = services.wording.report(error.what);
  return (await vscode.window.showWarningMessage(said, { modal: true, detail }, keep)) === keep;
}

/** Asks before files are replaced. @returns whether files may be replaced; undefined when the person said no */
async function mayReplace(out: string, names: readonly string[]): Promise<boolean | undefined> {
  const there: string[] = [];
  for (const name of names) if (await exists(path.join(out, name))) there.push(name);
  if (there.length === 0) return false;
  const replace = vscode.l10n.t("Replace");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("{0} already has {1}.", out, there.slice(0, 5).join(", ")),
    { modal: true, detail: vscode.l10n.t("They are replaced when the conversion is complete, not before.") },
    replace,
  );
  return answer === replace ? true : undefined;
}

function size(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let value = bytes;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${value.toFixed(unit === 0 ? 0 : 1)} ${units[unit] ?? ""}`;
}
