/** Writes numbers as bytes, small ones as one byte each (LEB128). */
export class ByteWriter {
  #bytes = new Uint8Array(1 << 12);
  #length = 0;

  /** @param value 0 to 2^32 - 1 */
  uint(value: number): void {
    if (this.#length + 5 > this.#bytes.length) this.#grow();
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** @param value -2^31 to 2^31 - 1; those near zero are short, whatever their sign */
  int(value: number): void {
    this.uint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** Writes how many bytes `write` writes, and then these. @returns where these begin */
  counted(write: () => void): number {
    if (this.#length + 4 > this.#bytes.length) this.#grow();
    const at = this.#length;
    this.#length += 4;
    write();
    let length = this.#length - at - 4;
    for (let place = at + 3; place >= at; place--) {
      this.#bytes[place] = length & 255;
      length >>>= 8;
    }
    return at + 4;
  }

  /** All that has been written, to be copied before more is; what comes then is written from the start. */
  taken(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Reads what a `ByteWriter` has written, in the same order. */
export class ByteReader {
  #bytes: Uint8Array = new Uint8Array();
  /** Where the next number is. */
  at = 0;

  open(bytes: Uint8Array, at: number): void {
    this.#bytes = bytes;
    this.at = at;
  }

  uint(): number {
    const first = this.#bytes[this.at++] ?? 0;
    if (first < 128) return first;
    let value = first & 127;
    for (let shift = 7; ; shift += 7) {
      const next = this.#bytes[this.at++] ?? 0;
      value |= (next & 127) << shift;
      if (next < 128) return value >>> 0;
    }
  }

  int(): number {
    const value = this.uint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Goes to what `counted` wrote. */
  enter(): void {
    this.at += 4;
  }

  /** Passes over what `counted` wrote. @returns where that begins */
  skip(): number {
    const bytes = this.#bytes;
    const { at } = this;
    let length = 0;
    for (let place = at; place < at + 4; place++) length = (length << 8) | (bytes[place] ?? 0);
    this.at = at + 4 + length;
    return at + 4;
  }
}

/** Bytes of many files in few blocks: the memory of each block by itself would cost more than what is in most of them. */
export class ByteStore {
  #block = new Uint8Array(1 << 20);
  #used = 0;

  /** @returns a copy of the bytes, which stays as it is */
  keep(bytes: Uint8Array): Uint8Array {
    if (this.#used + bytes.length > this.#block.length) {
      this.#block = new Uint8Array(Math.max(this.#block.length, bytes.length));
      this.#used = 0;
    }
    this.#block.set(bytes, this.#used);
    const kept = this.#block.subarray(this.#used, this.#used + bytes.length);
    this.#used += bytes.length;
    return kept;
  }
}
