/** One argument of a call in a proof: its text, and its name when it is given by keyword. */
export interface TextArgument {
  readonly name?: string;
  readonly text: string;
}

/** A call found in a piece of Python source. */
export interface TextCall {
  /** Offsets of the text between the parentheses. */
  readonly start: number;
  readonly end: number;
  readonly arguments: readonly TextArgument[];
}

/**
 * Finds the first call of `callee` (`torch.cat`, `.view`, `nn.Linear`) and takes its arguments apart.
 * Proofs are written by us, so brackets and quotes are enough of a grammar.
 */
export function findCall(source: string, callees: readonly string[]): TextCall | undefined {
  for (const callee of callees) {
    const pattern = new RegExp(
      `${callee.startsWith(".") ? "" : "(?<![\\w.])"}${callee.replaceAll(".", "\\.")}\\(`,
    );
    const found = pattern.exec(source);
    if (found === null) continue;
    const start = found.index + found[0].length;
    const end = closing(source, start);
    const parts = splitArguments(source.slice(start, end));
    return { start, end, arguments: parts.map(toArgument) };
  }
  return undefined;
}

function closing(source: string, from: number): number {
  let depth = 0;
  for (let index = from; index < source.length; index += 1) {
    const character = source[index] ?? "";
    if (character === "'" || character === '"') index = source.indexOf(character, index + 1);
    else if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) {
      if (depth === 0) return index;
      depth -= 1;
    }
  }
  throw new Error(`a call in "${source}" is not closed`);
}

function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let position = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === "'" || character === '"') index = text.indexOf(character, index + 1);
    else if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) depth -= 1;
    else if (character === "," && depth === 0) {
      parts.push(text.slice(position, index));
      position = index + 1;
    }
  }
  parts.push(text.slice(position));
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function toArgument(part: string): TextArgument {
  const keyword = /^([A-Za-z_]\w*)\s*=(?!=)\s*(.*)$/s.exec(part);
  return keyword === null ? { text: part } : { name: keyword[1] ?? "", text: keyword[2] ?? "" };
}

/** The source with the call's arguments replaced. */
export function replaceArguments(source: string, call: TextCall, given: readonly TextArgument[]): string {
  const text = given
    .map(({ name, text: value }) => (name === undefined ? value : `${name}=${value}`))
    .join(", ");
  return source.slice(0, call.start) + text + source.slice(call.end);
}
