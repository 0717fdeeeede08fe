import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { SafetensorsError } from "../../../src/core/weights/safetensors/errors.js";
import { readHeader } from "../../../src/core/weights/safetensors/reader.js";
import { memoryFile } from "./memoryFile.js";

interface Vector {
  readonly name: string;
  readonly hex: string;
  readonly verdict: "OK" | "ERR";
  readonly tensors?: readonly { name: string; dtype: string; shape: number[]; byteLength: number }[];
}

/** Verdicts and tensors are the reference's (safetensors 0.8.0); test/frameworks/conversion asks it again. */
const fixture = new URL("../../fixtures/safetensors.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(fixture, "utf8")) as { vectors: readonly Vector[] };

/** Files that the reference accepts and this reader refuses on purpose, with the code it gives. */
const stricter = new Map<string, string>([
  ["dup tensor same offs", "duplicate-key"],
  ["dup tensor, last covers", "duplicate-key"],
  ["dup key inside __metadata__", "duplicate-key"],
  ["unknown field inside tensor", "invalid-structure"],
  ["tensor as array", "invalid-json"],
  ["zero first (0*2^63*2)", "number-too-large"],
]);

describe("the reference's verdicts", () => {
  it("has all 82 files", () => {
    expect(vectors.length).toBe(82);
    expect(vectors.filter((vector) => stricter.has(vector.name)).map((vector) => vector.verdict)).toEqual(
      Array.from(stricter, () => "OK"),
    );
  });

  for (const vector of vectors) {
    const bytes = Uint8Array.from(Buffer.from(vector.hex, "hex"));
    if (vector.verdict === "OK" && !stricter.has(vector.name)) {
      it(`accepts: ${vector.name}`, async () => {
        const { tensors } = await readHeader(memoryFile(bytes));
        const found = [...tensors.values()].map(({ name, dtype, shape, begin, end }) => {
          return { name, dtype, shape, byteLength: end - begin };
        });
        expect(found).toHaveLength(vector.tensors?.length ?? -1);
        expect(found).toEqual(expect.arrayContaining([...(vector.tensors ?? [])]));
      });
    } else {
      it(`rejects: ${vector.name}`, async () => {
        const error: unknown = await readHeader(memoryFile(bytes)).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(SafetensorsError);
        const code = stricter.get(vector.name);
        if (code !== undefined) expect(error).toHaveProperty("code", code);
        expect((error as SafetensorsError).position).toBeLessThanOrEqual(bytes.length);
      });
    }
  }
});

describe("the limit of the header's length", () => {
  const claim = (length: number): Uint8Array => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
    return bytes;
  };
  /** A file whose header is `{}` and then spaces, without holding them twice. */
  const padded = (length: number) => ({
    size: 8 + length,
    read: (offset: number, wanted: number): Promise<Uint8Array> => {
      if (offset === 0 && wanted === 8) return Promise.resolve(claim(length));
      const bytes = new Uint8Array(wanted).fill(0x20);
      bytes.set(claim(length));
      bytes.set([0x7b, 0x7d], 8);
      return Promise.resolve(bytes);
    },
  });

  it("accepts exactly 100,000,000 bytes", async () => {
    expect((await readHeader(padded(100_000_000))).tensors.size).toBe(0);
  });

  it("rejects one byte more before reading it", async () => {
    await expect(readHeader(padded(100_000_001))).rejects.toHaveProperty("code", "header-too-large");
  });
});
