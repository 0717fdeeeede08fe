import { readdirSync } from "node:fs";
import path from "node:path";

import type { GeneratedFile } from "./output.js";

/** The static list of rules: bundlers cannot follow a folder listing at run time. */
export function ruleFiles(root: string): readonly GeneratedFile[] {
  const files = readdirSync(path.join(root, "src/core/lint/rules"))
    .filter((name) => /^pp\d{3}\w+\.ts$/.test(name))
    .sort();
  const imports = files.map(
    (name) => `import { rule as ${name.slice(0, 5)} } from "./rules/${name.slice(0, -3)}.js";`,
  );
  const content = [
    "// Written by `npm run generate`. Do not edit.",
    'import type { Rule } from "./rule.js";',
    ...imports,
    "",
    "/** Every rule, in order of code. */",
    `export const rules: readonly Rule[] = [${files.map((name) => name.slice(0, 5)).join(", ")}];`,
    "",
  ].join("\n");
  const codes = files.map((name) => name.slice(0, 5).toUpperCase());
  const list = [
    "// Written by `npm run generate`. Do not edit.",
    "/** The codes of all rules, for those who do not need the rules themselves. */",
    `export const ruleCodes: readonly string[] = ${JSON.stringify(codes)};`,
    "",
  ].join("\n");
  return [
    { path: "src/core/lint/rules.generated.ts", content },
    { path: "src/core/lint/ruleCodes.generated.ts", content: list },
  ];
}
