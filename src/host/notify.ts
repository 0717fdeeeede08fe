import * as vscode from "vscode";
import { l10n } from "vscode";

import { UserError } from "../core/util/userError.js";
import { Superseded } from "../platform/analysis/client.js";
import type { Notify } from "./services.js";
import type { Wording } from "./wording.js";

/**
 * @param log where the details of a failure go
 * @param wording says in the editor's language what failed in the core
 */
export function createNotify(log: vscode.LogOutputChannel, wording: Wording): Notify {
  const failure = (error: unknown): void => {
    if (isCancellation(error)) return;
    if (error instanceof UserError) {
      log.warn(error.message);
      void vscode.window.showErrorMessage(`${wording.report(error.what)} ${wording.report(error.remedy)}`);
      return;
    }
    log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const show = l10n.t("Show Logs");
    const message = error instanceof Error ? error.message : String(error);
    void vscode.window
      .showErrorMessage(l10n.t("Paddle Port met a defect of its own: {0}", message), show)
      .then((chosen) => {
        if (chosen === show) log.show();
      });
  };
  return {
    failure,
    guard: async (work) => {
      try {
        return await work();
      } catch (error) {
        failure(error);
        return undefined;
      }
    },
  };
}

function isCancellation(error: unknown): boolean {
  return (
    error instanceof vscode.CancellationError ||
    error instanceof Superseded ||
    (error instanceof Error && error.name === "AbortError")
  );
}
