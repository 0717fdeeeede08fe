import * as vscode from "vscode";

import { selectionOf, shownSeverity } from "../../core/config/selection.js";
import type { EditorFinding, FileResult } from "../../core/editor/fileResult.js";
import type { Severity } from "../../core/lint/finding.js";
import { LineIndex } from "../../core/text/lineIndex.js";
import type { ProjectFiles } from "../projectFiles.js";
import type { Settings } from "../services.js";
import type { Wording } from "../wording.js";

/** The editor shows no more than about this many for one file; the most severe ones go first. */
const most = 1000;

/** Turns findings into diagnostics, as severe as the settings say. */
export class FindingDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("paddlePort");
  /** Files that "Check Workspace" reported: their diagnostics stay when they are closed. */
  readonly #lasting = new Set<string>();

  constructor(
    private readonly settings: Settings,
    private readonly projects: ProjectFiles,
    private readonly wording: Wording,
  ) {}

  dispose(): void {
    this.#collection.dispose();
  }

  /** Replaces what is shown for an open document; `result` is about its current text. */
  show(document: vscode.TextDocument, result: FileResult): void {
    this.#set(document.uri, result, (offset) => document.positionAt(offset));
  }

  /** Shows the findings of a file that need not be open, until the next check of the workspace. */
  showLasting(uri: vscode.Uri, text: string, result: FileResult): number {
    const lines = new LineIndex(text);
    const key = uri.toString();
    if (result.findings.length > 0) this.#lasting.add(key);
    else this.#lasting.delete(key);
    return this.#set(uri, result, (offset) => {
      const { line, column } = lines.positionAt(offset);
      return new vscode.Position(line, column);
    });
  }

  isLasting(uri: vscode.Uri): boolean {
    return this.#lasting.has(uri.toString());
  }

  /** Forgets what an earlier check of the workspace left, except for documents that are open. */
  clearLasting(): void {
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    for (const key of this.#lasting) if (!open.has(key)) this.#collection.delete(vscode.Uri.parse(key));
    this.#lasting.clear();
  }

  clear(uri: vscode.Uri): void {
    this.#lasting.delete(uri.toString());
    this.#collection.delete(uri);
  }

  close(uri: vscode.Uri): void {
    if (!this.#lasting.has(uri.toString())) this.#collection.delete(uri);
  }

  /** How severe a finding is shown, or undefined when the settings leave it out. */
  severityOf(finding: EditorFinding, scope: vscode.Uri): vscode.DiagnosticSeverity | undefined {
    const project = this.projects.of(scope);
    if (project?.excludes(scope) === true) return undefined;
    const selection = selectionOf(project?.settings, {
      select: this.settings.get("check.select", scope),
      ignore: this.settings.get("check.ignore", scope),
      severity: this.settings.get("check.severity", scope),
    });
    const severity = shownSeverity(finding, selection);
    return severity === undefined ? undefined : severities[severity];
  }

  #set(uri: vscode.Uri, result: FileResult, at: (offset: number) => vscode.Position): number {
    const shown = result.findings
      .flatMap((finding) => {
        const severity = this.severityOf(finding, uri);
        return severity === undefined ? [] : [this.#diagnostic(finding, severity, at)];
      })
      .sort((a, b) => a.severity - b.severity || a.range.start.compareTo(b.range.start));
    this.#collection.set(uri, shown.slice(0, most));
    return shown.length;
  }

  #diagnostic(
    finding: EditorFinding,
    severity: vscode.DiagnosticSeverity,
    at: (offset: number) => vscode.Position,
  ): vscode.Diagnostic {
    const range = new vscode.Range(at(finding.range.start), at(finding.range.end));
    const diagnostic = new vscode.Diagnostic(range, this.wording.message(finding.message), severity);
    diagnostic.source = "Paddle Port";
    diagnostic.code = { value: finding.code, target: explainLink(finding.code) };
    // What Paddle has no counterpart for is struck through, like an API that is gone.
    if (finding.code === "PP003") diagnostic.tags = [vscode.DiagnosticTag.Deprecated];
    return diagnostic;
  }
}

/** Opens a rule's page from a link. */
export function explainLink(code: string): vscode.Uri {
  return vscode.Uri.parse(
    `command:paddlePort.explainRule?${encodeURIComponent(JSON.stringify([code]))}`,
    true,
  );
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};
