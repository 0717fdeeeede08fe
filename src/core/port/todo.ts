import type { Finding } from "../lint/finding.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { Stmt } from "../syntax/ast.js";
import { childStatements } from "../syntax/walk.js";
import type { TextEdit } from "../text/edits.js";

/** Comments above the lines of what is left open, so that the file still parses and says what is to be done. */
export function todoEdits(module: SourceModule, open: readonly Finding[]): TextEdit[] {
  const eol = module.text.includes("\r\n") ? "\r\n" : "\n";
  const byPlace = new Map<number, string[]>();
  for (const finding of open) {
    if (!finding.blocks || finding.code === "PP900" || finding.code === "PP009") continue;
    const statement = innermost(module.ast.body, finding.range.start);
    const line = module.lines.positionAt(statement?.start ?? finding.range.start).line;
    const lineStart = module.lines.lineStart(line);
    // A byte order mark stays the first of all.
    const start = module.text.startsWith("\uFEFF", lineStart) ? lineStart + 1 : lineStart;
    const indent = /^[ \t\f]*/.exec(module.text.slice(start))?.[0] ?? "";
    const text = `${indent}# TODO(paddle-port ${finding.code}): ${finding.message.replaceAll(/\s+/g, " ")}${eol}`;
    const texts = byPlace.get(start) ?? [];
    if (!texts.includes(text) && !alreadyThere(module, line, text)) texts.push(text);
    byPlace.set(start, texts);
  }
  return [...byPlace]
    .filter(([, texts]) => texts.length > 0)
    .map(([offset, texts]) => ({ start: offset, end: offset, text: texts.join("") }));
}

/** A port of a port adds nothing: the same comment is not written twice. */
function alreadyThere(module: SourceModule, line: number, text: string): boolean {
  for (let above = line - 1; above >= 0; above--) {
    const source = module.text.slice(module.lines.lineStart(above), module.lines.lineStart(above + 1));
    if (!source.includes("# TODO(paddle-port ")) return false;
    if (source.trim() === text.trim()) return true;
  }
  return false;
}

function innermost(body: readonly Stmt[], offset: number): Stmt | undefined {
  for (const statement of body) {
    if (statement.start <= offset && offset < statement.end)
      return innermost(childStatements(statement), offset) ?? statement;
  }
  return undefined;
}
