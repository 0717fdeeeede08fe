import * as vscode from "vscode";

import { UserError } from "../../core/util/userError.js";
import { escapeText } from "../../core/weights/safetensors/escapeText.js";
import {
  isFromTensorView,
  type FromTensorView,
  type TensorActions,
  type ToTensorView,
} from "../../shared/tensors/messages.js";
import type { Services } from "../services.js";
import { showPage } from "../webviews/shell.js";
import { loadTable, type LoadedTable, type PlanFinder, type TableFiles } from "./loadTable.js";
import { watchFiles } from "./watchFiles.js";
import { tensorTableWords } from "./words.js";

/** Rows in one message: small enough that the first screen is there at once. */
const pageRows = 2_000;

/** What the panel asks the rest of the feature to do. */
export interface PanelEvents {
  /** Finds the plan of the checkpoint that is shown. */
  readonly findPlan: PlanFinder;
  /** Asks for another plan for what is shown. */
  onChoosePlan(panel: TensorPanel): Promise<vscode.Uri | undefined>;
  onPlanChanged(panel: TensorPanel): Promise<void>;
  onScript(panel: TensorPanel): Promise<void>;
  onConvert(panel: TensorPanel): Promise<void>;
}

/** One table in an editor tab: reads its files when the page is ready, and again when asked to. */
export class TensorPanel {
  #generation = 0;
  #table: LoadedTable | undefined;
  #ready = false;
  /** Until the person says which plan, or none. */
  #lookForPlan = true;
  #disposed = false;
  #watcher: vscode.Disposable | undefined;
  readonly #disposables: vscode.Disposable[] = [];

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly services: Services,
    private shown: TableFiles,
    private readonly events: PanelEvents,
  ) {
    const { webview } = panel;
    webview.onDidReceiveMessage((message: unknown) => this.#receive(message), undefined, this.#disposables);
    panel.onDidDispose(() => this.#dispose(), undefined, this.#disposables);
    vscode.workspace.onDidGrantWorkspaceTrust(
      () => this.#table && this.#ready && this.#postTable(this.#table),
      undefined,
      this.#disposables,
    );
    showPage(webview, services.context.extensionUri, {
      script: "tensors.js",
      styles: ["base.css", "table.css", "tensors.css"],
    });
  }

  get files(): TableFiles {
    return this.shown;
  }

  get table(): LoadedTable | undefined {
    return this.#table;
  }

  /** Shows the same checkpoint with another plan. */
  async setPlan(plan: vscode.Uri | undefined): Promise<void> {
    this.#lookForPlan = false;
    this.shown = { ...this.shown, plan };
    await this.events.onPlanChanged(this);
    if (this.#ready) await this.#load();
  }

  #receive(message: unknown): void {
    if (!isFromTensorView(message)) {
      this.services.log.warn("The tensor table sent a message of an unknown form.");
      return;
    }
    void this.services.notify.guard(() => this.#handle(message));
  }

  async #handle(message: FromTensorView): Promise<void> {
    switch (message.type) {
      case "ready":
        this.#ready = true;
        this.#post({ type: "words", words: tensorTableWords(), language: vscode.env.language });
        // A tab that was hidden has lost its page, but what was read is still known.
        if (this.#table) this.#postTable(this.#table);
        else await this.#load();
        return;
      case "reload":
        return this.#load();
      case "choosePlan": {
        const plan = await this.events.onChoosePlan(this);
        if (plan !== undefined) await this.setPlan(plan);
        return;
      }
      case "closePlan":
        return this.setPlan(undefined);
      case "script":
        return this.events.onScript(this);
      case "convert":
        return this.events.onConvert(this);
      case "copy": {
        const text = this.#table?.names[message.id]?.[message.what];
        if (text !== undefined) await vscode.env.clipboard.writeText(text);
      }
    }
  }

  async #load(): Promise<void> {
    const generation = ++this.#generation;
    this.#watcher?.dispose();
    this.#watcher = undefined;
    this.#table = undefined;
    const translate = (text: string): string => this.services.wording.report(text);
    try {
      const started = performance.now();
      const findPlan = this.#lookForPlan ? this.events.findPlan : undefined;
      const table = await loadTable(this.shown, translate, findPlan);
      if (generation !== this.#generation || this.#disposed) return;
      this.services.log.debug(
        `Read ${String(table.rows.length)} rows of ${table.head.title} in ${(performance.now() - started).toFixed(0)} ms.`,
      );
      this.#table = table;
      this.shown = { ...this.shown, plan: table.planFile };
      this.#watcher = watchFiles(table.files, (change) =>
        this.#post({ type: "changed", deleted: change === "deleted" }),
      );
      this.#postTable(table);
    } catch (error) {
      if (generation !== this.#generation || this.#disposed) return;
      if (!(error instanceof UserError)) {
        this.services.log.error(error instanceof Error ? error : String(error));
        this.#post({
          type: "problem",
          what: String(error),
          remedy: vscode.l10n.t("Please report this; the log has the details."),
        });
      } else {
        const what = escapeText(translate(error.what));
        this.#post({ type: "problem", what, remedy: translate(error.remedy) });
      }
    }
  }

  #postTable(table: LoadedTable): void {
    this.#generation += 1;
    const generation = this.#generation;
    this.#postHead();
    for (let start = 0; start < table.rows.length; start += pageRows) {
      this.#post({ type: "rows", generation, rows: table.rows.slice(start, start + pageRows) });
    }
  }

  #postHead(): void {
    if (this.#table === undefined || !this.#ready) return;
    const { head } = this.#table;
    this.#post({ type: "head", head: { ...head, generation: this.#generation, actions: this.#actions() } });
  }

  #actions(): TensorActions {
    const trust = vscode.workspace.isTrusted
      ? null
      : vscode.l10n.t("Writing files needs a trusted workspace.");
    const undecided = this.#table?.plan !== undefined && this.#table.plan.undecided.length > 0;
    const open = undecided ? vscode.l10n.t("The plan has undecided questions.") : null;
    return { script: trust ?? open, convert: trust ?? open };
  }

  #post(message: ToTensorView): void {
    if (!this.#disposed) void this.panel.webview.postMessage(message);
  }

  #dispose(): void {
    this.#disposed = true;
    this.#watcher?.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
