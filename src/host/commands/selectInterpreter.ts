import { existsSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import * as vscode from "vscode";
import { l10n } from "vscode";

import { UserError } from "../../core/util/userError.js";
import type { Check } from "../../platform/interpreterChecks.js";
import { interpreterChecks } from "../../platform/interpreterChecks.js";
import type { Framework } from "../../platform/interpretersProbe.js";
import { probeInterpreter } from "../../platform/interpretersProbe.js";
import { interpreterSettings } from "../interpreters.js";
import type { Services } from "../services.js";
import { cancellable } from "./progress.js";

/** "Select Reference Interpreter" and "Select Paddle Interpreter": chosen, tried out, and only then kept. */
export async function selectInterpreter(services: Services, framework: Framework): Promise<void> {
  const title =
    framework === "torch" ? l10n.t("Select Reference Interpreter") : l10n.t("Select Paddle Interpreter");
  if (!services.trust.require(title)) return;
  const python = await choose(services, framework, title);
  if (python === undefined) return;
  const info = await cancellable(l10n.t("Looking at {0}", python), (_progress, signal) =>
    probeInterpreter(python, { frameworks: [framework], signal }),
  );
  const checks = interpreterChecks({ python, origin: "setting", framework }, info);
  for (const check of checks) services.log.info(`${python}: ${line(check)}`);
  const problems = checks.filter(({ status }) => status === "problem");
  if (problems.length > 0 && !(await useAnyway(services, problems))) return;
  await services.settings.update(interpreterSettings[framework], python);
  if (problems.length === 0) {
    const found = checks.filter(({ status }) => status === "ok").map(line);
    void vscode.window.showInformationMessage(`${python}: ${found.join("; ")}`);
  }
}

async function useAnyway(services: Services, problems: readonly Check[]): Promise<boolean> {
  const use = l10n.t("Use It Anyway");
  const show = l10n.t("Show Logs");
  const chosen = await vscode.window.showWarningMessage(problems.map(line).join(" "), use, show);
  if (chosen === show) services.log.show();
  return chosen === use;
}

function line({ what, detail, remedy }: Check): string {
  return `${what}: ${detail}${remedy === undefined ? "" : `. ${remedy}`}`;
}

async function choose(services: Services, framework: Framework, title: string): Promise<string | undefined> {
  const current = services.interpreters.configured(framework);
  const browse = l10n.t("Browse…");
  const enter = l10n.t("Enter a path…");
  const items: vscode.QuickPickItem[] = [
    { label: browse, description: l10n.t("choose the program in the file system") },
    { label: enter, description: l10n.t("or a name on PATH") },
    ...candidates(current).map((label) => ({
      label,
      ...(label === current ? { description: l10n.t("current") } : {}),
    })),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder:
      framework === "torch"
        ? l10n.t("The Python that has PyTorch, for the reference")
        : l10n.t("The Python that has PaddlePaddle, for the port"),
  });
  if (chosen === undefined) return undefined;
  if (chosen.label === browse) return browseFor(title);
  if (chosen.label !== enter) return chosen.label;
  const typed = await vscode.window.showInputBox({
    title,
    value: current ?? "",
    validateInput: (value) => pathProblem(value.trim()),
  });
  const python = typed?.trim().replace(/^~(?=[\\/])/, os.homedir());
  return python === "" ? undefined : python;
}

async function browseFor(title: string): Promise<string | undefined> {
  const picked = await vscode.window.showOpenDialog({ title, canSelectMany: false });
  const python = picked?.[0]?.fsPath;
  const problem = python === undefined ? undefined : pathProblem(python);
  if (problem !== undefined) throw new UserError(problem, l10n.t("Choose a Python program."));
  return python;
}

function pathProblem(value: string): string | undefined {
  if (!/[\\/]/.test(value)) return undefined;
  const file = value.replace(/^~(?=[\\/])/, os.homedir());
  if (!existsSync(file)) return l10n.t("{0} does not exist.", value);
  return statSync(file).isFile() ? undefined : l10n.t("{0} is not a file.", value);
}

/** Places where an interpreter of the workspace usually is. Only asked whether they exist; nothing is run. */
function candidates(current: string | undefined): string[] {
  const inside = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const roots = (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === "file")
    .map(({ uri }) => uri.fsPath);
  const active = process.env["VIRTUAL_ENV"] ?? process.env["CONDA_PREFIX"];
  const places = [
    ...roots.flatMap((root) => [".venv", "venv", "env"].map((name) => path.join(root, name, ...inside))),
    ...(active === undefined ? [] : [path.join(active, ...inside)]),
  ].filter((file) => existsSync(file));
  return [...new Set([...(current === undefined ? [] : [current]), ...places, "python3"])];
}
