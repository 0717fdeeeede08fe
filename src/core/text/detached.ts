/** V8 copies what is shorter; a longer part of a text keeps all of the text in memory for as long as the part is there. */
const shortest = 13;

/** The same text in memory of its own, for what is kept when the text that it is a part of is not. */
export function detached(part: string): string {
  return part.length < shortest ? part : (JSON.parse(JSON.stringify(part)) as string);
}
