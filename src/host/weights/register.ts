import * as vscode from "vscode";

import type { Services } from "../services.js";
import { convertWeights } from "./convertWeights.js";
import { generateConversionScript } from "./generateScript.js";
import { openWeightPlan } from "./openPlan.js";
import { tensorEditorType, TensorTables } from "./tensorTables.js";

/** The tensor table and what is done with weight plans. */
export function registerWeights(context: vscode.ExtensionContext, services: Services): void {
  const tables = new TensorTables(services);
  const command = (name: string, run: (given: vscode.Uri | undefined) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(name, (given: unknown) =>
      services.notify.guard(() => run(given instanceof vscode.Uri ? given : undefined)),
    );
  context.subscriptions.push(
    vscode.window.registerCustomEditorProvider(tensorEditorType, tables, {
      supportsMultipleEditorsPerDocument: true,
    }),
    command("paddlePort.openWeightPlan", (given) => openWeightPlan(services, tables, given)),
    command("paddlePort.generateScript", (given) => generateConversionScript(services, tables, given)),
    command("paddlePort.convertWeights", (given) => convertWeights(services, tables, given)),
  );
}
