import * as vscode from "vscode";

import type { SettingValues, Settings } from "./services.js";

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
