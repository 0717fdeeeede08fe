// Executes the small programs of test/programs on PyTorch, ports them, executes them on Paddle and compares.
//   npx tsx scripts/programs.ts                  all programs; writes docs/programs.md and takes what is mended out of
//                                                test/programs/known.json; on all four versions of Paddle
//   npx tsx scripts/programs.ts --only imports/  those whose name contains the text, on the lowest and the highest
//                                                version; prints ports that went wrong
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { PythonParser } from "../src/core/syntax/parser.js";
import { readGrammar } from "../src/platform/grammar.js";
import { knownText, readKnown, stillKnown } from "../test/programs/support/known.js";
import { readPrograms } from "../test/programs/support/program.js";
import { runAll } from "../test/programs/support/runAll.js";
import { outcomePage } from "../test/programs/support/table.js";
import { ALL_VERSIONS, interpreters, PROOF_VERSIONS } from "./prove/interpreters.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

async function main(): Promise<void> {
  const at = process.argv.indexOf("--only");
  const only = at < 0 ? undefined : (process.argv[at + 1] ?? "");
  const all = readPrograms(path.join(root, "test/programs"));
  const wanted = (only ?? "").split(",");
  const chosen = all.filter(({ id }) => wanted.some((part) => id.includes(part)));
  const pythons = interpreters(only === undefined ? ALL_VERSIONS : PROOF_VERSIONS);
  const run = await runAll(chosen, pythons, await PythonParser.create(await readGrammar()));
  const shown = new Set<string>();
  for (const outcome of run.outcomes.filter(({ kind }) => kind !== "same")) {
    console.log(`${outcome.kind} ${outcome.program.id} on ${outcome.paddle}: ${outcome.detail}`);
    if (only === undefined || shown.has(outcome.program.id)) continue;
    shown.add(outcome.program.id);
    if (outcome.kind === "open" && !process.argv.includes("--show")) continue;
    for (const [file, text] of outcome.ported) console.log(`--- ${file}\n${text}`);
  }
  for (const refusal of run.refused) console.log(`refused by PyTorch: ${refusal}`);
  const counts = new Map<string, number>();
  for (const { kind, paddle } of run.outcomes)
    counts.set(`${paddle} ${kind}`, (counts.get(`${paddle} ${kind}`) ?? 0) + 1);
  for (const [name, count] of [...counts].sort()) console.log(`${name}: ${count}`);
  if (only === undefined) {
    writeFileSync(path.join(root, "docs/programs.md"), outcomePage(run.outcomes));
    const file = path.join(root, "test/programs/known.json");
    writeFileSync(file, knownText(stillKnown(readKnown(file), run.outcomes)));
  }
  if (run.refused.length > 0 || run.outcomes.some(({ kind }) => kind === "wrong" || kind === "crash"))
    process.exitCode = 1;
}

void main();
