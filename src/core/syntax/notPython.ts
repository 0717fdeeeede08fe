import type { Range } from "../text/range.js";
import type { RawNode } from "./raw.js";

/**
 * The grammar forgives what Python does not: two statements on a line without `;`, statements of Python 2, and lines of
 * one block that are indented differently.
 * @returns what is wrong with a statement of a block, and with the one that follows it there
 */
export function notPython(text: string, statement: RawNode, next: RawNode | undefined): Range[] {
  const found: Range[] = [];
  if (statement.type === "print_statement" || statement.type === "exec_statement")
    found.push({ start: statement.start, end: statement.end });
  if (
    next !== undefined &&
    /^[ \t\f]*$/.test(text.slice(statement.end, next.start)) &&
    !/[\r\n]/.test(text.slice(Math.max(statement.start, statement.end - 1), statement.end))
  )
    found.push({ start: next.start, end: next.end });
  return found;
}

/** The statements of a block that begin in another column than its first one, or than the left margin in a file. */
export function misplaced(text: string, block: RawNode, statements: readonly RawNode[]): Range[] {
  let expected = block.type === "module" ? 0 : undefined;
  return statements.filter(({ start }) => {
    const column = columnOf(text, start);
    expected ??= column;
    return column !== undefined && column !== expected;
  });
}

/** The column in which a line's first statement begins, with tabs to multiples of 8; undefined for a later statement. */
function columnOf(text: string, start: number): number | undefined {
  let begin = start;
  while (begin > 0 && " \t\f".includes(text.charAt(begin - 1))) begin -= 1;
  if (begin > 0 && !"\r\n".includes(text.charAt(begin - 1))) return undefined;
  // A line that goes on from the one above has that one's indentation.
  if (/\\(\r\n|\r|\n)$/.test(text.slice(Math.max(0, begin - 3), begin))) return undefined;
  let column = 0;
  for (const character of text.slice(begin, start)) {
    if (character === "\t") column += 8 - (column % 8);
    else column = character === "\f" ? 0 : column + 1;
  }
  return column;
}
