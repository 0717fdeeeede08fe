import * as vscode from "vscode";
import { l10n } from "vscode";

import { importsFramework } from "../../core/editor/frameworkGate.js";
import { UserError } from "../../core/util/userError.js";
import { decodePython } from "../../platform/sources.js";
import type { Language } from "../language/register.js";
import type { Services } from "../services.js";
import { mostCharacters } from "../status.js";
import { cancellable } from "./progress.js";
import type { CommandParts } from "./register.js";

/** Folders of other people's code. */
const excluded = "**/{node_modules,site-packages,venv,.venv,__pycache__,build,dist,.git}/**";
/** A workspace with more is a home folder that was opened by mistake. */
const mostFiles = 20_000;

/** Keeps what was reported about files that are not open true: until they change, and gone when they are. */
export class ReportedFiles implements vscode.Disposable {
  #watcher: vscode.Disposable | undefined;

  constructor(
    private readonly services: Services,
    private readonly language: Language,
  ) {}

  dispose(): void {
    this.#watcher?.dispose();
  }

  /** Begins with the first check of the workspace: before it nothing is reported. */
  watch(): void {
    if (this.#watcher !== undefined) return;
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.py", true);
    const again = (uri: vscode.Uri): void => {
      if (this.language.diagnostics.isLasting(uri)) void this.#check(uri);
    };
    watcher.onDidChange(again);
    watcher.onDidDelete(again);
    // What was typed and not saved is gone with the document.
    const closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => again(uri));
    this.#watcher = vscode.Disposable.from(watcher, closing);
  }

  async #check(uri: vscode.Uri): Promise<void> {
    const { analysis, diagnostics } = this.language;
    // An open document is checked as it is in the editor.
    if (isOpen(uri)) return;
    try {
      const text = await readPythonText(uri);
      if (text === undefined || text.length > mostCharacters || !importsFramework(text)) {
        diagnostics.clear(uri);
        return;
      }
      diagnostics.showLasting(uri, text, await analysis.checkFile(uri, text, new AbortController().signal));
    } catch (error) {
      diagnostics.clear(uri);
      this.services.log.error(error instanceof Error ? error : String(error));
    }
  }
}

function isOpen(uri: vscode.Uri): boolean {
  const key = uri.toString();
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === key);
}

/** "Check Workspace": checks every Python file that uses PyTorch or Paddle, open or not, because the user asked. */
export async function checkWorkspace({ services, language, reported }: CommandParts): Promise<void> {
  if (vscode.workspace.workspaceFolders === undefined)
    throw new UserError(l10n.t("No folder is open."), l10n.t("Open a folder to check its files."));
  const { analysis, diagnostics } = language;
  const counts = { files: 0, findings: 0, unreadable: 0 };
  const done = await cancellable(l10n.t("Checking the workspace"), async (progress, signal) => {
    const files = await vscode.workspace.findFiles("**/*.py", excluded, mostFiles);
    diagnostics.clearLasting();
    reported.watch();
    for (const [index, uri] of files.entries()) {
      if (signal.aborted) return false;
      const text = await readPythonText(uri);
      if (text === undefined) counts.unreadable++;
      else if (text.length <= mostCharacters && importsFramework(text)) {
        counts.files++;
        const result = await analysis.checkFile(uri, text, signal);
        counts.findings += diagnostics.showLasting(uri, text, result);
      }
      progress.report({
        message: l10n.t("{0} of {1} files", index + 1, files.length),
        increment: 100 / files.length,
      });
    }
    return true;
  });
  if (counts.unreadable > 0) services.log.warn(l10n.t("{0} files could not be read.", counts.unreadable));
  if (!done) return;
  const text = l10n.t("{0} findings in {1} files that use PyTorch or Paddle.", counts.findings, counts.files);
  const show = l10n.t("Show Problems");
  void vscode.window
    .showInformationMessage(text, ...(counts.findings > 0 ? [show] : []))
    .then((chosen) =>
      chosen === show ? vscode.commands.executeCommand("workbench.actions.view.problems") : undefined,
    );
}

async function readPythonText(uri: vscode.Uri): Promise<string | undefined> {
  const key = uri.toString();
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
  if (open !== undefined) return open.getText();
  try {
    return decodePython(uri.fsPath, await vscode.workspace.fs.readFile(uri)).text;
  } catch {
    return undefined;
  }
}
