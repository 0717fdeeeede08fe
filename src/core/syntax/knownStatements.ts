import type { Stmt } from "./ast.js";
import type { RawNode } from "./raw.js";

/** A statement as it was built from one version of a text, and where in it. Moved along with its text. */
export interface KnownStatement {
  /** Of the node it was built from. */
  readonly type: string;
  start: number;
  end: number;
  readonly statements: readonly Stmt[];
  /** Its expressions have the ids from this one on, as many as `ids`. */
  firstId: number;
  readonly ids: number;
  /** How many statements it is in. */
  readonly depth: number;
  /** Those directly in it. */
  readonly inner: readonly KnownStatement[];
}

/**
 * Looks for what was built before for a node of the next version.
 * @param depth how many statements the node is in
 */
export type FindKnown = (node: RawNode, depth: number) => KnownStatement | undefined;

/** What one text became another by: everything outside of it is the same in both. */
export interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** The smallest change that leads from one text to another; it never divides a surrogate pair. */
export function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start -= 1;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same += 1;
  if (same > 0 && isLowSurrogate(before.charCodeAt(before.length - same))) same -= 1;
  return { start, oldEnd: before.length - same, newEnd: after.length - same };
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}

/**
 * Finds the statements of a text in its next version. Both versions are free of errors: then the same text at the same
 * depth that is a statement of the same kind in both is the same statement.
 */
export function knownStatements(all: readonly KnownStatement[], change: Change): FindKnown {
  const byStart = new Map<number, KnownStatement>();
  const note = (statements: readonly KnownStatement[]): void => {
    for (const statement of statements) {
      if (statement.end <= change.start || statement.start >= change.oldEnd)
        byStart.set(statement.start, statement);
      // What is around the change cannot stay, but what is in it may; what is apart from it is found as a whole.
      else note(statement.inner);
    }
  };
  note(all);
  return (node, depth) => {
    const after = node.start >= change.newEnd;
    if (!after && node.end > change.start) return undefined;
    const by = after ? change.oldEnd - change.newEnd : 0;
    const known = byStart.get(node.start + by);
    return known?.end === node.end + by && known.type === node.type && known.depth === depth
      ? known
      : undefined;
  };
}

/** Puts a statement, with all that is in it, where the next version has it. */
export function moveStatement(known: KnownStatement, by: number, ids: number): void {
  if (by === 0 && ids === 0) return;
  move(known.statements, by, ids);
  moveKnown(known, by, ids);
}

function moveKnown(known: KnownStatement, by: number, ids: number): void {
  known.start += by;
  known.end += by;
  known.firstId += ids;
  for (const inner of known.inner) moveKnown(inner, by, ids);
}

/**
 * The abstract syntax is never changed by those who read it. Moving is the one exception, and done in place so that what
 * is remembered of a node by its identity stays.
 */
function move(value: object, by: number, ids: number): void {
  if (Array.isArray(value)) {
    for (const item of value) if (isObject(item)) move(item, by, ids);
    return;
  }
  const node = value as Record<string, unknown>;
  for (const key in node) {
    const part = node[key];
    if (isObject(part)) move(part, by, ids);
    else if (typeof part === "number") {
      if (key === "start" || key === "end") node[key] = part + by;
      else if (key === "id") node[key] = part + ids;
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
