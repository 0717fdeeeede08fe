import { readFileSync } from "node:fs";

import * as vscode from "vscode";

import type { Templates } from "../core/editor/messageTemplates.js";
import { MessageTranslator } from "../core/editor/messageTemplates.js";
import type { RuleInfo } from "../core/editor/session.js";

type RuleTexts = Readonly<
  Record<string, { readonly summary: string } & Readonly<Record<keyof RuleInfo["docs"], string>>>
>;

/** The core speaks English; here it is put into the editor's language, where a translation exists. */
export class Wording {
  #findings: MessageTranslator | undefined;
  #reports: MessageTranslator | undefined;
  #rules: RuleTexts | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** What a finding says, and what it quotes from the API knowledge. */
  message(text: string): string {
    if (!isChinese()) return text;
    this.#findings ??= this.#translator("messages.zh-cn.json", "api.zh-cn.json");
    return this.#findings.translate(text);
  }

  /** What errors, weight plans and alignment reports say; kept apart, because templates of one kind fit texts of the other. */
  report(text: string): string {
    if (!isChinese()) return text;
    this.#reports ??= this.#translator("reports.zh-cn.json");
    return this.#reports.translate(text);
  }

  fixTitle(text: string): string {
    return this.message(text);
  }

  /** A rule with its words in the editor's language. */
  rule(rule: RuleInfo): RuleInfo {
    if (!isChinese()) return rule;
    this.#rules ??= (this.#read("rules.zh-cn.json") ?? {}) as RuleTexts;
    const texts = this.#rules[rule.code];
    if (texts === undefined) return rule;
    const { summary, ...docs } = texts;
    return { ...rule, summary, docs };
  }

  #translator(...names: readonly string[]): MessageTranslator {
    const texts = names.map((name) => (this.#read(name) ?? {}) as Templates);
    return new MessageTranslator(Object.assign({}, ...texts) as Templates);
  }

  #read(name: string): unknown {
    const file = vscode.Uri.joinPath(this.extension, "l10n", name).fsPath;
    try {
      return JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
      this.log.error(`${file}: ${String(error)}`);
      return undefined;
    }
  }
}

function isChinese(): boolean {
  return vscode.env.language.toLowerCase().startsWith("zh");
}
