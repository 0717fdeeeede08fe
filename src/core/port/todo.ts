import type { Finding } from "../lint/finding.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { Stmt } from "../syntax/ast.js";
import { childStatements } from "../syntax/walk.js";
import type { TextEdit } from "../text/edits.js";
import { lineEndOf } from "../text/lineIndex.js";
import { enclosing } from "../text/range.js";

/** How the comments begin that are written here; lint/paddleCode.ts knows them again. */
const mark = "# TODO(paddle-port ";

/** What shows in the text by itself: syntax errors, and the marks of an earlier port or of a converter. */
const marked = new Set(["PP009", "PP012", "PP900"]);

/** Comments above the lines of what is left open, so that the file still parses and says what is to be done. */
export function todoEdits(module: SourceModule, open: readonly Finding[]): TextEdit[] {
  const eol = lineEndOf(module.text);
  const within = enclosing(module.ast.errors);
  const byPlace = new Map<number, string[]>();
  for (const finding of open) {
    if (!finding.blocks || marked.has(finding.code)) continue;
    const line = module.lines.positionAt(beginning(module, finding.range.start)).line;
    const lineStart = module.lines.lineStart(line);
    // A byte order mark stays the first of all.
    const start = module.text.startsWith("\uFEFF", lineStart) ? lineStart + 1 : lineStart;
    // What could not be parsed stays as it is.
    if (within({ start, end: start }).some((error) => error.start < start && start < error.end)) continue;
    const indent = /^[ \t\f]*/.exec(module.text.slice(start))?.[0] ?? "";
    const text = `${indent}${mark}${finding.code}): ${finding.message.replaceAll(/\s+/g, " ")}${eol}`;
    const texts = byPlace.get(start) ?? [];
    if (!texts.includes(text) && !alreadyThere(module, line, text)) texts.push(text);
    byPlace.set(start, texts);
  }
  return [...byPlace]
    .filter(([, texts]) => texts.length > 0)
    .map(([offset, texts]) => ({ start: offset, end: offset, text: texts.join("") }));
}

/**
 * Tells whether an earlier port has left the statement at an offset to be done by hand, with a comment above it: until
 * that comment is gone, the statement is a person's, even where more is known of it by now.
 */
export function leftBefore(module: SourceModule): (offset: number) => boolean {
  if (!module.text.includes(mark)) return () => false;
  return (offset) => {
    const { line } = module.lines.positionAt(beginning(module, offset));
    return (
      line > 0 &&
      lineText(module, line - 1)
        .trimStart()
        .startsWith(mark)
    );
  };
}

function lineText(module: SourceModule, line: number): string {
  return module.text.slice(module.lines.lineStart(line), module.lines.lineStart(line + 1));
}

/** What is known of a type reads differently once the code around it is ported. */
function withoutReason(comment: string): string {
  return comment.trim().replace(/ \(.*\)(?=\. Annotate it)/, "");
}

/** A port of a port adds nothing: the same comment is not written twice. */
function alreadyThere(module: SourceModule, line: number, text: string): boolean {
  for (let above = line - 1; above >= 0; above--) {
    const source = lineText(module, above);
    if (!source.includes(mark)) return false;
    if (withoutReason(source) === withoutReason(text)) return true;
  }
  return false;
}

/**
 * Where the innermost statement around an offset starts that has a line to itself: above one that stands behind a `;`
 * or a `:`, the line may begin inside a string, and after a backslash a comment would end the statement.
 */
function beginning(module: SourceModule, offset: number): number {
  let found = offset;
  let body: readonly Stmt[] = module.ast.body;
  for (;;) {
    const index = body.findIndex((statement) => statement.start <= offset && offset < statement.end);
    const statement = body[index];
    if (statement === undefined) return found;
    const first = body.slice(0, index + 1).findLast((earlier) => beginsLine(module, earlier.start));
    if (first !== undefined) found = first.start;
    else if (body === module.ast.body) found = statement.start;
    body = childStatements(statement);
  }
}

function beginsLine(module: SourceModule, offset: number): boolean {
  const { line } = module.lines.positionAt(offset);
  const start = module.lines.lineStart(line);
  if (!/^[\uFEFF \t\f]*$/.test(module.text.slice(start, offset))) return false;
  return line === 0 || !/\\[\r\n]*$/.test(module.text.slice(module.lines.lineStart(line - 1), start));
}
