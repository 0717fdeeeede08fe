import * as vscode from "vscode";
import { l10n } from "vscode";

import { excluded } from "../core/config/excluded.js";
import { nearestProjectFile } from "../core/config/nearestProjectFile.js";
import type { ProjectFileProblem, ProjectSettings } from "../core/config/projectFile.js";
import { projectFileNames } from "../core/config/projectFile.js";
import { ruleCodes } from "../core/lint/ruleCodes.generated.js";
import type { Wording } from "./wording.js";

/** The project file that holds for a document. */
export interface ProjectFile {
  readonly uri: vscode.Uri;
  /** Undefined as long as the file says something that it must not. */
  readonly settings: ProjectSettings | undefined;
  readonly excludes: (uri: vscode.Uri) => boolean;
}

/** Project files are read when a Python file beside or below them is looked at, and again when they change. */
export interface ProjectFiles {
  /** Reads what holds for a document; from then on `of` knows it. */
  load(scope: vscode.Uri | undefined): Promise<void>;
  of(scope: vscode.Uri | undefined): ProjectFile | undefined;
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

/** Deeper than any project; a broken file system may not have an end. */
const mostLevels = 40;

export function createProjectFiles(wording: Wording, log: vscode.LogOutputChannel): ProjectFiles {
  const found = new Map<string, Promise<ProjectFile | undefined>>();
  const known = new Map<string, ProjectFile | undefined>();
  /** Folders that were looked into: a project file that appears elsewhere concerns nobody. */
  const consulted = new Set<string>();
  const changed = new vscode.EventEmitter<void>();
  const diagnostics = vscode.languages.createDiagnosticCollection("paddlePort.project");
  // The editor watches the workspace as it is; this reads nothing by itself.
  const watcher = vscode.workspace.createFileSystemWatcher(`**/{${projectFileNames.join(",")}}`);

  const forget = (file: vscode.Uri): void => {
    if (!consulted.has(vscode.Uri.joinPath(file, "..").toString())) return;
    found.clear();
    known.clear();
    consulted.clear();
    diagnostics.clear();
    changed.fire();
  };

  const subscriptions = [
    watcher.onDidChange(forget),
    watcher.onDidCreate(forget),
    watcher.onDidDelete(forget),
  ];

  const find = async (folder: vscode.Uri): Promise<ProjectFile | undefined> => {
    const read = (at: vscode.Uri, name: string): Promise<string | undefined> => {
      consulted.add(at.toString());
      return readText(vscode.Uri.joinPath(at, name));
    };
    const nearest = await nearestProjectFile(upwards(folder), read, ruleCodes);
    if (nearest === undefined) return undefined;
    const uri = vscode.Uri.joinPath(nearest.folder, nearest.name);
    if (nearest.content.kind === "problems") {
      log.warn(`${uri.fsPath}: ${nearest.content.problems.map(({ message }) => message).join("; ")}`);
      diagnostics.set(
        uri,
        nearest.content.problems.map((problem) => diagnostic(problem, wording)),
      );
      return { uri, settings: undefined, excludes: () => false };
    }
    diagnostics.delete(uri);
    const { settings } = nearest.content;
    const matches = excluded(settings.exclude);
    const base = nearest.folder.path.replace(/\/?$/, "/");
    const excludes = ({ path }: vscode.Uri): boolean =>
      path.startsWith(base) && matches(path.slice(base.length));
    return { uri, settings, excludes };
  };

  return {
    load: async (scope) => {
      const folder = folderOf(scope);
      if (folder === undefined) return;
      const key = folder.toString();
      const search = found.get(key) ?? find(folder);
      found.set(key, search);
      const result = await search;
      // A change meanwhile has made it stale: who listens to changes asks again.
      if (found.get(key) === search) known.set(key, result);
    },
    of: (scope) => {
      const folder = folderOf(scope);
      return folder === undefined ? undefined : known.get(folder.toString());
    },
    onDidChange: changed.event,
    dispose: () => {
      for (const own of [watcher, changed, diagnostics, ...subscriptions]) own.dispose();
    },
  };
}

/** The folder whose project file holds; for what is no file yet, that of the workspace. */
function folderOf(scope: vscode.Uri | undefined): vscode.Uri | undefined {
  if (scope === undefined || scope.scheme === "untitled") return vscode.workspace.workspaceFolders?.[0]?.uri;
  const isWorkspaceFolder = vscode.workspace.workspaceFolders?.some(
    ({ uri }) => uri.toString() === scope.toString(),
  );
  return isWorkspaceFolder === true ? scope : vscode.Uri.joinPath(scope, "..");
}

function* upwards(start: vscode.Uri): Generator<vscode.Uri> {
  let folder = start;
  for (let level = 0; level < mostLevels; level++) {
    yield folder;
    const above = vscode.Uri.joinPath(folder, "..");
    if (above.path === folder.path) return;
    folder = above;
  }
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder("utf-8").decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

function diagnostic({ line, message }: ProjectFileProblem, wording: Wording): vscode.Diagnostic {
  const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
  const text = `${wording.message(message)} ${l10n.t("Until then the editor's settings hold.")}`;
  const result = new vscode.Diagnostic(range, text, vscode.DiagnosticSeverity.Error);
  result.source = "Paddle Port";
  return result;
}
