// @ts-check

const width = 96;

/** A blank that `wrap` does not break at; it is printed as a plain blank. */
export const noBreak = "\u00a0";

/**
 * Breaks a line at blanks so that it fits the demo's width; a longer word is left whole.
 * @param {string} line
 * @param {{indent?: number, hanging?: number, ending?: string}} [options] blanks before the first line, before each
 *   further one, and what ends a line that goes on
 */
export function wrap(line, { indent = 0, hanging = indent, ending = "" } = {}) {
  /** @type {string[]} */
  const lines = [];
  let current = " ".repeat(indent);
  let empty = true;
  for (const word of line.split(" ")) {
    if (!empty && columns(`${current} ${word}${ending}`) > width) {
      lines.push(current + ending);
      current = " ".repeat(hanging);
      empty = true;
    }
    current += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, current].join("\n").replaceAll(noBreak, " ");
}

/** Columns that a terminal gives a text: Chinese characters take two. @param {string} text */
export function columns(text) {
  return [...text].reduce(
    (sum, character) => sum + (/[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]/u.test(character) ? 2 : 1),
    0,
  );
}

/**
 * A plain table with aligned columns; the last column is put to the right.
 * @param {readonly (readonly string[])[]} rows the first one is the head
 */
export function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => columns(row[column] ?? ""))),
  );
  const line = (/** @type {readonly string[]} */ row) =>
    row
      .map((cell, column) => {
        const blanks = " ".repeat((widths[column] ?? 0) - columns(cell));
        return column === row.length - 1 ? blanks + cell : cell + blanks;
      })
      .join("  ");
  const [head = [], ...body] = rows;
  return [line(head), widths.map((size) => "-".repeat(size)).join("  "), ...body.map(line)].join("\n");
}

/**
 * Counts the lines that differ between two texts: removed from the first and added in the second, by their longest
 * common subsequence.
 * @param {string} before
 * @param {string} after
 */
export function changedLines(before, after) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  let row = new Uint32Array(b.length + 1);
  for (const left of a) {
    const next = new Uint32Array(b.length + 1);
    for (const [j, right] of b.entries()) {
      next[j + 1] = left === right ? (row[j] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
    }
    row = next;
  }
  const common = row[b.length] ?? 0;
  return {
    removed: a.length - common,
    added: b.length - common,
    total: a.length - (a.at(-1) === "" ? 1 : 0),
  };
}
