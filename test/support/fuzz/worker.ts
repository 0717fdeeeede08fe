// Checks fuzz cases one after the other and says so line by line, so that whoever started it sees where it hangs:
// worker.ts SEED FROM TO FILE…
import { readFileSync } from "node:fs";

import { readGrammar } from "../../../src/platform/grammar.js";
import { PythonParser } from "../../../src/core/syntax/parser.js";
import { fuzzCase } from "./cases.js";
import { problemsOf } from "./check.js";

async function main(): Promise<void> {
  const [seed = "1", from = "0", to = "0", list = ""] = process.argv.slice(2);
  const names = JSON.parse(readFileSync(list, "utf8")) as string[];
  const files = names.map((name) => readFileSync(name, "utf8"));
  const parser = await PythonParser.create(await readGrammar());
  for (let index = Number(from); index < Number(to); index++) {
    process.stdout.write(`${JSON.stringify({ index })}\n`);
    const bytes = fuzzCase(Number(seed), index, files);
    let problems: string[];
    try {
      problems = problemsOf(bytes, parser);
    } catch (error) {
      problems = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    }
    if (problems.length > 0)
      process.stdout.write(`${JSON.stringify({ index, problems, bytes: bytes.toString("base64") })}\n`);
  }
  process.stdout.write(`${JSON.stringify({ done: true })}\n`);
}

void main();
