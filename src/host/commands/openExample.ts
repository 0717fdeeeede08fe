import * as vscode from "vscode";

import type { CommandParts } from "./register.js";

/** Opens the walkthrough's example as a new, unsaved file: nothing is written anywhere. */
export async function openExample({ services }: CommandParts): Promise<void> {
  const source = vscode.Uri.joinPath(services.context.extensionUri, "media", "walkthrough", "example.py");
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(source));
  const document = await vscode.workspace.openTextDocument({ language: "python", content });
  await vscode.window.showTextDocument(document);
}
