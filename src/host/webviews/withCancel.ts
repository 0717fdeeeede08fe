import * as vscode from "vscode";

export type Progress = vscode.Progress<{ message?: string; increment?: number }>;

/**
 * Runs long work under a notification with a cancel button.
 * @param work must stop when the signal is aborted; its reason is a CancellationError
 */
export async function withCancel<T>(
  title: string,
  work: (progress: Progress, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const listener = token.onCancellationRequested(() => controller.abort(new vscode.CancellationError()));
    try {
      return await work(progress, controller.signal);
    } finally {
      listener.dispose();
    }
  });
}
