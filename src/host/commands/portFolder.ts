import { existsSync } from "node:fs";
import path from "node:path";

import * as vscode from "vscode";
import { l10n } from "vscode";

import type { PortResult } from "../../core/editor/session.js";
import { UserError } from "../../core/util/userError.js";
import { writePortedFolder } from "../../platform/portedFolder.js";
import type { PythonSource } from "../../platform/sources.js";
import { encodePython, filesBelow, readPython } from "../../platform/sources.js";
import { outcome } from "./portFile.js";
import { cancellable } from "./progress.js";
import type { CommandParts } from "./register.js";
import { offerToWrite } from "./writePort.js";

/** "Port Folder…": shows the port of every Python file of a folder, and writes the whole folder when told where to. */
export async function portFolder(parts: CommandParts, given: unknown): Promise<void> {
  const { services, language } = parts;
  if (!services.trust.require(l10n.t("Port Folder…"))) return;
  const folder = given instanceof vscode.Uri ? given : await chooseFolder();
  if (folder === undefined) return;
  if (folder.scheme !== "file")
    throw new UserError(
      l10n.t("{0} is not on this machine's disk.", folder.toString(true)),
      l10n.t("Port single files there, or open a copy of the folder."),
    );
  const root = folder.fsPath;
  // What holds for the folder's files, not for the folder among its neighbours.
  const inside = vscode.Uri.joinPath(folder, "__init__.py");
  const name = path.basename(root);
  const sources = new Map<string, PythonSource>();
  const port = await cancellable(l10n.t("Porting {0}", name), async (_progress, signal) => {
    for (const file of (await filesBelow(root)).filter((found) => found.endsWith(".py"))) {
      signal.throwIfAborted();
      sources.set(file, await readPython(path.join(root, file)));
    }
    const files = [...sources].map(([file, { text }]) => ({ path: file, text }));
    return language.analysis.ask(
      "portFolder",
      { files, options: await language.analysis.options(inside) },
      { signal },
    );
  });
  const changed = port.files.filter((file) => file.changed);
  if (changed.length === 0) {
    void vscode.window.showInformationMessage(
      l10n.t("No file in {0} uses PyTorch: there is nothing to port.", name),
    );
    return;
  }
  const pending = { write: () => writeFolder(root, sources, port) };
  await showChanges(parts, folder, port, pending);
  const { fixed, open } = port.report.summary;
  offerToWrite(
    services,
    pending,
    l10n.t("{0} of {1} files: {2}", changed.length, port.files.length, outcome(fixed, open)),
  );
}

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders;
  const chosen = await vscode.window.showOpenDialog({
    title: l10n.t("Folder to port"),
    openLabel: l10n.t("Port"),
    canSelectFolders: true,
    canSelectFiles: false,
    ...(folders?.[0] === undefined ? {} : { defaultUri: folders[0].uri }),
  });
  return chosen?.[0];
}

async function showChanges(
  { pages }: CommandParts,
  folder: vscode.Uri,
  port: PortResult,
  pending: { readonly write: () => Promise<void> },
): Promise<void> {
  const id = pages.previews.next();
  const changes = port.files
    .filter((file) => file.changed)
    .map((file): [vscode.Uri, vscode.Uri | undefined, vscode.Uri] => {
      const source = vscode.Uri.joinPath(folder, file.path);
      return [source, source, pages.previews.add(source.path, id, file.text, pending)];
    });
  for (const { path: file, text } of port.helperModules) {
    const place = vscode.Uri.joinPath(folder, file);
    changes.push([place, undefined, pages.previews.add(place.path, id, text, pending)]);
  }
  const title = l10n.t("{0} ↔ Paddle {1}", path.basename(folder.fsPath), port.report.target.minimumVersion);
  await vscode.commands.executeCommand("vscode.changes", title, changes);
}

async function writeFolder(
  from: string,
  sources: ReadonlyMap<string, PythonSource>,
  port: PortResult,
): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    title: l10n.t("New folder for the port"),
    saveLabel: l10n.t("Write Port"),
    defaultUri: vscode.Uri.file(`${from}_paddle`),
  });
  if (target === undefined) return;
  const to = target.fsPath;
  const force = existsSync(to);
  if (force && !(await mayReplace(to))) return;
  const files = new Map<string, Uint8Array>();
  for (const file of port.files) {
    const source = sources.get(file.path);
    if (source !== undefined) files.set(file.path, encodePython(source, file.text));
  }
  const added = new Map(port.helperModules.map(({ path: name, text }) => [name, text]));
  await writePortedFolder({ from, to, files, added, force });
  const open = l10n.t("Open Folder");
  void vscode.window
    .showInformationMessage(l10n.t("The port was written to {0}.", to), open)
    .then((chosen) =>
      chosen === open
        ? vscode.commands.executeCommand("vscode.openFolder", target, { forceNewWindow: true })
        : undefined,
    );
}

async function mayReplace(folder: string): Promise<boolean> {
  const replace = l10n.t("Replace");
  const chosen = await vscode.window.showWarningMessage(
    l10n.t("{0} exists already. Replace it with everything in it?", folder),
    { modal: true },
    replace,
  );
  return chosen === replace;
}
