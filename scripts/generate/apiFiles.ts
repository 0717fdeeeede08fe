import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { verifiedFile } from "../../src/core/api/schema.js";
import { readAdapters } from "./apiAdapters.js";
import { coveragePage } from "./apiCoverage.js";
import { readApiHelpers } from "./apiHelpers.js";
import { readApiRows, toCatalogRow } from "./apiRows.js";
import type { GeneratedFile } from "./output.js";

const HEADER = "// Written by `npm run generate` from api/. Do not edit.\n";

/** Everything that is generated from api/: rows, helpers, evidence and the coverage page. */
export function apiFiles(root: string): GeneratedFile[] {
  const helpers = readApiHelpers(root);
  const sources = readApiRows(root);
  const rows = sources.map(({ row, place }) => toCatalogRow(row, helpers, place));
  const verifiedPath = path.join(root, "api/verified.json");
  const verified = existsSync(verifiedPath)
    ? verifiedFile.parse(JSON.parse(readFileSync(verifiedPath, "utf8")))
    : {};
  const list = rows.map((row) => `  ${JSON.stringify(row)},\n`).join("");
  const helperList = [...helpers.values(), ...readAdapters(rows, helpers)]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((helper) => `  ${helper.name}: ${JSON.stringify(helper)},\n`)
    .join("");
  const verifiedList = Object.entries(verified).map(
    ([name, entry]) => `  ${JSON.stringify(name)}: ${JSON.stringify(entry)},\n`,
  );
  return [
    {
      path: "src/core/api/rows.generated.ts",
      content: `${HEADER}import type { CatalogRow } from "./schema.js";\n\nexport const rows: readonly CatalogRow[] = [\n${list}];\n`,
    },
    {
      path: "src/core/api/helpers.generated.ts",
      content: `${HEADER}import type { ApiHelper } from "./schema.js";\n\nexport const helpers: Readonly<Record<string, ApiHelper>> = {\n${helperList}};\n`,
    },
    {
      path: "src/core/api/verified.generated.ts",
      content: `${HEADER}import type { VerifiedEntry } from "./schema.js";\n\nexport const verifiedRows: Readonly<Record<string, VerifiedEntry>> = {\n${verifiedList.join("")}};\n`,
    },
    { path: "docs/api-coverage.md", content: coveragePage(rows, verified) },
  ];
}
