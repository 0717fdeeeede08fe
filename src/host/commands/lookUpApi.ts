import * as vscode from "vscode";
import { l10n } from "vscode";

import type { CommandParts } from "./register.js";

/** "Look Up API…": what a PyTorch name becomes on Paddle. */
export async function lookUpApi({ language, pages }: CommandParts, given: unknown): Promise<void> {
  const name =
    typeof given === "string" ? given : await chooseName(await language.analysis.ask("names", null));
  if (name !== undefined && name !== "") await pages.showApi(name, undefined);
}

/** The list filters itself; what is not in it can be asked for all the same, and the answer names what is near. */
function chooseName(names: readonly string[]): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick();
  pick.title = l10n.t("Look Up API…");
  pick.placeholder = l10n.t("torch.Tensor.permute, nn.Linear, F.relu …");
  pick.items = names.map((label) => ({ label }));
  pick.value = wordAtCursor();
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.label ?? pick.value);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function wordAtCursor(): string {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== "python") return "";
  const range = editor.document.getWordRangeAtPosition(editor.selection.active, /[\w.]+/);
  return range === undefined ? "" : (editor.document.getText(range).split(".").at(-1) ?? "");
}
