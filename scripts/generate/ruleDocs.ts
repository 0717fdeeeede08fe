import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import type { Rule } from "../../src/core/lint/rule.js";
import { rules } from "../../src/core/lint/rules.generated.js";
import type { GeneratedFile } from "./output.js";
import { GenerateError } from "./output.js";

const notice = "<!-- Written by `npm run generate` from the rule and its test page. Do not edit. -->";

/** A page for every rule, from its own words and the examples that the tests execute, and an index of them. */
export function ruleDocs(root: string): readonly GeneratedFile[] {
  const sources = readdirSync(path.join(root, "src/core/lint/rules"));
  return [
    ...rules.map((rule) => ({ path: `docs/rules/${rule.code}.md`, content: page(root, rule, sources) })),
    { path: "docs/rules.md", content: index() },
  ];
}

function page(root: string, rule: Rule, sources: readonly string[]): string {
  const source = sources.find((name) => name.toUpperCase().startsWith(rule.code));
  const examples = path.join(root, "test/rules", `${rule.code}.md`);
  if (source === undefined || !existsSync(examples))
    throw new GenerateError(
      `${rule.code} needs test/rules/${rule.code}.md: its examples are part of its page.`,
    );
  const { what, why, fixSafety, limits } = rule.docs;
  return [
    `# ${rule.code} \`${rule.name}\``,
    notice,
    `${rule.summary} Severity: ${rule.severity}.`,
    "## What it reports",
    what,
    "## Why",
    why,
    "## Fix",
    fixSafety,
    "## Limits",
    limits,
    ...(rule.rows === undefined ? [] : ["## API", rule.rows.map((row) => `\`${row}\``).join(", ")]),
    withoutTitle(readFileSync(examples, "utf8")),
    `Source: [${source}](../../src/core/lint/rules/${source}), [examples](../../test/rules/${rule.code}.md), which the tests execute. To silence it on a line: \`# paddle-port: ignore[${rule.code}] reason\`.`,
    "",
  ].join("\n\n");
}

/** The page's examples one level deeper; fences say only what a reader needs. */
function withoutTitle(text: string): string {
  const body = text.replace(/^# .*\n+/, "");
  return `## Examples\n\n${body
    .replaceAll(/^## /gm, "### ")
    .replaceAll(/^```py (check|ported)(.*)$/gm, (_, kind: string, options: string) => {
      const target = /target=(\S+)/.exec(options)?.[1];
      const title = kind === "ported" ? "Ported:" : target === undefined ? "" : `For Paddle ${target}:`;
      return title === "" ? "```py" : `${title}\n\n\`\`\`py`;
    })
    .trim()}`;
}

function index(): string {
  const rows = rules.map(
    (rule) =>
      `| [${rule.code}](rules/${rule.code}.md) | \`${rule.name}\` | ${rule.severity} | ${rule.summary.replaceAll("|", "\\|")} |`,
  );
  return [
    "# Rules",
    "",
    notice,
    "",
    `${rules.length} rules. \`paddle-port explain CODE\` prints the same words. PP0xx: imports and what is open; PP1xx: the API in general; PP2xx: methods of tensors; PP3xx: attention; PP4xx: models; PP5xx: layers and weights; PP6xx: values; PP9xx: files.`,
    "",
    "| code | name | severity | what |",
    "|---|---|---|---|",
    ...rows,
    "",
    "Comments silence findings for those who know better: `# paddle-port: ignore[PP210] reason` on a line, `# paddle-port: off[PP210]` … `# paddle-port: on` around a block, `# paddle-port: ignore-file[PP210]` for a file; without brackets every code is meant. They change what `check` shows, never what `port` calls complete.",
    "",
  ].join("\n");
}
