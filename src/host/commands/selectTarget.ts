import * as vscode from "vscode";
import { l10n } from "vscode";

import { targetVersions } from "../settings.js";
import type { CommandParts } from "./register.js";

/** "Select Target Paddle Version". */
export async function selectTarget({ services }: CommandParts): Promise<void> {
  const current = services.target.current(vscode.window.activeTextEditor?.document.uri);
  const chosen = await vscode.window.showQuickPick(
    targetVersions.map((version) => ({
      label: version,
      description: version === current ? l10n.t("current") : "",
    })),
    {
      title: l10n.t("Select Target Paddle Version"),
      placeHolder: l10n.t("The lowest version that ported code has to run on"),
    },
  );
  if (chosen !== undefined) await services.settings.update("targetVersion", chosen.label);
}
