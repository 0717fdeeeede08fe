import * as vscode from "vscode";
import { l10n } from "vscode";

import type { Trust } from "./services.js";

/** Commands are greyed out in a restricted workspace; one that is started all the same says why it does nothing. */
export function createTrust(): Trust {
  return {
    require: (action) => {
      if (vscode.workspace.isTrusted) return true;
      const manage = l10n.t("Manage Workspace Trust");
      void vscode.window
        .showWarningMessage(
          l10n.t(
            "{0} runs programs or writes files, which Paddle Port does only in a workspace that you trust.",
            action,
          ),
          manage,
        )
        .then((chosen) => {
          if (chosen === manage) void vscode.commands.executeCommand("workbench.trust.manage");
        });
      return false;
    },
  };
}
