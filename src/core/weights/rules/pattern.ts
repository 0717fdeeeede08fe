/**
 * A pattern over tensor names. It is matched against whole names, segment by segment (segments are what dots separate):
 * `{N}` (an upper-case name) is a number, `{part}` a segment or part of one, `{rest...}` one or more segments.
 * Everything else stands for itself. `encoder.layer.{N}.{rest...}` matches `encoder.layer.11.output.dense.weight`.
 */
export interface Pattern {
  readonly text: string;
  readonly captures: ReadonlySet<string>;
  /** What the captures hold when the whole name matches, else undefined. */
  match(name: string): ReadonlyMap<string, string> | undefined;
}

const capture = /\{([^{}]*)\}/g;
const captureName = /^[A-Za-z][A-Za-z0-9_]*(\.\.\.)?$/;

/** What is wrong with a pattern, as a sentence. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}

/**
 * Reads a pattern.
 * @throws PatternError on unbalanced braces, a capture used twice, or more than one `{…...}`
 */
export function parsePattern(text: string): Pattern {
  const names = captureNames(text);
  if (new Set(names).size < names.length)
    throw new PatternError(`the pattern "${text}" uses one capture twice.`);
  const open = [...text.matchAll(capture)].filter((found) => found[1]?.endsWith("...") === true);
  if (open.length > 1) throw new PatternError(`the pattern "${text}" has more than one {…...}.`);
  let source = "";
  let last = 0;
  for (const found of text.matchAll(capture)) {
    source += escape(text.slice(last, found.index)) + group(found[1] ?? "");
    last = found.index + found[0].length;
  }
  const expression = new RegExp(`^${source}${escape(text.slice(last))}$`, "u");
  return {
    text,
    captures: new Set(names),
    match: (name) => {
      const found = expression.exec(name);
      return found === null ? undefined : new Map(names.map((key, index) => [key, found[index + 1] ?? ""]));
    },
  };
}

/**
 * Fills a template such as `layers.{N}.{rest...}` with what a pattern captured.
 * @throws PatternError when it asks for a capture that `values` does not have
 */
export function fillTemplate(template: string, values: ReadonlyMap<string, string>): string {
  return template.replaceAll(capture, (whole, name: string) => {
    const value = values.get(bare(name));
    if (value === undefined)
      throw new PatternError(`"${template}" uses ${whole}, which the pattern does not capture.`);
    return value;
  });
}

/**
 * The captures of a pattern or template, without the dots of `{rest...}`.
 * @throws PatternError on unbalanced braces or an impossible name
 */
export function captureNames(text: string): string[] {
  if (/[{}]/.test(text.replaceAll(capture, "")))
    throw new PatternError(`"${text}" has a brace without its partner.`);
  return [...text.matchAll(capture)].map((found) => {
    const name = found[1] ?? "";
    if (!captureName.test(name)) {
      throw new PatternError(`"${text}" has the capture {${name}}; write {N}, {name} or {rest...}.`);
    }
    return bare(name);
  });
}

function bare(name: string): string {
  return name.replace(/\.\.\.$/, "");
}

function group(name: string): string {
  if (name.endsWith("...")) return "([^.]+(?:\\.[^.]+)*)";
  return /^[A-Z]/.test(name) ? "(\\d+)" : "([^.]+)";
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}
