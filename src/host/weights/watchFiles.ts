import { stat } from "node:fs/promises";
import path from "node:path";

import * as vscode from "vscode";

/** Quiet time after an event before files are looked at: a copy of many gigabytes makes an event for each piece. */
const pauseMs = 300;

/** It takes the editor some time to begin to watch; what happens before is found by looking once after this time. */
const beginMs = 1000;

export type FileChange = "changed" | "deleted";

/**
 * Watches files until disposed, wherever they lie, and tells when their sizes or times are no longer what they were.
 * @param onChange called for each change that is found; the files are compared with what they were at first
 */
export function watchFiles(
  files: readonly string[],
  onChange: (change: FileChange) => void,
): vscode.Disposable {
  const folders = new Set(files.map((file) => path.dirname(file)));
  const names = new Set(files);
  const before = snapshot(files);
  /** What was told last: the same is not told twice. */
  let last: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let disposed = false;
  const begin = setTimeout(() => void look(), beginMs);
  const look = async (): Promise<void> => {
    const [then, now] = [await before, await snapshot(files)];
    if (disposed || now.join() === then.join() || now.join() === last) return;
    last = now.join();
    onChange(now.includes("") ? "deleted" : "changed");
  };
  const soon = (uri: vscode.Uri): void => {
    if (!names.has(uri.fsPath)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), pauseMs);
  };
  const watchers = [...folders].map((folder) => {
    // Not recursive, and only what can be a checkpoint or a plan.
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), "*.{safetensors,json}");
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    watcher.onDidChange(soon);
    watcher.onDidCreate(soon);
    watcher.onDidDelete(soon);
    return watcher;
  });
  return new vscode.Disposable(() => {
    disposed = true;
    clearTimeout(begin);
    clearTimeout(timer);
    for (const watcher of watchers) watcher.dispose();
  });
}

/** Size and time of each file; the empty text for one that is not there. */
function snapshot(files: readonly string[]): Promise<string[]> {
  return Promise.all(
    files.map(async (file) => {
      try {
        const { size, mtimeMs } = await stat(file);
        return `${String(size)}@${String(mtimeMs)}`;
      } catch {
        return "";
      }
    }),
  );
}
