import * as vscode from "vscode";

import type { WeightPlan } from "../../core/weights/plan.js";
import { loadPlan } from "../../platform/planFiles.js";
import type { Services } from "../services.js";
import { localPath } from "./loadTable.js";
import { makePlan } from "./makePlan.js";
import { activeJson } from "./openPlan.js";
import { pickPlanFile } from "./pickFiles.js";
import type { TensorTables } from "./tensorTables.js";

/** A plan to work with, and the checkpoint it is to be used on where one is known already. */
export interface ChosenPlan {
  readonly file: vscode.Uri;
  readonly plan: WeightPlan;
  readonly checkpoint: vscode.Uri | undefined;
}

/**
 * Finds the plan that a command is about: the one given, the one of the active table or editor, else asks; a plan that
 * does not exist yet can be made.
 * @returns undefined when the person gave up
 * @throws UserError when the plan cannot be read or made
 */
export async function choosePlan(
  services: Services,
  tables: TensorTables,
  given: vscode.Uri | undefined,
): Promise<ChosenPlan | undefined> {
  const isCheckpoint = given !== undefined && /\.safetensors(\.index\.json)?$/u.test(given.path);
  const table = tables.active;
  const checkpoint = isCheckpoint ? given : table?.files.checkpoint;
  const sameTable = !isCheckpoint || table?.files.checkpoint?.toString() === given.toString();
  const known = isCheckpoint ? undefined : given;
  const file =
    known ?? (sameTable ? table?.files.plan : undefined) ?? activeJson() ?? (await ask(services, checkpoint));
  if (file === undefined) return undefined;
  return { file, plan: await loadPlan(localPath(file)), checkpoint };
}

async function ask(services: Services, checkpoint: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const existing = { label: vscode.l10n.t("Choose a weight plan…"), make: false };
  const make = {
    label: vscode.l10n.t("Make a weight plan…"),
    detail: vscode.l10n.t(
      "Compares the PyTorch model with the Paddle port and decides what becomes of each tensor.",
    ),
    make: true,
  };
  const chosen = await vscode.window.showQuickPick([make, existing], {
    title: vscode.l10n.t("Which weight plan?"),
  });
  if (chosen === undefined) return undefined;
  return chosen.make ? makePlan(services, checkpoint) : pickPlanFile(checkpoint);
}
