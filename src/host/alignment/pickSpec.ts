import path from "node:path";

import * as vscode from "vscode";

import { writeNewFile } from "../../platform/newFile.js";
import type { Services } from "../services.js";
import { specTemplate } from "./template.js";

/** At most so many specifications are offered. */
const mostSpecs = 50;

/**
 * Asks which specification to use; the one in the active editor is taken without asking. A new one is made from a
 * template and opened, and then there is nothing to use yet.
 */
export async function pickSpec(services: Services): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.scheme === "file" && isSpecName(active.path)) return active;
  const found = await vscode.workspace.findFiles(
    "**/*align*.{yaml,yml}",
    "**/{node_modules,.git}/**",
    mostSpecs,
  );
  const items = found
    .filter((uri) => uri.scheme === "file" && isSpecName(uri.path))
    .sort((a, b) => a.path.length - b.path.length || a.path.localeCompare(b.path))
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri, make: false }));
  const make = {
    label: vscode.l10n.t("Create an align.yaml…"),
    detail: vscode.l10n.t("A commented specification to fill in"),
    uri: undefined,
    make: true,
  };
  const chosen =
    items.length === 0
      ? await vscode.window.showQuickPick([make], {
          title: vscode.l10n.t("There is no align.yaml in this workspace yet."),
        })
      : await vscode.window.showQuickPick([...items, make], {
          title: vscode.l10n.t("Which alignment?"),
        });
  if (chosen?.make) await createSpec(services);
  return chosen?.uri;
}

function isSpecName(name: string): boolean {
  return /(^|[/._-])align([._-][^/]*)?\.ya?ml$/u.test(name);
}

async function createSpec(services: Services): Promise<void> {
  const title = vscode.l10n.t("Create an align.yaml");
  if (!services.trust.require(title)) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const target = await vscode.window.showSaveDialog({
    title,
    filters: { YAML: ["yaml", "yml"] },
    defaultUri: vscode.Uri.file(path.join(folder, "align.yaml")),
  });
  if (target === undefined) return;
  await writeNewFile(target.fsPath, specTemplate, true);
  await vscode.window.showTextDocument(target);
}
