import { execFileSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { rows } from "../../src/core/api/rows.generated.js";
import type { CatalogRow } from "../../src/core/api/schema.js";

const probe = path.join(path.dirname(fileURLToPath(import.meta.url)), "probe.py");

/** What PyTorch's names and keywords are on Paddle, as installed versions answer. */
export interface PaddleNames {
  /** PyTorch's names below `paddle` that not every version has: the first version that has it, or null. */
  readonly names: Readonly<Record<string, string | null>>;
  /** Keywords of PyTorch's that not every version takes, by Paddle's name: Paddle's keyword, the first version that takes PyTorch's too, or null. */
  readonly keywords: Readonly<Record<string, Readonly<Record<string, readonly [string, string | null]>>>>;
}

interface Answer {
  readonly absent: readonly string[];
  readonly refused: readonly string[];
}

/**
 * Asks one interpreter for each supported version of Paddle.
 * @param pythons by version ("3.0"), oldest first
 */
export function collectPaddleNames(pythons: Readonly<Record<string, string>>): PaddleNames {
  const names = [...new Set(rows.flatMap(paddleNames))].sort();
  const renamed = new Map<string, Map<string, string>>();
  for (const row of rows)
    for (const form of row.paddle)
      for (const name of [form.to, ...(form.same === true ? paddleNames(row) : [])])
        for (const [argument, rule] of Object.entries(form.arguments ?? {}))
          if (name?.startsWith("paddle.") === true && rule.to !== undefined && rule.to !== argument)
            renamed.set(name, (renamed.get(name) ?? new Map<string, string>()).set(argument, rule.to));
  const keywords = Object.fromEntries([...renamed].sort().map(([name, map]) => [name, [...map.keys()]]));
  const input = JSON.stringify({ names, keywords });
  const answers = Object.entries(pythons).map(([version, python]) => ({ version, ...ask(python, input) }));
  const first = (listed: (answer: Answer) => readonly string[], item: string): string | null => {
    const without = answers.filter((answer) => listed(answer).includes(item));
    const last = without.at(-1);
    return last === undefined ? "" : (answers[answers.indexOf(last) + 1]?.version ?? null);
  };
  return {
    names: Object.fromEntries(
      names
        .map((name) => [name, first(({ absent }) => absent, name)] as const)
        .filter(([, since]) => since !== ""),
    ),
    keywords: Object.fromEntries(
      [...renamed].sort().flatMap(([name, map]) => {
        const found = [...map].flatMap(([keyword, own]) => {
          const since = first(({ refused }) => refused, `${name} ${keyword}`);
          return since === "" ? [] : [[keyword, [own, since]] as const];
        });
        return found.length === 0 ? [] : [[name, Object.fromEntries(found)] as const];
      }),
    ),
  };
}

function paddleNames(row: CatalogRow): string[] {
  // Other classes' attributes are set when they are made: a class that is looked at has none.
  const asked = /^torch\.Tensor\.\w+$/.test(row.name) || row.kind === "function" || row.kind === "class";
  return asked && row.name.startsWith("torch.") ? [row.name.replace(/^torch/, "paddle")] : [];
}

function ask(python: string, input: string): Answer {
  const output = execFileSync(python, [probe], {
    input,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
  });
  const line = output.split("\n").find((candidate) => candidate.startsWith("ANSWER "));
  return JSON.parse(line?.slice("ANSWER ".length) ?? "") as Answer;
}

/** The text of src/core/lint/paddleNames.generated.ts. */
export function paddleNamesText(found: PaddleNames): string {
  return [
    "// Written by `npx tsx scripts/paddleNames.ts` from what Paddle 3.0.0, 3.1.1, 3.2.2 and 3.3.1 answer. Do not edit.",
    'import type { PaddleVersion } from "../api/schema.js";',
    "",
    "/** PyTorch's names below `paddle` that not every version has: the first version that has it, or null. */",
    `export const absentNames: Readonly<Record<string, PaddleVersion | null>> = ${lines(found.names)};`,
    "",
    "/** Keywords of PyTorch's by Paddle's function: Paddle's keyword, and the first version that takes PyTorch's as well, or null. */",
    `export const torchKeywords: Readonly<Record<string, Readonly<Record<string, readonly [string, PaddleVersion | null]>>>> = ${lines(found.keywords)};`,
    "",
  ].join("\n");
}

function lines(record: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(record).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`,
  );
  return `{\n${entries.join("")}}`;
}
