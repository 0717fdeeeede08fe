/** A place in a text; both count from 0, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets of one text into lines and columns and back. `\n`, `\r\n` and a lone `\r` end a line, as in Python. */
export class LineIndex {
  /** Found when they are first asked for: many texts are never asked. */
  #found: readonly number[] | undefined;

  constructor(private readonly text: string) {}

  get #starts(): readonly number[] {
    return (this.#found ??= lineStarts(this.text));
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  positionAt(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStart(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: offset - this.lineStart(low) };
  }

  offsetAt(position: Position): number {
    return Math.min(this.lineStart(position.line) + position.column, this.text.length);
  }

  /** Offset of the first code unit of a line; the end of the text for lines past the last. */
  lineStart(line: number): number {
    return this.#starts[line] ?? this.text.length;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  const breaks = /\r\n|\n|\r/g;
  while (breaks.exec(text) !== null) starts.push(breaks.lastIndex);
  return starts;
}

/** How the lines of a text end: as its first one does. */
export function lineEndOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}
