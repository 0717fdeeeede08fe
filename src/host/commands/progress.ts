import * as vscode from "vscode";

export type Progress = vscode.Progress<{ message?: string; increment?: number }>;

/** Runs something that takes its time, with a notification that can cancel it. */
export async function cancellable<T>(
  title: string,
  work: (progress: Progress, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      return work(progress, controller.signal);
    },
  );
}
