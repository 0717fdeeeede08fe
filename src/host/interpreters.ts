import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import * as vscode from "vscode";
import { l10n } from "vscode";

import { UserError } from "../core/util/userError.js";
import type { Framework } from "../platform/interpretersProbe.js";
import type { Interpreters, Settings } from "./services.js";

/** The settings that name the interpreters; both are restricted in workspaces that are not trusted. */
export const interpreterSettings: Readonly<
  Record<Framework, "reference.interpreter" | "paddle.interpreter">
> = {
  torch: "reference.interpreter",
  paddle: "paddle.interpreter",
};

export const interpreterCommands: Readonly<Record<Framework, string>> = {
  torch: "paddlePort.selectReferenceInterpreter",
  paddle: "paddlePort.selectPaddleInterpreter",
};

export function createInterpreters(settings: Settings): Interpreters {
  const configured = (framework: Framework, scope?: vscode.Uri): string | undefined => {
    const written = settings.get(interpreterSettings[framework], scope).trim();
    return written === "" ? undefined : resolvePath(written, scope);
  };
  return {
    configured,
    require: async (framework, scope) => {
      let python = configured(framework, scope);
      if (python === undefined) {
        await vscode.commands.executeCommand(interpreterCommands[framework]);
        python = configured(framework, scope);
      }
      if (python === undefined) return undefined;
      // A bare name is looked for on PATH, which shows when it is started.
      if (/[\\/]/.test(python) && !existsSync(python))
        throw new UserError(
          l10n.t("{0} does not exist.", python),
          l10n.t("Choose another interpreter: the setting paddlePort.{0}.", interpreterSettings[framework]),
        );
      return python;
    },
  };
}

/** Settings travel between machines, so a path may be written relative to the workspace or the home folder. */
function resolvePath(written: string, scope?: vscode.Uri): string {
  const folder =
    (scope === undefined ? undefined : vscode.workspace.getWorkspaceFolder(scope)) ??
    vscode.workspace.workspaceFolders?.[0];
  const root = folder?.uri.scheme === "file" ? folder.uri.fsPath : undefined;
  const expanded = written
    .replaceAll("${userHome}", os.homedir())
    .replaceAll("${workspaceFolder}", root ?? "${workspaceFolder}")
    .replace(/^~(?=[\\/])/, os.homedir());
  const relative = /[\\/]/.test(expanded) && !path.isAbsolute(expanded);
  return relative && root !== undefined ? path.join(root, expanded) : expanded;
}
