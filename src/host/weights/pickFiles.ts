import path from "node:path";

import * as vscode from "vscode";

/** Asks for a weight plan. @param near a file in whose folder the dialog opens */
export function pickPlanFile(near: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  return pickFile(vscode.l10n.t("Choose a weight plan"), { [vscode.l10n.t("Weight plan")]: ["json"] }, near);
}

/** Asks for a checkpoint: a safetensors file or the index of a sharded one. */
export function pickCheckpoint(near: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const filters = { [vscode.l10n.t("Safetensors checkpoint")]: ["safetensors", "json"] };
  return pickFile(vscode.l10n.t("Choose the checkpoint"), filters, near);
}

/** Asks for a module tree that `paddle-port modules` wrote. */
export function pickModuleTree(title: string, near: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  return pickFile(title, { [vscode.l10n.t("Module tree")]: ["json"] }, near);
}

async function pickFile(
  title: string,
  filters: Record<string, string[]>,
  near: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  const folder = near
    ? vscode.Uri.file(path.dirname(near.fsPath))
    : vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title,
    filters,
    canSelectMany: false,
    ...(folder ? { defaultUri: folder } : {}),
  });
  return chosen?.[0];
}

/** Asks where to write a file; the dialog itself asks before a file is replaced. */
export async function askTarget(
  title: string,
  proposal: string,
  filters: Record<string, string[]>,
): Promise<string | undefined> {
  const chosen = await vscode.window.showSaveDialog({
    title,
    filters,
    defaultUri: vscode.Uri.file(proposal),
  });
  return chosen?.fsPath;
}
