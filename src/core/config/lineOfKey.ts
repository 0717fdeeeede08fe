/**
 * The line (from 0) where a key of a valid TOML document is set, for messages: parsed TOML has no positions.
 * Table headers, dotted keys and inline tables are followed; items of lists lead to the line of their list or, where
 * it is written over several lines, to the item that is that many values further on.
 */
export function lineOfKey(text: string, path: readonly string[]): number {
  const lines = text.split("\n");
  let table: string[] = [];
  let best = { depth: 0, line: 0 };
  for (const [index, line] of lines.entries()) {
    const header = /^\s*\[\[?\s*([^\]]+?)\s*\]/.exec(line)?.[1];
    const assigned =
      header === undefined ? /^\s*((?:[\w-]+|"[^"]*"|'[^']*'|\s*\.\s*)+?)\s*=/.exec(line) : null;
    if (header !== undefined) table = keyParts(header);
    else if (assigned === null) continue;
    const full = [...table, ...keyParts(assigned?.[1] ?? "")];
    const depth = common(full, path);
    // Something else below the same table says nothing about the key that is looked for.
    if (depth < full.length || depth <= best.depth) continue;
    best = { depth, line: index + itemOffset(lines.slice(index), path[depth]) };
  }
  return best.line;
}

function keyParts(written: string): string[] {
  return [...written.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}

function common(full: readonly string[], path: readonly string[]): number {
  let depth = 0;
  while (depth < full.length && full[depth] === path[depth]) depth++;
  return depth;
}

/** How many lines below its key the item of a list stands. */
function itemOffset(lines: readonly string[], item: string | undefined): number {
  if (item === undefined || !/^\d+$/.test(item)) return 0;
  let left = Number(item);
  for (const [offset, line] of lines.entries()) {
    const value = offset === 0 ? line.slice(line.indexOf("=") + 1) : line;
    const count = [...value.matchAll(/"[^"]*"|'[^']*'|(#.*$)|[\w.+-]+/g)].filter(
      ([, comment]) => comment === undefined,
    ).length;
    if (left < count) return offset;
    left -= count;
  }
  return 0;
}
