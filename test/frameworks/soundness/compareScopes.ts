import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

import type { PythonParser } from "../../../src/core/syntax/parser.js";
import { engineScopes } from "./engineScopes.js";

/** What comparing the scopes of many files gives. */
export interface ScopeComparison {
  readonly files: number;
  readonly scopes: number;
  readonly lines: number;
  /** Files that Python itself refuses. */
  readonly refused: number;
  /** Files that Python accepts and the engine's grammar does not. */
  readonly unparsed: readonly string[];
  /** `path: scope`, first what only Python sees (-), then what only the engine sees (+). */
  readonly differences: readonly string[];
}

interface PythonScopes {
  readonly path: string;
  readonly scopes?: readonly string[];
  readonly error?: string;
}

/** Compares the engine's scopes of files with those of Python's symtable. */
export async function compareScopes(
  files: readonly string[],
  python: string,
  parser: PythonParser,
): Promise<ScopeComparison> {
  const child = spawn(python, [path.join(__dirname, "symtables.py")], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(files.map((file) => `${file}\n`).join(""));
  const result = {
    files: 0,
    scopes: 0,
    lines: 0,
    refused: 0,
    unparsed: [] as string[],
    differences: [] as string[],
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const answer = JSON.parse(line) as PythonScopes;
    if (answer.scopes === undefined) {
      result.refused += 1;
      continue;
    }
    const text = readFileSync(answer.path, "utf8").replace(/^\uFEFF/, "");
    result.files += 1;
    result.scopes += answer.scopes.length;
    result.lines += text.split("\n").length;
    const ast = parser.parse(text);
    if (ast.errors.length > 0) {
      result.unparsed.push(answer.path);
      continue;
    }
    const own = engineScopes(ast, text);
    result.differences.push(...listDifference(answer.scopes, own).map((item) => `${answer.path}: ${item}`));
  }
  if (result.files + result.refused !== files.length)
    throw new Error(`${python} answered for ${result.files + result.refused} of ${files.length} files`);
  return result;
}

/** What is in one list and not in the other, counting repetitions. */
export function listDifference(python: readonly string[], engine: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const item of python) counts.set(item, (counts.get(item) ?? 0) + 1);
  for (const item of engine) counts.set(item, (counts.get(item) ?? 0) - 1);
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([item, count]) => (count > 0 ? `- ${item}` : `+ ${item}`));
}
