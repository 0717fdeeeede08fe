/** How a parameter takes its value: by position or name, by name only, the rest of either, or by position only. */
export type ParameterKind = "positionalOnly" | "positional" | "keyword" | "star" | "doubleStar";

/** One parameter of a Python signature. */
export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  /** The default as Python source; absent when the parameter is required. */
  readonly default?: string;
  /** A type expression (`int`, `tensor`) where the signature states one to tell overloads apart. */
  readonly type?: string;
}

export interface Signature {
  readonly parameters: readonly Parameter[];
}

/** Thrown for text that is not a signature; a defect of a row, reported by `npm run generate`. */
export class SignatureError extends Error {
  override readonly name = "SignatureError";
}

/**
 * Reads a signature in Python syntax, without annotations except type expressions that tell overloads apart:
 * `(a, b=1, *c, d=None, **e)`, `(a, /, b)`, `(a, *, b)`.
 * @throws SignatureError naming the part that cannot be read
 */
export function parseSignature(text: string): Signature {
  const trimmed = text.trim();
  if (!trimmed.startsWith("(") || !trimmed.endsWith(")")) {
    throw new SignatureError(`"${text}" is not a signature: it has to start with "(" and end with ")".`);
  }
  const parameters: Parameter[] = [];
  let keywordOnly = false;
  for (const part of splitTopLevel(trimmed.slice(1, -1), ",")) {
    const piece = part.trim();
    if (piece === "") continue;
    if (piece === "*") {
      keywordOnly = true;
    } else if (piece === "/") {
      for (const [index, parameter] of parameters.entries())
        parameters[index] = { ...parameter, kind: "positionalOnly" };
    } else if (piece.startsWith("**")) {
      parameters.push(named(piece.slice(2), "doubleStar", text));
    } else if (piece.startsWith("*")) {
      parameters.push(named(piece.slice(1), "star", text));
      keywordOnly = true;
    } else {
      parameters.push(named(piece, keywordOnly ? "keyword" : "positional", text));
    }
  }
  const names = new Set(parameters.map((parameter) => parameter.name));
  if (names.size !== parameters.length) throw new SignatureError(`"${text}" names a parameter twice.`);
  return { parameters };
}

function named(piece: string, kind: ParameterKind, whole: string): Parameter {
  const [head = "", ...rest] = splitTopLevel(piece, "=");
  const [name = "", ...type] = splitTopLevel(head, ":").map((part) => part.trim());
  if (!/^[A-Za-z_]\w*$/.test(name))
    throw new SignatureError(`"${piece.trim()}" in "${whole}" is not a parameter.`);
  const stated = type.length === 0 ? {} : { type: type.join(":") };
  const value = rest.length === 0 ? {} : { default: rest.join("=").trim() };
  return { name, kind, ...stated, ...value };
}

/** Splits at a separator outside brackets and quotes. */
function splitTopLevel(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let current = "";
  for (const character of text) {
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"') quote = character;
    else if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) depth -= 1;
    else if (character === separator && depth === 0) {
      parts.push(current);
      current = "";
      continue;
    }
    current += character;
  }
  parts.push(current);
  return parts;
}
