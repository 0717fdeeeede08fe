import { l10n } from "vscode";

import type { RowDescription } from "../../core/api/describeRow.js";
import type { HoverFacts } from "../../core/editor/hover.js";
import type { RuleInfo } from "../../core/editor/session.js";
import { explainLink } from "../language/diagnostics.js";

type Translate = (text: string) => string;

/** What a PyTorch name becomes, for a hover or a page. */
export function apiMarkdown(row: RowDescription, translate: Translate): string {
  const lines: string[] = [];
  for (const form of row.forms) {
    const becomes = form.write === null ? l10n.t("no counterpart") : code(translate(form.write));
    lines.push(`${code(row.name)} → ${becomes} *(${l10n.t("Paddle {0} and up", row.paddle)})*`);
    for (const signature of form.signatures) lines.push(`- ${code(row.name + signature)}`);
    for (const argument of form.arguments)
      lines.push(`- ${code(translate(argument.name))}: ${text(translate(argument.becomes))}`);
    if (form.advice !== null) lines.push("", text(translate(form.advice)));
    lines.push("");
  }
  if (row.note !== null) lines.push(text(translate(row.note)), "");
  lines.push(proof(row));
  return lines.join("\n");
}

function proof(row: RowDescription): string {
  if (row.proven === null) return l10n.t("Not proven for Paddle {0} and up.", row.paddle);
  const base = l10n.t(
    "Proven by {0} programs run on Paddle {1}.",
    row.proven.forms,
    row.proven.paddle.join(", "),
  );
  const parts = [base];
  if (row.proven.arguments.length > 0)
    parts.push(l10n.t("Arguments exercised: {0}.", row.proven.arguments.map(code).join(", ")));
  if (row.proven.kernel === "emulated")
    parts.push(l10n.t("Paddle's kernel needs a GPU and was emulated behind its real signature."));
  if (row.proven.kernel === "partly emulated")
    parts.push(l10n.t("Paddle's kernel needs a GPU and was emulated in some of them."));
  return parts.join(" ");
}

/** What an expression is and how that is known. */
export function typeMarkdown(type: NonNullable<HoverFacts["type"]>, translate: Translate): string {
  const confidence = {
    certain: l10n.t("certain"),
    likely: l10n.t("likely"),
    unknown: l10n.t("unknown"),
  }[type.confidence];
  return l10n.t("{0} ({1}): {2}", code(type.text), confidence, text(translate(type.reason)));
}

/** A rule in a hover: the same words as its page, cut to what and why. */
export function ruleSummary(rule: RuleInfo): string {
  return `[${rule.code}](${explainLink(rule.code).toString()}) **${rule.name}**: ${rule.docs.what}\n\n${l10n.t("Why: {0}", rule.docs.why)}\n\n${l10n.t("Fix: {0}", rule.docs.fixSafety)}`;
}

/** A rule's page. */
export function rulePage(rule: RuleInfo): string {
  const rows =
    rule.rows.length === 0
      ? ""
      : `\n## ${l10n.t("Names")}\n\n${rule.rows.map((row) => `- ${code(row)}`).join("\n")}\n`;
  return [
    `# ${rule.code} ${rule.name}\n`,
    `${rule.summary} *(${rule.severity})*\n`,
    `## ${l10n.t("What it reports")}\n\n${rule.docs.what}\n`,
    `## ${l10n.t("Why")}\n\n${rule.docs.why}\n`,
    `## ${l10n.t("When the fix is safe")}\n\n${rule.docs.fixSafety}\n`,
    `## ${l10n.t("What it does not see")}\n\n${rule.docs.limits}\n${rows}`,
    `## ${l10n.t("Ignoring it")}\n\n\`\`\`python\nx = f(x)  # paddle-port: ignore[${rule.code}]\n\`\`\`\n`,
  ].join("\n");
}

function code(source: string): string {
  return `\`${source.replaceAll("`", "'")}\``;
}

/** Words out of data: they may hold code in backticks, but no links or HTML. */
function text(source: string): string {
  return source.replaceAll(/[<>[\]]/g, (mark) => `\\${mark}`);
}
