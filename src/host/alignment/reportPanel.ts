import path from "node:path";

import * as vscode from "vscode";

import {
  isFromAlignmentView,
  type FromAlignmentView,
  type ToAlignmentView,
} from "../../shared/alignment/messages.js";
import type { Services } from "../services.js";
import { showPage } from "../webviews/shell.js";
import type { Run, RunHistory } from "./history.js";
import { reportView } from "./reportView.js";
import { alignmentPanelWords } from "./words.js";

/** The one tab that shows alignment reports, and the list of runs. */
export class ReportPanel {
  #panel: vscode.WebviewPanel | undefined;
  #ready = false;
  #shown: Run | undefined;

  constructor(
    private readonly services: Services,
    private readonly history: RunHistory,
  ) {}

  /** Shows a run, in the tab that is open or a new one. */
  async show(run: Run): Promise<void> {
    this.#shown = run;
    if (this.#panel) this.#panel.reveal(undefined, true);
    else this.#open();
    await this.#send();
  }

  #open(): void {
    const panel = vscode.window.createWebviewPanel(
      "paddlePort.alignment",
      vscode.l10n.t("Alignment Report"),
      { viewColumn: vscode.ViewColumn.Active, preserveFocus: false },
    );
    this.#panel = panel;
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#ready = false;
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isFromAlignmentView(message)) void this.services.notify.guard(() => this.#handle(message));
      else this.services.log.warn("The alignment report sent a message of an unknown form.");
    });
    showPage(panel.webview, this.services.context.extensionUri, {
      script: "alignment.js",
      styles: ["base.css", "table.css", "alignment.css"],
    });
  }

  async #handle(message: FromAlignmentView): Promise<void> {
    switch (message.type) {
      case "ready":
        this.#ready = true;
        this.#post({ type: "words", words: alignmentPanelWords(), language: vscode.env.language });
        return this.#send();
      case "show": {
        this.#shown = this.history.find(message.id) ?? this.#shown;
        return this.#send();
      }
      case "openSource":
        return this.#openSource();
      case "runAgain":
        if (this.#shown) {
          await vscode.commands.executeCommand(
            "paddlePort.runAlignmentCheck",
            vscode.Uri.parse(this.#shown.spec),
          );
        }
    }
  }

  async #send(): Promise<void> {
    const run = this.#shown;
    if (!this.#ready || !run) return;
    const report = await this.history.report(run.id);
    const place = run.place ? `${path.basename(run.place.file)}:${String(run.place.line + 1)}` : "";
    this.#post({
      type: "history",
      runs: this.history.runs.map((one) => ({ id: one.id, label: runLabel(one), verdict: one.verdict })),
    });
    this.#post({
      type: "report",
      id: run.id,
      report: reportView(report, place, (text) => this.services.wording.report(text)),
    });
  }

  async #openSource(): Promise<void> {
    const place = this.#shown?.place;
    if (place === undefined) return;
    const at = new vscode.Position(place.line, place.column);
    await vscode.window.showTextDocument(vscode.Uri.file(place.file), {
      selection: new vscode.Range(at, at),
      viewColumn: vscode.ViewColumn.Beside,
    });
  }

  #post(message: ToAlignmentView): void {
    void this.#panel?.webview.postMessage(message);
  }
}

/** "22/11/2026, 19:40:05 · factories:port · cpu". */
export function runLabel(run: Run): string {
  const time = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeStyle: "medium" });
  return `${time.format(run.time)} · ${run.model} · ${run.device.toUpperCase()}`;
}
