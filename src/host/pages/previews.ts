import * as vscode from "vscode";

export const previewScheme = "paddle-port-preview";

/** A port that was made and not written yet. */
export interface PendingPort {
  /** Asks where to, and writes. */
  readonly write: () => Promise<void>;
}

/** Ported texts, shown beside their sources before anything is written. They are forgotten when their tab is closed. */
export class Previews implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #pending = new Map<string, PendingPort>();
  readonly #subscriptions: vscode.Disposable[];
  #last = 0;

  constructor() {
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(previewScheme, {
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()),
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#texts.delete(uri.toString());
        this.#pending.delete(uri.toString());
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** A number that keeps the previews of one port apart from those of the next. */
  next(): number {
    return ++this.#last;
  }

  /** @param name path that the tab shows; it ends as the file does, so that it is coloured as one */
  add(name: string, port: number, text: string, pending: PendingPort): vscode.Uri {
    const uri = vscode.Uri.from({
      scheme: previewScheme,
      path: name.startsWith("/") ? name : `/${name}`,
      query: String(port),
    });
    this.#texts.set(uri.toString(), text);
    this.#pending.set(uri.toString(), pending);
    return uri;
  }

  /** The port that a preview belongs to. */
  pending(uri: vscode.Uri | undefined): PendingPort | undefined {
    return uri === undefined ? undefined : this.#pending.get(uri.toString());
  }
}
