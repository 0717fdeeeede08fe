import type { Check } from "../platform/interpreterChecks.js";

/** Lays checks out as an aligned table; `indent` goes before each line. */
export function checkTable(checks: readonly Check[], indent: string): string {
  const width = Math.max(...checks.map(({ what }) => what.length));
  const marks = { ok: "ok  ", problem: "BAD ", note: "-   " };
  return checks
    .map(({ what, status, detail, remedy }) => {
      const line = `${indent}${marks[status]} ${what.padEnd(width)}  ${detail}\n`;
      return remedy === undefined ? line : `${line}${indent}     ${" ".repeat(width)}  ${remedy}\n`;
    })
    .join("");
}
