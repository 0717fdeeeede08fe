import type { Command } from "commander";

import type { Rule } from "../../core/lint/rule.js";
import { rules } from "../../core/lint/rules.generated.js";
import { UserError } from "../../core/util/userError.js";
import type { CommandContext } from "../io.js";

/** `paddle-port explain CODE`: what a rule reports, why, and when its fix may be applied. */
export function registerExplain(program: Command, context: CommandContext): void {
  program
    .command("explain")
    .description(
      "Explain a rule: what it reports, why it matters, when its fix is safe. Without a code, list the rules.",
    )
    .argument("[code]", "code of the rule, such as PP201, or its name")
    .option("--format <format>", "text or json", "text")
    .action((code: string | undefined, options: { readonly format: string }) => {
      const { io } = context;
      const found = code === undefined ? rules : [find(code)];
      if (options.format === "json")
        io.stdout(`${JSON.stringify({ schemaVersion: 1, rules: found.map(plain) }, null, 2)}\n`);
      else io.stdout(code === undefined ? list(found) : found.map(page).join("\n"));
      context.done(0);
    });
}

function find(code: string): Rule {
  const rule = rules.find((candidate) => candidate.code === code.toUpperCase() || candidate.name === code);
  if (rule === undefined)
    throw new UserError(
      `There is no rule ${code}.`,
      `Rules: ${rules.map((candidate) => candidate.code).join(", ")}.`,
    );
  return rule;
}

function plain(rule: Rule): unknown {
  return {
    code: rule.code,
    name: rule.name,
    summary: rule.summary,
    severity: rule.severity,
    docs: rule.docs,
    rows: rule.rows ?? [],
  };
}

function list(all: readonly Rule[]): string {
  return all.map((rule) => `${rule.code}  ${rule.severity.padEnd(7)}  ${rule.summary}\n`).join("");
}

function page(rule: Rule): string {
  const rows = rule.rows === undefined ? "" : `\nNames: ${rule.rows.join(", ")}\n`;
  return `${rule.code} ${rule.name} (${rule.severity})\n\n${rule.docs.what}\n\nWhy: ${rule.docs.why}\n\nFix: ${rule.docs.fixSafety}\n\nLimits: ${rule.docs.limits}\n${rows}`;
}
