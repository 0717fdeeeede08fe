import * as vscode from "vscode";
import { l10n } from "vscode";

import type { Busy, Target } from "./services.js";

/** Our lines in the language status of Python files: the target version, and what goes on. */
export interface Status extends Busy {
  dispose(): void;
}

const python: vscode.DocumentSelector = { language: "python" };

/** @param target whose version is shown */
export function createStatus(target: Target): Status {
  const version = vscode.languages.createLanguageStatusItem("paddlePort.target", python);
  version.name = l10n.t("Paddle Port: target version");
  version.command = { command: "paddlePort.selectTarget", title: l10n.t("Change") };
  const activity = vscode.languages.createLanguageStatusItem("paddlePort.activity", python);
  activity.name = l10n.t("Paddle Port: activity");
  activity.command = { command: "paddlePort.showLogs", title: l10n.t("Show Logs") };
  const running: string[] = [];
  const showVersion = (): void => {
    const active = vscode.window.activeTextEditor?.document.uri;
    const { version: lowest, from } = target.choice(active);
    version.text = l10n.t("Paddle {0} and up", lowest);
    version.detail = l10n.t("the versions that ported code has to run on, according to {0}", from);
  };
  const showActivity = (): void => {
    activity.busy = running.length > 0;
    activity.text = running.at(-1) ?? "Paddle Port";
    const { text, severity } = remark(vscode.window.activeTextEditor?.document);
    activity.detail = text;
    activity.severity = severity;
  };
  const refresh = (): void => {
    showVersion();
    showActivity();
    const active = vscode.window.activeTextEditor?.document;
    if (active?.languageId === "python") void target.resolve(active.uri).then(showVersion);
  };
  refresh();
  const subscriptions = [
    version,
    activity,
    target.onDidChange(refresh),
    vscode.window.onDidChangeActiveTextEditor(refresh),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
  ];
  return {
    while: async (label, work) => {
      running.push(label);
      showActivity();
      try {
        return await work();
      } finally {
        running.splice(running.indexOf(label), 1);
        showActivity();
      }
    },
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

/** Longer texts are no model's source; the editor itself treats them as a special case too. */
export const mostCharacters = 2_000_000;

/** What a person should know about how this document is treated. */
function remark(document: vscode.TextDocument | undefined): {
  text: string;
  severity: vscode.LanguageStatusSeverity;
} {
  const { Information, Warning } = vscode.LanguageStatusSeverity;
  if (document?.uri.scheme === "vscode-notebook-cell")
    return { text: l10n.t("notebooks are not checked yet"), severity: Information };
  if (document !== undefined && isTooLong(document))
    return { text: l10n.t("not checked: the file is too long"), severity: Warning };
  if (!vscode.workspace.isTrusted)
    return {
      text: l10n.t("restricted mode: checks, but runs no Python and writes nothing"),
      severity: Information,
    };
  return { text: l10n.t("ready"), severity: Information };
}

/** Whether a document is left alone for its length; does not build its text. */
export function isTooLong(document: vscode.TextDocument): boolean {
  return document.offsetAt(new vscode.Position(document.lineCount, 0)) > mostCharacters;
}
