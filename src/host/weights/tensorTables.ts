import path from "node:path";

import * as vscode from "vscode";

import type { Services } from "../services.js";
import { pickPlanFile } from "./pickFiles.js";
import { planFor, rememberPlan } from "./planBeside.js";
import { TensorPanel, type PanelEvents } from "./tensorPanel.js";

/** The custom editor's type; package.json contributes it. */
export const tensorEditorType = "paddlePort.tensors";

/** All tables that are open: custom editors of checkpoints, and panels of plans without one. */
export class TensorTables implements vscode.CustomReadonlyEditorProvider {
  readonly #panels = new Set<TensorPanel>();

  constructor(private readonly services: Services) {}

  /** The table that has the focus, or had it last among those in view. */
  get active(): TensorPanel | undefined {
    const panels = [...this.#panels];
    return panels.find(({ panel }) => panel.active);
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor(document: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const files = { checkpoint: document.uri, plan: undefined };
    this.#add(new TensorPanel(panel, this.services, files, this.#events(document.uri)));
  }

  /** Shows a plan: with its checkpoint where that is known, else by itself. */
  async showPlan(plan: vscode.Uri, checkpoint: vscode.Uri | undefined): Promise<void> {
    if (checkpoint === undefined) {
      const open = [...this.#panels].find(
        ({ files }) => files.checkpoint === undefined && files.plan?.toString() === plan.toString(),
      );
      if (open) {
        open.panel.reveal();
        return;
      }
      const title = path.basename(plan.fsPath);
      const panel = vscode.window.createWebviewPanel("paddlePort.plan", title, vscode.ViewColumn.Active);
      this.#add(
        new TensorPanel(panel, this.services, { checkpoint: undefined, plan }, this.#events(undefined)),
      );
      return;
    }
    await rememberPlan(checkpoint, plan, this.services.context.workspaceState);
    for (const open of this.#panels) {
      if (open.files.checkpoint?.toString() === checkpoint.toString()) await open.setPlan(plan);
    }
    await vscode.commands.executeCommand("vscode.openWith", checkpoint, tensorEditorType);
  }

  #add(table: TensorPanel): void {
    this.#panels.add(table);
    table.panel.onDidDispose(() => this.#panels.delete(table));
  }

  #events(checkpoint: vscode.Uri | undefined): PanelEvents {
    const memory = this.services.context.workspaceState;
    const run = async (command: string, table: TensorPanel): Promise<void> => {
      table.panel.reveal(undefined, false);
      await vscode.commands.executeCommand(command, table.files.plan ?? table.files.checkpoint);
    };
    return {
      findPlan: async (known) => checkpoint && planFor(checkpoint, known, memory),
      onChoosePlan: (table) => pickPlanFile(table.files.checkpoint ?? table.files.plan),
      onPlanChanged: async ({ files }) => {
        if (files.checkpoint !== undefined) await rememberPlan(files.checkpoint, files.plan, memory);
      },
      onScript: (table) => run("paddlePort.generateScript", table),
      onConvert: (table) => run("paddlePort.convertWeights", table),
    };
  }
}
