import * as vscode from "vscode";
import { l10n } from "vscode";

import { createInterpreters } from "./interpreters.js";
import { createNotify } from "./notify.js";
import { createProjectFiles } from "./projectFiles.js";
import type { Services } from "./services.js";
import { createSettings } from "./settings.js";
import { createStatus } from "./status.js";
import { createTarget } from "./target.js";
import { createTrust } from "./trust.js";
import { Wording } from "./wording.js";

/** Puts together what the features share. */
export function createServices(context: vscode.ExtensionContext): Services {
  const log = vscode.window.createOutputChannel("Paddle Port", { log: true });
  const settings = createSettings();
  const { version } = context.extension.packageJSON as { readonly version: string };
  const wording = new Wording(context.extensionUri, log);
  const interpreters = createInterpreters(settings);
  const projects = createProjectFiles(wording, log);
  const target = createTarget(settings, projects, interpreters, log);
  const status = createStatus(target);
  context.subscriptions.push(log, projects, status);
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
    projects,
    interpreters,
    trust: createTrust(),
    busy: status,
    notify: createNotify(log, wording),
    wording,
    producer: `Paddle Port ${version}`,
    workerScript: vscode.Uri.joinPath(context.extensionUri, "dist", "worker.cjs").fsPath,
  };
}
