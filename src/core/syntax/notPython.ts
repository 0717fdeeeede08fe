import type { Range } from "../text/range.js";
import type { RawNode } from "./raw.js";

/**
 * The grammar forgives what Python does not: two statements on a line without `;`, statements of Python 2, and lines of
 * one block that are indented differently.
 * @returns the statements of a block that are wrong
 */
export function notPython(text: string, block: RawNode, statements: readonly RawNode[]): Range[] {
  const wrong = statements.filter(
    ({ type, start }, index) =>
      type === "print_statement" ||
      type === "exec_statement" ||
      isCrowded(text, start, statements[index - 1]),
  );
  return [...wrong, ...misplaced(text, block, statements)].map(({ start, end }) => ({ start, end }));
}

/** True where nothing but blanks stands between a statement and the one before it. */
function isCrowded(text: string, start: number, before: RawNode | undefined): boolean {
  if (before === undefined || !/^[ \t\f]*$/.test(text.slice(before.end, start))) return false;
  return !/[\r\n]/.test(text.slice(Math.max(before.start, before.end - 1), before.end));
}

/** The statements of a block that begin in another column than its first one, or than the left margin in a file. */
function misplaced(text: string, block: RawNode, statements: readonly RawNode[]): RawNode[] {
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
