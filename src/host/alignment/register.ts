import * as vscode from "vscode";

import type { Services } from "../services.js";
import { DivergenceMarks } from "./divergenceMarks.js";
import { RunHistory } from "./history.js";
import { pickSpec } from "./pickSpec.js";
import { ReportPanel, runLabel } from "./reportPanel.js";
import { runCheck } from "./runCheck.js";

/** The alignment check, its report and the history of runs. */
export function registerAlignment(context: vscode.ExtensionContext, services: Services): void {
  const history = new RunHistory(context);
  const panel = new ReportPanel(services, history);
  const marks = new DivergenceMarks(services.wording);
  let running: string | undefined;

  const run = async (given: vscode.Uri | undefined): Promise<void> => {
    if (!services.trust.require(vscode.l10n.t("Run Alignment Check"))) return;
    if (running !== undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("An alignment check of {0} is still running.", running),
      );
      return;
    }
    const spec = given ?? (await pickSpec(services));
    if (spec === undefined) return;
    // What is checked is what is on the disk.
    await vscode.workspace.saveAll(false);
    running = vscode.workspace.asRelativePath(spec);
    try {
      const result = await runCheck(services, spec);
      if (result === undefined) return;
      const { report, place } = result;
      marks.set(spec, report, place);
      const made = await history.add(report, {
        spec: spec.toString(),
        time: Date.now(),
        ...(place ? { place: { file: place.file, line: place.start.line, column: place.start.column } } : {}),
      });
      await panel.show(made);
    } finally {
      running = undefined;
    }
  };

  const show = async (): Promise<void> => {
    const [newest, ...older] = history.runs;
    if (newest === undefined) {
      const start = vscode.l10n.t("Run Alignment Check");
      const answer = await vscode.window.showInformationMessage(
        vscode.l10n.t("No alignment was run in this workspace yet."),
        start,
      );
      if (answer === start) await run(undefined);
      return;
    }
    const chosen =
      older.length === 0
        ? newest
        : (
            await vscode.window.showQuickPick(
              history.runs.map((one) => ({
                label: runLabel(one),
                description: verdictText(one.verdict),
                run: one,
              })),
              { title: vscode.l10n.t("Which run?") },
            )
          )?.run;
    if (chosen) await panel.show(chosen);
  };

  context.subscriptions.push(
    marks,
    vscode.commands.registerCommand("paddlePort.runAlignmentCheck", (given: unknown) =>
      services.notify.guard(() => run(given instanceof vscode.Uri ? given : undefined)),
    ),
    vscode.commands.registerCommand("paddlePort.showAlignmentReport", () => services.notify.guard(show)),
  );
}

function verdictText(verdict: "aligned" | "diverged" | "incomplete"): string {
  switch (verdict) {
    case "aligned":
      return vscode.l10n.t("Aligned");
    case "diverged":
      return vscode.l10n.t("Diverged");
    case "incomplete":
      return vscode.l10n.t("Incomplete");
  }
}
