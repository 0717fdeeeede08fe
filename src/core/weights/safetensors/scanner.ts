import { SafetensorsError, type SafetensorsErrorCode } from "./errors.js";
import { decodeUtf8, Utf8Error } from "./utf8.js";

const simpleEscapes = new Map<number, string>([
  [0x22, '"'],
  [0x5c, "\\"],
  [0x2f, "/"],
  [0x62, "\b"],
  [0x66, "\f"],
  [0x6e, "\n"],
  [0x72, "\r"],
  [0x74, "\t"],
]);

/**
 * Reads the JSON of a safetensors header byte by byte. `JSON.parse` is no substitute: it drops duplicate keys,
 * accepts 4.0 where an integer must stand, rounds above 2^53 and takes lone surrogates.
 */
export class HeaderScanner {
  /** The tensor being read, for error messages. */
  tensor: string | undefined;
  private at: number;

  /**
   * @param bytes the bytes of the header (or of anything that ends with it)
   * @param start where the JSON begins in `bytes`
   * @param fileOffset what to add to a position in `bytes` to get one in the file
   */
  constructor(
    private readonly bytes: Uint8Array,
    start: number,
    private readonly fileOffset: number,
  ) {
    this.at = start;
  }

  /** Position in the file of the next unread byte. */
  get position(): number {
    return this.at + this.fileOffset;
  }

  fail(code: SafetensorsErrorCode, detail: string, position = this.position): never {
    throw new SafetensorsError(code, detail, position, this.tensor);
  }

  /** Skips the four JSON whitespace characters; a NUL is not one. */
  space(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return;
      this.at += 1;
    }
  }

  /** Fails unless only whitespace is left. */
  end(): void {
    this.space();
    if (this.at < this.bytes.length) this.fail("invalid-json", "the header goes on after its closing brace");
  }

  /** Consumes `char` after whitespace, if it comes next. */
  accept(char: string): boolean {
    this.space();
    if (this.bytes[this.at] !== char.charCodeAt(0)) return false;
    this.at += 1;
    return true;
  }

  /** Consumes `char` after whitespace, or fails. */
  expect(char: string, where: string): void {
    if (this.accept(char)) return;
    const found = this.bytes[this.at];
    const what = found === undefined ? "the end of the header" : describe(found);
    this.fail("invalid-json", `expected ${char} ${where}, found ${what}`);
  }

  /** Consumes the word `null`, if it comes next. */
  acceptNull(): boolean {
    this.space();
    const isNull = [0x6e, 0x75, 0x6c, 0x6c].every((byte, index) => this.bytes[this.at + index] === byte);
    if (isNull) this.at += 4;
    return isNull;
  }

  /** Reads a JSON object, calling `member` for each key with the scanner standing at the value. */
  object(where: string, member: (key: string, keyPosition: number) => void): void {
    this.expect("{", where);
    if (this.accept("}")) return;
    do {
      this.space();
      const keyPosition = this.position;
      const key = this.string(`as a key ${where}`);
      this.expect(":", "after a key");
      member(key, keyPosition);
    } while (this.accept(","));
    this.expect("}", where);
  }

  /** Reads a JSON array of non-negative integers. */
  integers(where: string): number[] {
    const values: number[] = [];
    this.expect("[", where);
    if (this.accept("]")) return values;
    do values.push(this.integer(where));
    while (this.accept(","));
    this.expect("]", where);
    return values;
  }

  /** Reads a JSON string. */
  string(where: string): string {
    this.expect('"', where);
    let text = "";
    let start = this.at;
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined) this.fail("invalid-json", "the header ends inside a string");
      if (byte < 0x20) this.fail("invalid-json", `unescaped ${describe(byte)} in a string`);
      if (byte !== 0x22 && byte !== 0x5c) {
        this.at += 1;
        continue;
      }
      text += this.decode(start, this.at);
      this.at += 1;
      if (byte === 0x22) return text;
      text += this.escape();
      start = this.at;
    }
  }

  private decode(start: number, end: number): string {
    try {
      return decodeUtf8(this.bytes, start, end);
    } catch (error) {
      if (!(error instanceof Utf8Error)) throw error;
      return this.fail("invalid-utf8", "malformed UTF-8 in the header", error.position + this.fileOffset);
    }
  }

  private escape(): string {
    const letter = this.bytes[this.at];
    const simple = letter === undefined ? undefined : simpleEscapes.get(letter);
    if (simple !== undefined) {
      this.at += 1;
      return simple;
    }
    if (letter !== 0x75) this.fail("invalid-json", "unknown escape in a string");
    this.at += 1;
    const first = this.hex4();
    if (first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
    const paired = first < 0xdc00 && this.bytes[this.at] === 0x5c && this.bytes[this.at + 1] === 0x75;
    if (!paired) this.fail("invalid-json", "lone surrogate escape in a string");
    this.at += 2;
    const second = this.hex4();
    if (second < 0xdc00 || second > 0xdfff) this.fail("invalid-json", "lone surrogate escape in a string");
    return String.fromCharCode(first, second);
  }

  private hex4(): number {
    let value = 0;
    for (let count = 0; count < 4; count++) {
      const byte = this.bytes[this.at] ?? 0;
      const lower = byte | 0x20;
      const digit =
        byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : lower >= 0x61 && lower <= 0x66 ? lower - 87 : -1;
      if (digit < 0) this.fail("invalid-json", "\\u needs four hexadecimal digits");
      value = value * 16 + digit;
      this.at += 1;
    }
    return value;
  }

  private integer(where: string): number {
    this.space();
    const start = this.at;
    let value = 0;
    for (;;) {
      const byte = this.bytes[this.at] ?? 0;
      if (byte < 0x30 || byte > 0x39) break;
      value = value * 10 + (byte - 0x30);
      this.at += 1;
    }
    const next = this.bytes[this.at] ?? 0;
    const digits = this.at - start;
    const position = start + this.fileOffset;
    if (digits === 0 || next === 0x2e || (next | 0x20) === 0x65) {
      this.fail("invalid-structure", `${where} must hold non-negative integers only`, position);
    }
    if (digits > 1 && this.bytes[start] === 0x30)
      this.fail("invalid-json", "a number may not start with 0", position);
    if (!Number.isSafeInteger(value)) {
      this.fail("number-too-large", `a number in ${where} is above 2^53 - 1`, position);
    }
    return value;
  }
}

function describe(byte: number): string {
  return byte > 0x20 && byte < 0x7f
    ? String.fromCharCode(byte)
    : `byte 0x${byte.toString(16).padStart(2, "0")}`;
}
