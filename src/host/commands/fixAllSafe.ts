import * as vscode from "vscode";
import { l10n } from "vscode";

import { UserError } from "../../core/util/userError.js";
import { workspaceEdit } from "../language/codeActions.js";
import type { CommandParts } from "./register.js";

/** "Fix All Safe Problems": makes every edit of the active file that is certain to be right. */
export async function fixAllSafe({ services, language }: CommandParts): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "python")
    throw new UserError(l10n.t("No Python file is open."), l10n.t("Open the file to be fixed first."));
  const { version } = document;
  const result = await services.busy.while(l10n.t("Checking"), () => language.live.current(document));
  const group = result?.allSafe ?? null;
  if (group === null) {
    vscode.window.setStatusBarMessage(l10n.t("Nothing can be fixed safely here."), 5000);
    return;
  }
  if (
    document.version !== version ||
    !(await vscode.workspace.applyEdit(workspaceEdit(document, group.edits)))
  )
    throw new UserError(
      l10n.t("The file changed while it was being checked."),
      l10n.t("Nothing was edited; run the command again."),
    );
  vscode.window.setStatusBarMessage(l10n.t("{0} problems fixed.", group.count), 5000);
}
