import * as vscode from "vscode";
import { l10n } from "vscode";

import type { FileResult } from "../../core/editor/fileResult.js";
import { importsFramework } from "../../core/editor/frameworkGate.js";
import { Superseded } from "../../platform/analysis/client.js";
import type { Services } from "../services.js";
import { isTooLong } from "../status.js";
import type { Analysis } from "./analysis.js";
import type { FindingDiagnostics } from "./diagnostics.js";

interface Entry {
  timer: NodeJS.Timeout | undefined;
  controller: AbortController | undefined;
  /** The last result and the version of the document that it is about. */
  result: { readonly version: number; readonly file: FileResult } | undefined;
}

/** Checks Python documents while they are open: some time after the last change, the newest text only. */
export class LiveCheck implements vscode.Disposable {
  readonly #entries = new Map<string, Entry>();
  readonly #subscriptions: vscode.Disposable[] = [];
  #saidNotebook = false;

  constructor(
    private readonly analysis: Analysis,
    private readonly diagnostics: FindingDiagnostics,
    private readonly services: Services,
  ) {}

  /** Begins to listen, with the documents that are open already. */
  start(): void {
    const { workspace } = vscode;
    this.#subscriptions.push(
      workspace.onDidOpenTextDocument((document) => this.#schedule(document, 0)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#changed(document);
      }),
      workspace.onDidSaveTextDocument((document) => {
        if (this.#runsOnSave(document)) this.#schedule(document, 0);
      }),
      // Also told when a document's language changes: it is closed as the one and opened as the other.
      workspace.onDidCloseTextDocument((document) => this.#close(document)),
      this.services.settings.onDidChange((affects) => {
        if (affects("check")) this.#restart();
      }),
      this.services.target.onDidChange(() => this.#restart()),
    );
    this.#restart();
  }

  dispose(): void {
    for (const entry of this.#entries.values()) stop(entry);
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
  }

  /** What is known about exactly this text; undefined while it is being checked or was never looked at. */
  resultOf(document: vscode.TextDocument): FileResult | undefined {
    const result = this.#entries.get(document.uri.toString())?.result;
    return result?.version === document.version ? result.file : undefined;
  }

  /** The result for the text as it is, checked now if it has to be; undefined for a file that is not checked at all. */
  async current(document: vscode.TextDocument): Promise<FileResult | undefined> {
    if (!this.#concerns(document)) return undefined;
    const known = this.resultOf(document);
    if (known !== undefined) return known;
    await this.#check(document, true);
    return this.resultOf(document);
  }

  #changed(document: vscode.TextDocument): void {
    const entry = this.#entries.get(document.uri.toString());
    // What runs is about an older text; its result would come too late.
    if (entry !== undefined) stop(entry);
    if (this.#runsOnSave(document)) return;
    this.#schedule(document, this.services.settings.get("check.delay", document.uri));
  }

  #runsOnSave(document: vscode.TextDocument): boolean {
    return this.services.settings.get("check.run", document.uri) === "onSave";
  }

  #restart(): void {
    const active = vscode.window.activeTextEditor?.document;
    const rank = (document: vscode.TextDocument): number => (document === active ? 0 : 1);
    for (const document of [...vscode.workspace.textDocuments].sort((a, b) => rank(a) - rank(b))) {
      this.#schedule(document, 0);
    }
  }

  #schedule(document: vscode.TextDocument, delay: number): void {
    if (document.languageId !== "python") return;
    const key = document.uri.toString();
    const entry = this.#entries.get(key) ?? { timer: undefined, controller: undefined, result: undefined };
    stop(entry);
    if (!this.#concerns(document)) {
      this.#entries.delete(key);
      this.diagnostics.clear(document.uri);
      return;
    }
    this.#entries.set(key, entry);
    entry.timer = setTimeout(() => void this.#check(document, false), delay);
  }

  /** Cheap questions first: most Python files have nothing to do with us. */
  #concerns(document: vscode.TextDocument): boolean {
    const { uri, languageId, isClosed } = document;
    if (languageId !== "python" || isClosed || uri.scheme === "git") return false;
    if (uri.scheme === "vscode-notebook-cell") {
      this.#sayNotebook(document);
      return false;
    }
    // Previews, outputs and the like are not files of anyone's.
    if (uri.scheme !== "untitled" && vscode.workspace.fs.isWritableFileSystem(uri.scheme) === undefined)
      return false;
    if (!this.services.settings.get("check.enabled", uri) || isTooLong(document)) return false;
    return importsFramework(document.getText());
  }

  #sayNotebook(cell: vscode.TextDocument): void {
    if (this.#saidNotebook || !importsFramework(cell.getText())) return;
    this.#saidNotebook = true;
    const text = l10n.t("Paddle Port does not check notebooks yet.");
    this.services.log.info(text);
    vscode.window.setStatusBarMessage(text, 10_000);
  }

  async #check(document: vscode.TextDocument, urgent: boolean): Promise<void> {
    const key = document.uri.toString();
    const entry = this.#entries.get(key) ?? { timer: undefined, controller: undefined, result: undefined };
    stop(entry);
    this.#entries.set(key, entry);
    const controller = new AbortController();
    entry.controller = controller;
    const { version } = document;
    const began = performance.now();
    try {
      const file = await this.services.busy.while(l10n.t("Checking"), () =>
        this.analysis.checkDocument(document, { signal: controller.signal, urgent }),
      );
      if (controller.signal.aborted || document.isClosed || document.version !== version) return;
      entry.result = { version, file };
      this.diagnostics.show(document, file);
      const ms = Math.round(performance.now() - began);
      this.services.log.debug(`checked ${key}: ${file.findings.length} findings, ${ms} ms`);
    } catch (error) {
      if (error instanceof Superseded) return;
      // Someone who types is not told by a dialog each time; the log has it, and the old squiggles would be wrong.
      this.diagnostics.clear(document.uri);
      this.services.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      if (entry.controller === controller) entry.controller = undefined;
    }
  }

  #close(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    stop(entry);
    this.#entries.delete(key);
    this.diagnostics.close(document.uri);
    this.analysis.ask("forget", { key }).catch(() => undefined);
  }
}

function stop(entry: Entry): void {
  clearTimeout(entry.timer);
  entry.controller?.abort();
  entry.controller = undefined;
}
