import * as vscode from "vscode";

import type { PaddleVersion } from "../core/api/schema.js";
import type { SettingValues, Settings, Target } from "./services.js";

/** The settings `paddlePort.*`. */
export function createSettings(): Settings {
  return {
    get: (name, scope) => {
      const values = vscode.workspace.getConfiguration("paddlePort", scope ?? null);
      const value = values.get<SettingValues[typeof name]>(name);
      // The manifest gives every setting a default.
      if (value === undefined) throw new Error(`the manifest has no setting paddlePort.${name}`);
      return value;
    },
    update: async (name, value) => {
      const place =
        vscode.workspace.workspaceFolders === undefined
          ? vscode.ConfigurationTarget.Global
          : vscode.ConfigurationTarget.Workspace;
      await vscode.workspace.getConfiguration("paddlePort").update(name, value, place);
    },
    onDidChange: (listener) =>
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("paddlePort"))
          listener((name) => event.affectsConfiguration(`paddlePort.${name}`));
      }),
  };
}

/** The versions a port can be made for, oldest first; the manifest offers the same. */
export const targetVersions: readonly PaddleVersion[] = ["3.0", "3.1", "3.2", "3.3"];

/** The target version out of the settings. */
export function createTarget(settings: Settings): Target {
  return {
    current: (scope) => {
      const chosen = settings.get("targetVersion", scope);
      // Settings files are edited by hand; what is not offered counts as the most careful choice.
      return targetVersions.find((version) => version === chosen) ?? "3.0";
    },
    onDidChange: (listener) =>
      settings.onDidChange((affects) => {
        if (affects("targetVersion")) listener();
      }),
  };
}
