import path from "node:path";

import * as vscode from "vscode";
import { l10n } from "vscode";

import type { PaddleVersion } from "../core/api/schema.js";
import { readPaddleVersion } from "../platform/paddleVersion.js";
import type { ProjectFiles } from "./projectFiles.js";
import type { Interpreters, Settings, Target, TargetChoice } from "./services.js";

/** The versions a port can be made for, oldest first; the manifest offers the same, and `auto`. */
export const targetVersions: readonly PaddleVersion[] = ["3.0", "3.1", "3.2", "3.3"];

/**
 * The target version: what the project's file says, so that the editor shows what CI says; else the setting; else, where
 * that is `auto`, the version of the selected Paddle interpreter; else the lowest.
 */
export function createTarget(
  settings: Settings,
  projects: ProjectFiles,
  interpreters: Interpreters,
  log: vscode.LogOutputChannel,
): Target {
  /** By interpreter; undefined where it does not say. */
  const installed = new Map<string, PaddleVersion | undefined>();

  const python = (scope?: vscode.Uri): string | undefined => {
    // Asking an interpreter starts it.
    if (!vscode.workspace.isTrusted || settings.get("targetVersion", scope) !== "auto") return undefined;
    return interpreters.configured("paddle", scope);
  };
  const choice = (scope?: vscode.Uri): TargetChoice => {
    const project = projects.of(scope);
    if (project?.settings?.paddle !== undefined)
      return {
        version: project.settings.paddle,
        from: vscode.workspace.asRelativePath(project.uri),
        file: project.uri,
      };
    const chosen = settings.get("targetVersion", scope);
    // Settings files are edited by hand; what is not offered counts as the most careful choice.
    const version = targetVersions.find((known) => known === chosen);
    if (version !== undefined) return { version, from: l10n.t("the setting"), file: undefined };
    const interpreter = python(scope);
    const found = interpreter === undefined ? undefined : installed.get(interpreter);
    return found === undefined || interpreter === undefined
      ? { version: "3.0", from: l10n.t("the default"), file: undefined }
      : { version: found, from: l10n.t("the interpreter {0}", path.basename(interpreter)), file: undefined };
  };
  return {
    current: (scope) => choice(scope).version,
    choice,
    resolve: async (scope) => {
      await projects.load(scope);
      const interpreter = python(scope);
      if (
        interpreter !== undefined &&
        projects.of(scope)?.settings?.paddle === undefined &&
        !installed.has(interpreter)
      ) {
        const found = await readPaddleVersion(interpreter);
        if (found.problem !== undefined) log.warn(`${interpreter}: ${found.problem}`);
        installed.set(
          interpreter,
          targetVersions.find((version) => found.version?.startsWith(`${version}.`)),
        );
      }
      return choice(scope).version;
    },
    onDidChange: (listener) =>
      vscode.Disposable.from(
        projects.onDidChange(listener),
        vscode.workspace.onDidGrantWorkspaceTrust(listener),
        settings.onDidChange((affects) => {
          // Another version may have been installed at the same place: choosing it again looks again.
          if (affects("paddle.interpreter")) installed.clear();
          if (affects("targetVersion") || affects("paddle.interpreter")) listener();
        }),
      ),
  };
}
