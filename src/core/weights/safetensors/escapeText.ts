/**
 * Characters that could fool a reader or drive a terminal: controls, line separators, bidirectional marks,
 * zero-width characters and the byte order mark. A tensor name comes from a file that anybody may have written.
 */
// eslint's no-control-regex is about accidents; here the control characters are the point, hence the escapes in a string.
const risky = new RegExp(
  "[\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]",
  "gu",
);

/** A text from a file made safe to print: risky characters and the backslash are written as escapes. */
export function escapeText(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll(risky, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
}
