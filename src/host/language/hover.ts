import * as vscode from "vscode";

import type { Services } from "../services.js";
import { apiMarkdown, ruleSummary, typeMarkdown } from "../pages/markdown.js";
import type { Analysis } from "./analysis.js";
import type { LiveCheck } from "./liveCheck.js";
import type { Wording } from "../wording.js";

/** What a name becomes on Paddle, what is known about it, and why it was reported. */
export class FindingHover implements vscode.HoverProvider {
  constructor(
    private readonly live: LiveCheck,
    private readonly analysis: Analysis,
    private readonly services: Services,
    private readonly wording: Wording,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const result = this.live.resultOf(document);
    if (result === undefined) return undefined;
    const { version, uri } = document;
    const offset = document.offsetAt(position);
    const target = this.services.target.current(uri);
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const options = { signal: controller.signal, urgent: true };
    try {
      const facts = await this.analysis.ask(
        "hover",
        { key: uri.toString(), version, offset, target },
        options,
      );
      const codes = new Set(
        result.findings
          .filter(({ range }) => range.start <= offset && offset <= range.end)
          .map(({ code }) => code),
      );
      if (facts === null && codes.size === 0) return undefined;
      const rules = codes.size === 0 ? [] : await this.analysis.ask("rules", null, options);
      const parts = rules
        .filter(({ code }) => codes.has(code))
        .map((rule) => ruleSummary(this.wording.rule(rule)));
      if (facts?.type !== undefined && facts.type !== null)
        parts.unshift(typeMarkdown(facts.type, (text) => this.wording.message(text)));
      if (facts?.row !== undefined && facts.row !== null)
        parts.unshift(apiMarkdown(facts.row, (text) => this.wording.message(text)));
      const content = new vscode.MarkdownString(parts.join("\n\n"));
      content.isTrusted = { enabledCommands: ["paddlePort.explainRule"] };
      const range =
        facts === null
          ? undefined
          : new vscode.Range(document.positionAt(facts.range.start), document.positionAt(facts.range.end));
      return new vscode.Hover(content, range);
    } catch (error) {
      this.services.log.debug(`hover: ${String(error)}`);
      return undefined;
    }
  }
}
