import * as vscode from "vscode";
import { l10n } from "vscode";

import { targetVersions } from "../target.js";
import type { CommandParts } from "./register.js";

/** "Select Target Paddle Version". */
export async function selectTarget({ services }: CommandParts): Promise<void> {
  const scope = vscode.window.activeTextEditor?.document.uri;
  await services.target.resolve(scope);
  const { version: current, from, file } = services.target.choice(scope);
  if (file !== undefined) {
    // A choice that has no effect would be worse than none.
    const open = l10n.t("Open File");
    const text = l10n.t("{0} says which Paddle version the code has to run on: {1}.", from, current);
    if ((await vscode.window.showInformationMessage(text, open)) === open)
      await vscode.window.showTextDocument(file);
    return;
  }
  const automatic = services.settings.get("targetVersion", scope) === "auto";
  const chosen = await vscode.window.showQuickPick(
    [
      ...targetVersions.map((version) => ({
        label: version,
        description: version === current && !automatic ? l10n.t("current") : "",
      })),
      {
        label: "auto",
        description: automatic
          ? l10n.t("current")
          : l10n.t("that of the selected Paddle interpreter, else 3.0"),
      },
    ],
    {
      title: l10n.t("Select Target Paddle Version"),
      placeHolder: l10n.t("The lowest version that ported code has to run on"),
    },
  );
  if (chosen !== undefined) await services.settings.update("targetVersion", chosen.label);
}
