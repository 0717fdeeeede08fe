// Writes everything that is derived from data: `npm run generate`; with `--check` it fails when a file is out of date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { apiFiles } from "./generate/apiFiles.js";
import type { GeneratedFile } from "./generate/output.js";
import { GenerateError } from "./generate/output.js";
import { ruleDocs } from "./generate/ruleDocs.js";
import { ruleFiles } from "./generate/rules.js";
import { settingsSchema } from "./generate/settingsSchema.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const check = process.argv.includes("--check");

/** One entry per family of generated files. The pages of rules are made from the generated list: a new rule needs two runs. */
const generators: readonly ((root: string) => readonly GeneratedFile[])[] = [
  apiFiles,
  ruleFiles,
  ruleDocs,
  settingsSchema,
];

try {
  let stale = 0;
  for (const file of generators.flatMap((generate) => generate(root))) {
    const target = path.join(root, file.path);
    if (existsSync(target) && readFileSync(target, "utf8") === file.content) continue;
    stale += 1;
    console.log(`${check ? "out of date" : "written"}: ${file.path}`);
    if (check) continue;
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, file.content);
  }
  if (check && stale > 0) {
    console.error('Run "npm run generate" and commit the result.');
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof GenerateError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
