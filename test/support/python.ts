import { readGrammar } from "../../src/platform/grammar.js";
import { PythonParser } from "../../src/core/syntax/parser.js";

/** A parser with the grammar that the product ships. */
export async function pythonParser(): Promise<PythonParser> {
  return PythonParser.create(await readGrammar());
}
