import { readFileSync } from "node:fs";

import type { ProgramOutcome } from "./runAll.js";

/** A program that is known to go wrong, with the number of the defect in the engine. */
export interface KnownDefect {
  readonly program: string;
  /** Full versions of Paddle on which it goes wrong. */
  readonly paddle: readonly string[];
  readonly outcome: "wrong" | "crash";
  readonly defect: string;
}

/** Reads test/programs/known.json. */
export function readKnown(file: string): KnownDefect[] {
  return JSON.parse(readFileSync(file, "utf8")) as KnownDefect[];
}

/** What differs between the outcomes and the known defects: news in both directions. */
export function unexpected(
  outcomes: readonly ProgramOutcome[],
  known: readonly KnownDefect[],
): { readonly broken: string[]; readonly mended: string[] } {
  const listed = new Map<string, KnownDefect>(
    known.flatMap((entry) =>
      entry.paddle.map((version) => [`${entry.program} on ${version}`, entry] as const),
    ),
  );
  const broken: string[] = [];
  const mended: string[] = [];
  for (const { program, paddle, kind, detail } of outcomes) {
    const name = `${program.id} on ${paddle}`;
    const entry = listed.get(name);
    const bad = kind === "wrong" || kind === "crash";
    if (bad && entry?.outcome !== kind) broken.push(`${kind} ${name}: ${detail}`);
    if (!bad && entry !== undefined)
      mended.push(`${name} is ${kind} now: take it out of known.json (${entry.defect})`);
  }
  return { broken, mended };
}

/** The known defects that are still there; new ones are never added by a program. */
export function stillKnown(
  known: readonly KnownDefect[],
  outcomes: readonly ProgramOutcome[],
): KnownDefect[] {
  const bad = new Set(outcomes.map(({ program, paddle, kind }) => `${kind} ${program.id} on ${paddle}`));
  return known
    .map((entry) => ({
      ...entry,
      paddle: entry.paddle.filter((version) => bad.has(`${entry.outcome} ${entry.program} on ${version}`)),
    }))
    .filter(({ paddle }) => paddle.length > 0);
}

/** The text of known.json, as the formatter of this repository leaves it. */
export function knownText(known: readonly KnownDefect[]): string {
  const text = JSON.stringify(known, null, 2);
  return `${text.replaceAll(/\[\s+("[^\]]*")\s+\]/g, (_, items: string) => `[${items.replaceAll(/\s+/g, " ")}]`)}\n`;
}
