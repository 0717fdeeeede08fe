import * as vscode from "vscode";
import { l10n } from "vscode";

import type { CommandParts } from "./register.js";

/** "Explain Rule": the page of a rule, given by a link or chosen from the list. */
export async function explainRule(
  { services, language, pages }: CommandParts,
  given: unknown,
): Promise<void> {
  const rules = await language.analysis.ask("rules", null, { urgent: true });
  const known = rules.find(({ code }) => code === given);
  if (known !== undefined) {
    await pages.showRule(known.code);
    return;
  }
  const chosen = await vscode.window.showQuickPick(
    rules.map((rule) => {
      const { code, name, summary } = services.wording.rule(rule);
      return { label: code, description: name, detail: summary };
    }),
    { title: l10n.t("Explain Rule"), matchOnDescription: true, matchOnDetail: true },
  );
  if (chosen !== undefined) await pages.showRule(chosen.label);
}
