import path from "node:path";

import * as vscode from "vscode";
import { l10n } from "vscode";

import { UserError } from "../../core/util/userError.js";
import { replaceFile } from "../../platform/outputs.js";
import { decodePython, encodePython } from "../../platform/sources.js";
import { cancellable } from "./progress.js";
import type { CommandParts } from "./register.js";
import { offerToWrite } from "./writePort.js";

/** "Port File…": shows the port of a file beside it, and writes it when told where to. */
export async function portFile(parts: CommandParts, given: unknown): Promise<void> {
  const { services, language, pages } = parts;
  if (!services.trust.require(l10n.t("Port File…"))) return;
  const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined || !uri.path.endsWith(".py"))
    throw new UserError(l10n.t("No Python file is open."), l10n.t("Open the file to be ported first."));
  const document = await vscode.workspace.openTextDocument(uri);
  const port = await cancellable(l10n.t("Porting {0}", path.posix.basename(uri.path)), (_progress, signal) =>
    language.analysis.portFile(uri, document.getText(), signal),
  );
  const [file] = port.files;
  if (file === undefined) throw new Error("the port has no file");
  const { fixed, open } = port.report.summary;
  if (!file.changed) {
    void vscode.window.showInformationMessage(
      l10n.t("{0} does not use PyTorch: there is nothing to port.", path.posix.basename(uri.path)),
    );
    return;
  }
  const pending = { write: () => writeFile(uri, file.text) };
  const preview = pages.previews.add(uri.path, pages.previews.next(), file.text, pending);
  await vscode.commands.executeCommand(
    "vscode.diff",
    uri,
    preview,
    l10n.t("{0} ↔ Paddle {1}", path.posix.basename(uri.path), port.report.target.minimumVersion),
  );
  offerToWrite(services, pending, outcome(fixed, open));
}

/** What a port came to, in one sentence. */
export function outcome(fixed: number, open: number): string {
  return open === 0
    ? l10n.t("{0} changes; the port is complete. Nothing has been written yet.", fixed)
    : l10n.t(
        "{0} changes, {1} findings left open and marked with TODO comments. Nothing has been written yet.",
        fixed,
        open,
      );
}

async function writeFile(source: vscode.Uri, text: string): Promise<void> {
  const name = path.posix.basename(source.path, ".py");
  const folder = vscode.Uri.joinPath(source, "..");
  const target = await vscode.window.showSaveDialog({
    title: l10n.t("Write the port to"),
    saveLabel: l10n.t("Write Port"),
    defaultUri: vscode.Uri.joinPath(folder, `${name}_paddle.py`),
    filters: { Python: ["py"] },
  });
  if (target === undefined) return;
  if (target.toString() === source.toString())
    throw new UserError(
      l10n.t("{0} is the source itself.", target.fsPath),
      l10n.t("Choose another name; the source is never replaced."),
    );
  const bytes = await encoded(source, text);
  // The dialog has asked about a file that exists.
  if (target.scheme === "file") await replaceFile(target.fsPath, bytes);
  else await vscode.workspace.fs.writeFile(target, bytes);
  await vscode.window.showTextDocument(target, { preview: false });
}

/** In the encoding of the source as it is on disk; a new text is UTF-8. */
async function encoded(source: vscode.Uri, text: string): Promise<Uint8Array> {
  let before: Uint8Array;
  try {
    before = await vscode.workspace.fs.readFile(source);
  } catch {
    return Buffer.from(text, "utf8");
  }
  return encodePython(decodePython(source.fsPath, before), text);
}
