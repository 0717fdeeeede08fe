// Executes the proofs of api/ on PyTorch and on the lowest and highest supported Paddle and writes api/verified.json.
//   npm run prove                      all rows
//   npm run prove -- --only torch.pow  rows whose name contains the text; nothing is written
//   npm run prove -- --missing         rows without a proof of what they say now; the others keep theirs
//   npm run prove -- --mutate          also the self-test: mutated rows whose change goes unnoticed
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import type { VerifiedEntry } from "../src/core/api/schema.js";
import { PythonParser } from "../src/core/syntax/parser.js";
import { readGrammar } from "../src/platform/grammar.js";
import { interpreters } from "./prove/interpreters.js";
import { survivingMutants } from "./prove/mutants.js";
import type { ProofRun } from "./prove/runProofs.js";
import { rowsToProve } from "./prove/rows.js";
import { ProofRunner } from "./prove/runProofs.js";
import { evidenceFor } from "./prove/summary.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const started = process.hrtime.bigint();
const only = process.argv.includes("--only")
  ? (process.argv[process.argv.indexOf("--only") + 1] ?? "")
  : undefined;

const { rows, catalog, provable } = rowsToProve(root);
const missing = process.argv.includes("--missing");
const verifiedFile = path.join(root, "api/verified.json");
const earlier: Record<string, VerifiedEntry> =
  missing && existsSync(verifiedFile)
    ? (JSON.parse(readFileSync(verifiedFile, "utf8")) as Record<string, VerifiedEntry>)
    : {};
const chosen = provable.filter(
  ({ row }) =>
    (only === undefined || row.name.includes(only)) && !(missing && earlier[row.name]?.row === row.hash),
);

void main();

async function main(): Promise<void> {
  const parser = await PythonParser.create(await readGrammar());
  const runner = new ProofRunner(interpreters(), parser);
  try {
    const run = await runner.run(chosen, catalog, (done, all) => {
      if (process.stderr.isTTY && done % 50 === 0) process.stderr.write(`\r${done} of ${all}`);
    });
    report(run);
    if (only === undefined) writeVerified(run);
    if (process.argv.includes("--mutate")) {
      const found = await survivingMutants(chosen, rows, runner);
      console.log(`mutants that survive: ${found.survived.length} of ${found.tried}`);
      for (const survivor of found.survived) console.log(`  ${survivor}`);
    }
    if (run.outcomes.some((outcome) => outcome.status === "failed")) process.exitCode = 1;
  } finally {
    runner.stop();
  }
}

function report(run: ProofRun): void {
  const trouble = run.outcomes.filter((outcome) => outcome.status !== "passed");
  for (const outcome of trouble) {
    console.log(
      `${outcome.status} ${outcome.case.row} #${outcome.case.proof} (${outcome.case.form}) on ${outcome.paddle} for ${outcome.target}: ${outcome.detail}`,
    );
    if (only !== undefined) console.log(outcome.ported.replaceAll(/^/gm, "    "));
  }
  for (const { case: item, detail } of run.refused) {
    if (item.stated || only !== undefined)
      console.log(`refused by PyTorch: ${item.row} #${item.proof} (${item.form}): ${detail}`);
  }
  const count = (status: string): number =>
    run.outcomes.filter((outcome) => outcome.status === status).length;
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000_000n);
  const derived = run.refused.filter(({ case: item }) => !item.stated).length;
  console.log(
    `${chosen.length} rows, ${run.outcomes.length} runs: ${count("passed")} passed, ${count("open")} left open by the engine, ` +
      `${count("failed")} failed; ${run.refused.length - derived} stated and ${derived} derived forms refused by PyTorch; ${seconds} s`,
  );
}

function writeVerified(run: ProofRun): void {
  const fresh = new Set(chosen.map(({ row }) => row.name));
  const lines: string[] = [];
  for (const { row } of provable) {
    const evidence = fresh.has(row.name) ? evidenceFor(row, run) : earlier[row.name];
    if (evidence !== undefined) lines.push(`  ${JSON.stringify(row.name)}: ${JSON.stringify(evidence)}`);
  }
  mkdirSync(path.dirname(verifiedFile), { recursive: true });
  writeFileSync(verifiedFile, `{\n${lines.join(",\n")}\n}\n`);
  console.log(`api/verified.json: ${lines.length} rows. Run "npm run generate" to take it over.`);
}
