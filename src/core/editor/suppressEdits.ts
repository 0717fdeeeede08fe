import type { TextEdit } from "../text/edits.js";

/** The comment that silences a rule on the line of an offset; a comment that does so for others takes the code in. */
export function suppressLine(text: string, offset: number, code: string): TextEdit {
  const start = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  const rest = /[\r\n]/.exec(text.slice(offset));
  const end = rest === null ? text.length : offset + rest.index;
  const line = text.slice(start, end);
  const known = /#\s*paddle-port:\s*ignore\[([^\]]*)\]/.exec(line);
  if (known?.[1] !== undefined) {
    const at = start + known.index + known[0].length - 1;
    return { start: at, end: at, text: known[1].trim() === "" ? code : `, ${code}` };
  }
  const trimmed = line.trimEnd().length;
  return { start: start + trimmed, end: start + trimmed, text: `  # paddle-port: ignore[${code}]` };
}

/** The comment that silences a rule in a file, below what has to stay on top: the interpreter and coding lines. */
export function suppressFile(text: string, code: string): TextEdit {
  const known = /^#\s*paddle-port:\s*ignore-file\[([^\]]*)\]/m.exec(text);
  if (known?.[1] !== undefined) {
    const at = known.index + known[0].length - 1;
    return { start: at, end: at, text: `, ${code}` };
  }
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const top = /^(?:\ufeff)?(?:#!.*(?:\r\n|\n|\r))?(?:#.*coding[:=].*(?:\r\n|\n|\r))?/.exec(text);
  const at = top?.[0].length ?? 0;
  return { start: at, end: at, text: `# paddle-port: ignore-file[${code}]${eol}` };
}
