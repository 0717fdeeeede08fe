import type { Range } from "./range.js";
import { contains } from "./range.js";

/** Replace `range` by `text`. An empty range inserts. */
export interface TextEdit extends Range {
  readonly text: string;
}

/** Thrown when two edits claim the same code units: a defect in a rule, never a user's mistake. */
export class OverlappingEditsError extends Error {
  override readonly name = "OverlappingEditsError";
}

/**
 * Puts edits in order of position, drops exact repetitions and verifies that none overlap.
 * Two insertions at one place keep the order in which they were given.
 */
export function sortEdits(edits: readonly TextEdit[]): TextEdit[] {
  const seen = new Set<string>();
  const unique = edits.filter((edit) => {
    const key = `${edit.start}:${edit.end}:${edit.text}`;
    if (edit.start !== edit.end && seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const sorted = unique
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index)
    .map(({ edit }) => edit);
  for (const [index, edit] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next !== undefined && next.start < edit.end) {
      throw new OverlappingEditsError(
        `edits ${edit.start}-${edit.end} "${edit.text}" and ${next.start}-${next.end} "${next.text}" overlap`,
      );
    }
  }
  return sorted;
}

/** The text after all edits. Everything outside their ranges survives byte for byte. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let position = 0;
  for (const edit of sortEdits(edits)) {
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + text.slice(position);
}

/**
 * A replacement that keeps parts of what it replaces: text of our own, and ranges of the source in any order.
 * Edits inside the kept ranges still apply, so nested fixes compose.
 */
export interface Rewrite extends Range {
  readonly parts: readonly (string | KeptRange)[];
}

/** A range of the source that a rewrite keeps, perhaps in several copies that differ. */
export interface KeptRange extends Range {
  /** Rewrites of this copy alone. */
  readonly rewrites?: readonly Rewrite[];
  /** Within it only the copy's own rewrites count. */
  readonly own?: Range;
}

/** Turns an edit into the rewrite that keeps nothing. */
export function toRewrite(edit: TextEdit): Rewrite {
  return { start: edit.start, end: edit.end, parts: edit.text === "" ? [] : [edit.text] };
}

/**
 * Combines rewrites that are nested or apart into edits that do not overlap.
 * Of two rewrites of the same range the first given is the outer one. An insertion at the edge of a rewrite stands
 * outside it. A rewrite inside a range that an outer one does not keep disappears with it.
 */
export function composeRewrites(text: string, rewrites: readonly Rewrite[]): TextEdit[] {
  const ordered = rewrites
    .map((rewrite, index) => ({ rewrite, index }))
    .sort((a, b) => compare(a.rewrite, b.rewrite) || a.index - b.index)
    .map(({ rewrite }) => rewrite);
  const edits: TextEdit[] = [];
  composeWithin(ordered, text, edits);
  return sortEdits(edits);
}

/** By start; insertions before what begins at the same place, outer rewrites before inner ones. */
function compare(a: Rewrite, b: Rewrite): number {
  if (a.start !== b.start) return a.start - b.start;
  const [aInserts, bInserts] = [a.start === a.end, b.start === b.end];
  if (aInserts !== bInserts) return aInserts ? -1 : 1;
  if (a.end !== b.end) return b.end - a.end;
  // What is put around a range stays around whatever else becomes of the range itself.
  return Number(keepsAll(b)) - Number(keepsAll(a));
}

function keepsAll(rewrite: Rewrite): boolean {
  return rewrite.parts.some(
    (part) => typeof part !== "string" && part.start === rewrite.start && part.end === rewrite.end,
  );
}

/** @param ordered rewrites of one window, sorted by `compare` */
function composeWithin(ordered: readonly Rewrite[], text: string, edits: TextEdit[]): void {
  for (let index = 0; index < ordered.length;) {
    const rewrite = ordered[index];
    if (rewrite === undefined) return;
    const inner: Rewrite[] = [];
    let next = index + 1;
    for (
      let other = ordered[next];
      other !== undefined && other.start < rewrite.end;
      other = ordered[++next]
    ) {
      if (other.end > rewrite.end) {
        throw new OverlappingEditsError(
          `rewrites ${rewrite.start}-${rewrite.end} and ${other.start}-${other.end} cross each other`,
        );
      }
      inner.push(other);
    }
    if (keepsOrder(rewrite)) emitInOrder(rewrite, inner, text, edits);
    else edits.push({ start: rewrite.start, end: rewrite.end, text: render(rewrite, inner, text) });
    index = next;
  }
}

/** The rewrites that lie within a kept range, with the copy's own; an insertion at its edges belongs to it. */
function within(range: KeptRange, ordered: readonly Rewrite[]): Rewrite[] {
  const { own, rewrites } = range;
  const inner = ordered.filter(
    (rewrite) => contains(range, rewrite) && (own === undefined || !contains(own, rewrite)),
  );
  return rewrites === undefined ? inner : [...rewrites, ...inner].toSorted(compare);
}

function keepsOrder(rewrite: Rewrite): boolean {
  let position = rewrite.start;
  for (const part of rewrite.parts) {
    if (typeof part === "string") continue;
    if (part.start < position || part.end > rewrite.end) return false;
    position = part.end;
  }
  return true;
}

/** Kept ranges in source order become edits of the gaps between them, so that only what changes is touched. */
function emitInOrder(rewrite: Rewrite, inner: readonly Rewrite[], text: string, edits: TextEdit[]): void {
  let position = rewrite.start;
  let pending = "";
  const flush = (upTo: number): void => {
    if (pending !== text.slice(position, upTo)) edits.push({ start: position, end: upTo, text: pending });
    pending = "";
  };
  for (const part of rewrite.parts) {
    if (typeof part === "string") {
      pending += part;
      continue;
    }
    flush(part.start);
    composeWithin(within(part, inner), text, edits);
    position = part.end;
  }
  flush(rewrite.end);
}

function render(rewrite: Rewrite, inner: readonly Rewrite[], text: string): string {
  return rewrite.parts
    .map((part) => (typeof part === "string" ? part : renderRange(part, inner, text)))
    .join("");
}

function renderRange(range: KeptRange, ordered: readonly Rewrite[], text: string): string {
  const edits: TextEdit[] = [];
  composeWithin(within(range, ordered), text, edits);
  const shifted = edits.map((edit) => ({
    ...edit,
    start: edit.start - range.start,
    end: edit.end - range.start,
  }));
  return applyEdits(text.slice(range.start, range.end), shifted);
}
