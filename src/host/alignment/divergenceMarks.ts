import path from "node:path";

import * as vscode from "vscode";

import type { AlignReport } from "../../core/align/report.js";
import type { Wording } from "../wording.js";
import type { FoundPlace } from "./findSource.js";
import { errorText } from "./reportPairs.js";
import { moduleText } from "./reportView.js";

/** The diagnostics of alignments: one for each specification, at the first module of the port that diverges. */
export class DivergenceMarks implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("paddle-port-alignment");
  /** Specification → what it marked: its file may be marked by another specification too. */
  readonly #marks = new Map<string, { readonly uri: vscode.Uri; readonly diagnostic: vscode.Diagnostic }>();

  constructor(private readonly wording: Wording) {}

  dispose(): void {
    this.#collection.dispose();
  }

  clear(spec: vscode.Uri): void {
    const mark = this.#marks.get(spec.toString());
    if (mark === undefined) return;
    this.#marks.delete(spec.toString());
    this.#refresh(mark.uri);
  }

  /** @param place in the port's source; without one the specification is marked */
  set(spec: vscode.Uri, report: AlignReport, place: FoundPlace | undefined): void {
    const { firstDivergence: first } = report;
    this.clear(spec);
    if (first === undefined) return;
    const range = place
      ? new vscode.Range(place.start.line, place.start.column, place.end.line, place.end.column)
      : new vscode.Range(0, 0, 0, 0);
    const error = first.error === undefined ? "" : ` (L2 ${errorText(first.error)})`;
    const diagnostic = new vscode.Diagnostic(
      range,
      vscode.l10n.t(
        "{0} is the first module that diverges from PyTorch{1}: {2}",
        moduleText(first.port),
        error,
        this.wording.report(first.explanation),
      ),
      first.verdict === "suspect" ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Error,
    );
    diagnostic.source = "Paddle Port";
    diagnostic.code = "alignment";
    diagnostic.relatedInformation = [
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(spec, new vscode.Position(0, 0)),
        vscode.l10n.t("found by {0}", path.basename(spec.fsPath)),
      ),
    ];
    const uri = place ? vscode.Uri.file(place.file) : spec;
    this.#marks.set(spec.toString(), { uri, diagnostic });
    this.#refresh(uri);
  }

  #refresh(uri: vscode.Uri): void {
    const own = [...this.#marks.values()].filter((mark) => mark.uri.toString() === uri.toString());
    this.#collection.set(uri, own.length === 0 ? undefined : own.map(({ diagnostic }) => diagnostic));
  }
}
