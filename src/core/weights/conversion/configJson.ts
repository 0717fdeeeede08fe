/** A member of a JSON object: where its key begins and its value ends, in UTF-16 units. */
interface Member {
  readonly key: string;
  readonly start: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly end: number;
}

/**
 * Adapts a Hugging Face config.json for PaddleNLP: `torch_dtype` becomes `dtype`, `transformers_version` goes, also in
 * nested `*_config` objects. Everything else keeps its spelling: parsing and printing would turn 10000.0 into 10000,
 * which is another type in Python.
 * @throws SyntaxError when the text is no JSON object
 */
export function adaptConfig(text: string): string {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new SyntaxError("not a JSON object");
  return adaptObject(text, text.indexOf("{")).text;
}

/** Rewrites the object that begins at `start`; returns the whole text with it, as the offsets before it stay valid. */
function adaptObject(text: string, start: number): { text: string } {
  const members = membersOf(text, start);
  const hasDtype = members.some((member) => member.key === "dtype");
  let result = text;
  // From the end, so that offsets of members further ahead stay valid.
  for (let index = members.length - 1; index >= 0; index--) {
    const member = members[index];
    if (member === undefined) continue;
    if (member.key === "transformers_version" || (member.key === "torch_dtype" && hasDtype)) {
      result = removeMember(result, members, index);
    } else if (member.key === "torch_dtype") {
      result = `${result.slice(0, member.start)}"dtype"${result.slice(member.keyEnd)}`;
    } else if (member.key.endsWith("_config") && result[member.valueStart] === "{") {
      result = adaptObject(result, member.valueStart).text;
    }
  }
  return { text: result };
}

function removeMember(text: string, members: readonly Member[], index: number): string {
  const member = members[index];
  if (member === undefined) return text;
  // With the comma and the space before it; the first member goes up to the start of its successor instead, which is
  // found in the text, because members behind it may have been rewritten already.
  const previous = members[index - 1];
  if (previous !== undefined) return text.slice(0, previous.end) + text.slice(member.end);
  let next = skipSpace(text, member.end);
  if (text[next] === ",") next = skipSpace(text, next + 1);
  else return text.slice(0, member.start) + text.slice(member.end);
  return text.slice(0, member.start) + text.slice(next);
}

/** The members of the object at `start`. The text is known to be JSON, so only brackets and strings are followed. */
function membersOf(text: string, start: number): Member[] {
  const members: Member[] = [];
  let at = skipSpace(text, start + 1);
  while (text[at] === '"') {
    const keyEnd = skipString(text, at);
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = skipValue(text, valueStart);
    members.push({ key: String(JSON.parse(text.slice(at, keyEnd))), start: at, keyEnd, valueStart, end });
    at = skipSpace(text, end);
    if (text[at] !== ",") break;
    at = skipSpace(text, at + 1);
  }
  return members;
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (/[ \t\r\n]/u.test(text[next] ?? "")) next++;
  return next;
}

function skipString(text: string, at: number): number {
  let next = at + 1;
  while (text[next] !== '"') next += text[next] === "\\" ? 2 : 1;
  return next + 1;
}

function skipValue(text: string, at: number): number {
  let depth = 0;
  let next = at;
  for (;;) {
    const char = text[next];
    if (char === undefined) return next;
    if (char === '"') {
      next = skipString(text, next);
    } else {
      if (char === "{" || char === "[") depth++;
      if (char === "}" || char === "]") depth--;
      // A closing bracket or comma below the value's own level ends a number or a word, and is not part of it.
      if (depth < 0 || (depth === 0 && char === ",")) return trimEnd(text, at, next);
      next++;
    }
    if (depth === 0 && (text[at] === '"' || text[at] === "{" || text[at] === "[")) return next;
  }
}

function trimEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
