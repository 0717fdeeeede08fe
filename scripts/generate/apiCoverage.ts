import { Catalog } from "../../src/core/api/catalog.js";
import type { CatalogRow, TargetForm, VerifiedEntry } from "../../src/core/api/schema.js";

/** One word for what a form does. */
function kindOf(form: TargetForm): string {
  if (form.none !== undefined) return "none";
  if (form.rewriter !== undefined) return `rewriter ${form.rewriter}`;
  if (form.remove !== undefined) return "removed";
  if (form.template !== undefined) return "template";
  if (form.to?.startsWith("helper.") === true) return "helper";
  return form.same === true ? "same" : "rename";
}

/** docs/api-coverage.md: which rows exist, what they become and what was executed for them. */
export function coveragePage(
  rows: readonly CatalogRow[],
  verified: Readonly<Record<string, VerifiedEntry>>,
): string {
  const catalog = new Catalog(rows, verified);
  const lines = rows.map((row) => {
    const kinds = [...new Set(row.paddle.map((form) => `${kindOf(form)} (${form.since}+)`))].join(", ");
    const entry = verified[row.name];
    const current = entry?.row === row.hash ? entry : undefined;
    const versions = current === undefined ? "" : current.paddle.join(", ");
    return `| \`${row.name}\` | ${row.kind} | ${kinds} | ${versions} | ${current?.forms ?? 0}${current?.kernel === undefined ? "" : ` (kernel ${current.kernel})`} | ${current?.arguments.join(", ") ?? ""} |`;
  });
  const proven = (version: "3.0" | "3.3"): number =>
    rows.filter((row) => catalog.verified(row, version) !== undefined).length;
  const without = rows.filter((row) => row.paddle.every((form) => form.none !== undefined)).length;
  const emulated = rows.filter((row) => catalog.verified(row, "3.0")?.kernel !== undefined).length;
  const forms = rows.reduce(
    (sum, row) => sum + (verified[row.name]?.row === row.hash ? (verified[row.name]?.forms ?? 0) : 0),
    0,
  );
  return [
    "# API coverage",
    "",
    "Written by `npm run generate` from `api/` and `api/verified.json`. Do not edit.",
    "",
    `- Rows: ${rows.length}, of which ${without} say that Paddle has no counterpart`,
    `- Rows with executed proofs: ${proven("3.0")} for Paddle 3.0 and up, ${proven("3.3")} for 3.3 and up`,
    `- Rows whose evidence rests on an emulated kernel behind the real signature (it needs a GPU): ${emulated}`,
    `- Argument forms that passed on every version they are for: ${forms}`,
    "",
    "| PyTorch | kind | Paddle | proven on | forms | arguments exercised |",
    "|---|---|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}
