import * as vscode from "vscode";
import { l10n } from "vscode";

import type { EditorFinding, FileResult, FixGroup } from "../../core/editor/fileResult.js";
import { suppressFile, suppressLine } from "../../core/editor/suppressEdits.js";
import type { TextEdit } from "../../core/text/edits.js";
import type { Settings } from "../services.js";
import type { FindingDiagnostics } from "./diagnostics.js";
import type { LiveCheck } from "./liveCheck.js";
import type { Wording } from "../wording.js";

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append("paddlePort");
export const fixActionKinds: readonly vscode.CodeActionKind[] = [vscode.CodeActionKind.QuickFix, fixAllKind];

/** What an action would do, and the text for which it was worked out. */
interface Offer {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly edits: readonly TextEdit[];
}

/**
 * Quick fixes. Everything was worked out when the file was checked; here it is only looked up. The edit is handed over when
 * it is asked for and only for the text it belongs to: the editor would put it at the same offsets of any other text.
 */
export class FixActions implements vscode.CodeActionProvider {
  readonly #offers = new WeakMap<vscode.CodeAction, Offer>();

  constructor(
    private readonly live: LiveCheck,
    private readonly diagnostics: FindingDiagnostics,
    private readonly settings: Settings,
    private readonly wording: Wording,
  ) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    // Without a result for exactly this text there is nothing that could be offered safely.
    const result = this.live.resultOf(document);
    if (result === undefined) return [];
    const { only } = context;
    if (only !== undefined && only.value !== "" && only.contains(fixAllKind))
      return this.#fixAll(document, result);
    if (only !== undefined && !only.intersects(vscode.CodeActionKind.QuickFix)) return [];
    return this.#quickFixes(document, range, context, result);
  }

  resolveCodeAction(action: vscode.CodeAction): vscode.CodeAction {
    const offer = this.#offers.get(action);
    if (offer !== undefined && offer.document.version === offer.version)
      action.edit = workspaceEdit(offer.document, offer.edits);
    return action;
  }

  #offer(
    document: vscode.TextDocument,
    title: string,
    edits: readonly TextEdit[],
    kind = vscode.CodeActionKind.QuickFix,
  ): vscode.CodeAction {
    const action = new vscode.CodeAction(title, kind);
    this.#offers.set(action, { document, version: document.version, edits });
    return action;
  }

  #fixAll(document: vscode.TextDocument, { allSafe }: FileResult): vscode.CodeAction[] {
    if (allSafe === null) return [];
    return [this.#offer(document, l10n.t("Fix All Safe Problems"), allSafe.edits, fixAllKind)];
  }

  #quickFixes(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    result: FileResult,
  ): vscode.CodeAction[] {
    const start = document.offsetAt(range.start);
    const end = document.offsetAt(range.end);
    const here = result.findings.filter(
      (finding) =>
        finding.range.start <= end &&
        start <= finding.range.end &&
        this.diagnostics.severityOf(finding, document.uri) !== undefined,
    );
    if (here.length === 0) return [];
    const shown = (finding: EditorFinding): vscode.Diagnostic[] =>
      context.diagnostics.filter(
        (diagnostic) =>
          document.offsetAt(diagnostic.range.start) === finding.range.start &&
          typeof diagnostic.code === "object" &&
          diagnostic.code.value === finding.code,
      );
    const fixes = here.flatMap((finding) => this.#fix(document, finding, shown(finding)));
    const codes = [...new Set(here.map(({ code }) => code))];
    const groups = codes.flatMap((code) => this.#groupFix(document, code, result.byRule[code]));
    const all =
      result.allSafe === null || result.allSafe.count < 2
        ? []
        : [this.#fixAllQuick(document, result.allSafe)];
    const explain = codes.map((code) => {
      const action = new vscode.CodeAction(l10n.t("Explain {0}", code), vscode.CodeActionKind.QuickFix);
      action.command = {
        command: "paddlePort.explainRule",
        title: l10n.t("Explain Rule"),
        arguments: [code],
      };
      return action;
    });
    return [...fixes, ...groups, ...all, ...explain, ...this.#suppressions(document, here)];
  }

  #fix(
    document: vscode.TextDocument,
    finding: EditorFinding,
    diagnostics: vscode.Diagnostic[],
  ): vscode.CodeAction[] {
    const { fix } = finding;
    if (fix === null) return [];
    const plain = `${finding.code}: ${this.wording.fixTitle(fix.title)}`;
    const title =
      fix.applicability === "safe"
        ? plain
        : fix.applicability === "unsafe"
          ? l10n.t("{0} (may change results)", plain)
          : l10n.t("{0} (suggestion)", plain);
    const action = this.#offer(document, title, fix.edits);
    action.diagnostics = diagnostics;
    action.isPreferred = fix.applicability === "safe";
    return [action];
  }

  #suppressions(document: vscode.TextDocument, findings: readonly EditorFinding[]): vscode.CodeAction[] {
    if (!this.settings.get("check.suppressionActions", document.uri)) return [];
    const text = document.getText();
    const actions: vscode.CodeAction[] = [];
    const seen = new Set<string>();
    // Tied to no diagnostic: the editor puts actions that are before all others, and these belong at the end.
    const add = (title: string, edit: TextEdit): void => {
      if (seen.has(title)) return;
      seen.add(title);
      actions.push(this.#offer(document, title, [edit]));
    };
    for (const finding of findings) {
      if (finding.lineTakesComment)
        add(
          l10n.t("Ignore {0} on this line", finding.code),
          suppressLine(text, finding.range.start, finding.code),
        );
    }
    for (const finding of findings)
      add(l10n.t("Ignore {0} in this file", finding.code), suppressFile(text, finding.code));
    return actions;
  }

  #groupFix(document: vscode.TextDocument, code: string, group: FixGroup | undefined): vscode.CodeAction[] {
    if (group === undefined) return [];
    const title = l10n.t("Fix all {0} of {1} in this file", group.count, code);
    return [this.#offer(document, title, group.edits)];
  }

  #fixAllQuick(document: vscode.TextDocument, { count, edits }: FixGroup): vscode.CodeAction {
    return this.#offer(document, l10n.t("Fix all {0} safe problems in this file", count), edits);
  }
}

/** Edits by offsets as an edit of the editor. */
export function workspaceEdit(
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.set(
    document.uri,
    edits.map(({ start, end, text }) =>
      vscode.TextEdit.replace(new vscode.Range(document.positionAt(start), document.positionAt(end)), text),
    ),
  );
  return edit;
}
