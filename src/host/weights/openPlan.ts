import * as vscode from "vscode";

import { loadPlan } from "../../platform/planFiles.js";
import type { Services } from "../services.js";
import { checkpointOf } from "./findCheckpoint.js";
import { localPath } from "./loadTable.js";
import { pickPlanFile } from "./pickFiles.js";
import type { TensorTables } from "./tensorTables.js";

/** "Open Weight Plan": shows a plan as a table, with its checkpoint where that is found. */
export async function openWeightPlan(
  services: Services,
  tables: TensorTables,
  given: vscode.Uri | undefined,
): Promise<void> {
  const plan = given ?? activeJson() ?? (await pickPlanFile(tables.active?.files.checkpoint));
  if (plan === undefined) return;
  const content = await loadPlan(localPath(plan));
  const active = tables.active?.files.checkpoint;
  const checkpoint = (await checkpointOf(plan, content)) ?? active;
  services.log.debug(
    `Plan ${plan.toString()} goes with ${checkpoint?.toString() ?? "no checkpoint that was found"}.`,
  );
  await tables.showPlan(plan, checkpoint);
}

/** The JSON file in the active editor whose text says that it is a plan. */
export function activeJson(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "json" || document.uri.scheme !== "file") return undefined;
  const start = document.getText(new vscode.Range(0, 0, 20, 0));
  return start.includes('"paddle-port/weight-plan"') ? document.uri : undefined;
}
