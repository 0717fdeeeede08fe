import * as vscode from "vscode";
import { l10n } from "vscode";

import { createInterpreters } from "./interpreters.js";
import { createNotify } from "./notify.js";
import type { Services } from "./services.js";
import { createSettings, createTarget } from "./settings.js";
import { createStatus } from "./status.js";
import { createTrust } from "./trust.js";
import { Wording } from "./wording.js";

/** Puts together what the features share. */
export function createServices(context: vscode.ExtensionContext): Services {
  const log = vscode.window.createOutputChannel("Paddle Port", { log: true });
  const settings = createSettings();
  const target = createTarget(settings);
  const status = createStatus(target);
  const { version } = context.extension.packageJSON as { readonly version: string };
  const wording = new Wording(context.extensionUri, log);
  context.subscriptions.push(log, status);
  log.info(
    l10n.t(
      "Paddle Port {0}, VS Code {1}, language {2}, {3}",
      version,
      vscode.version,
      vscode.env.language,
      vscode.workspace.isTrusted ? l10n.t("trusted workspace") : l10n.t("restricted mode"),
    ),
  );
  return {
    context,
    log,
    settings,
    target,
    interpreters: createInterpreters(settings),
    trust: createTrust(),
    busy: status,
    notify: createNotify(log, wording),
    wording,
    producer: `Paddle Port ${version}`,
    workerScript: vscode.Uri.joinPath(context.extensionUri, "dist", "worker.cjs").fsPath,
  };
}
