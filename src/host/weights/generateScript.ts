import path from "node:path";

import * as vscode from "vscode";

import { generateScript } from "../../core/weights/script/generateScript.js";
import { writeNewFile } from "../../platform/newFile.js";
import type { Services } from "../services.js";
import { choosePlan } from "./choosePlan.js";
import { askTarget } from "./pickFiles.js";
import type { TensorTables } from "./tensorTables.js";

/** "Generate Conversion Script": writes the plan as a Python script where the person wants it, and opens it. */
export async function generateConversionScript(
  services: Services,
  tables: TensorTables,
  given: vscode.Uri | undefined,
): Promise<void> {
  const title = vscode.l10n.t("Generate Conversion Script");
  if (!services.trust.require(title)) return;
  const chosen = await choosePlan(services, tables, given);
  if (chosen === undefined) return;
  // Before the person is asked for a place: a plan with open questions has no script.
  const text = generateScript(chosen.plan, services.producer);
  const proposal = path.join(path.dirname(chosen.file.fsPath), "convert.py");
  const target = await askTarget(title, proposal, { Python: ["py"] });
  if (target === undefined) return;
  // The dialog has asked whether an existing file may be replaced.
  await writeNewFile(target, text, true);
  services.log.info(`Wrote ${target} for ${String(chosen.plan.entries.length)} tensors.`);
  await vscode.window.showTextDocument(vscode.Uri.file(target));
}
