import * as vscode from "vscode";
import { l10n } from "vscode";

import { UserError } from "../../core/util/userError.js";
import type { PendingPort } from "../pages/previews.js";
import type { Services } from "../services.js";
import type { CommandParts } from "./register.js";

/** "Write Port…" in the title of a preview. */
export async function writePort({ services, pages }: CommandParts, given: unknown): Promise<void> {
  if (!services.trust.require(l10n.t("Write Port…"))) return;
  const shown = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
  const pending = pages.previews.pending(shown);
  if (pending === undefined)
    throw new UserError(l10n.t("No preview of a port is open."), l10n.t('Run "Port File…" first.'));
  await pending.write();
}

/** Says what the port came to and offers to write it; the button in the preview's title stays when this is closed. */
export function offerToWrite(services: Services, pending: PendingPort, text: string): void {
  const write = l10n.t("Write…");
  void vscode.window
    .showInformationMessage(text, write)
    .then((chosen) => (chosen === write ? services.notify.guard(pending.write) : undefined));
}
