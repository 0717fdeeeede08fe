import type { Rewrite } from "../text/edits.js";
import type { Range } from "../text/range.js";

/** The parts of a rewrite's range that it does not keep. */
export function removedRanges(rewrite: Rewrite): Range[] {
  const kept = rewrite.parts.filter((part) => typeof part !== "string").toSorted((a, b) => a.start - b.start);
  const ranges: Range[] = [];
  let position = rewrite.start;
  for (const part of kept) {
    if (part.start > position) ranges.push({ start: position, end: part.start });
    position = Math.max(position, part.end);
  }
  if (rewrite.end > position) ranges.push({ start: position, end: rewrite.end });
  return ranges;
}
