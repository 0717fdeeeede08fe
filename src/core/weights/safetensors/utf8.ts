/** Strict UTF-8, because `core` has no TextDecoder and the reference accepts no malformed name. */

/** Longest run handed to one call, far below the limit on the number of arguments. */
const asciiRun = 512;

/** Position of the first malformed byte. */
export class Utf8Error extends Error {
  constructor(readonly position: number) {
    super(`malformed UTF-8 at byte ${position}`);
  }
}

/**
 * Decodes bytes[start, end).
 * @throws Utf8Error on an overlong form, a surrogate, a value above U+10FFFF or a cut sequence
 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  let at = start;
  while (at < end) {
    const first = bytes[at] ?? 0;
    if (first < 0x80) {
      // Runs of ASCII at once: a header can hold 100,000 names, and character by character each becomes a rope.
      let stop = at + 1;
      while (stop < end && stop - at < asciiRun && (bytes[stop] ?? 0) < 0x80) stop++;
      text += String.fromCharCode(...bytes.subarray(at, stop));
      at = stop;
      continue;
    }
    const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at + length > end) throw new Utf8Error(at);
    let value = first & (0xff >> (length + 1));
    for (let index = 1; index < length; index++) {
      const next = bytes[at + index] ?? 0;
      if ((next & 0xc0) !== 0x80) throw new Utf8Error(at);
      value = (value << 6) | (next & 0x3f);
    }
    const overlong = (length === 3 && value < 0x800) || (length === 4 && value < 0x10000);
    if (overlong || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) throw new Utf8Error(at);
    text += String.fromCodePoint(value);
    at += length;
  }
  return text;
}

/**
 * Encodes a string.
 * @throws RangeError on a lone surrogate, which UTF-8 cannot say
 */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 3);
  let at = 0;
  for (let index = 0; index < text.length; index++) {
    const value = text.codePointAt(index) ?? 0;
    if (value < 0x80) {
      bytes[at++] = value;
    } else if (value < 0x800) {
      bytes[at++] = 0xc0 | (value >> 6);
      bytes[at++] = 0x80 | (value & 0x3f);
    } else if (value < 0x10000) {
      if (value >= 0xd800 && value <= 0xdfff) throw new RangeError(`lone surrogate at index ${index}`);
      bytes[at++] = 0xe0 | (value >> 12);
      bytes[at++] = 0x80 | ((value >> 6) & 0x3f);
      bytes[at++] = 0x80 | (value & 0x3f);
    } else {
      index += 1;
      bytes[at++] = 0xf0 | (value >> 18);
      bytes[at++] = 0x80 | ((value >> 12) & 0x3f);
      bytes[at++] = 0x80 | ((value >> 6) & 0x3f);
      bytes[at++] = 0x80 | (value & 0x3f);
    }
  }
  return bytes.slice(0, at);
}

/** Orders two byte strings as the reference orders names: byte by byte, a prefix first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
