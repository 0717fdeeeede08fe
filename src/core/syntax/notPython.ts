import type { Range } from "../text/range.js";
import type { RawNode } from "./raw.js";

/**
 * The grammar forgives what Python does not: two statements on a line without `;`, and statements of Python 2.
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
