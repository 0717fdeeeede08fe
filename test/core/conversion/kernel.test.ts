import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { kernelFile, renderKernel } from "../../../scripts/generateKernel.js";
import { createArena } from "../../../src/platform/conversion/arena.js";

/** Bytes that differ wherever two elements could be mixed up. */
function noise(length: number): Uint8Array {
  let state = 12_345;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 16;
  });
}

describe.each([
  ["simd", true],
  ["plain", false],
])("the %s kernel", { timeout: 60_000 }, (_, simd) => {
  const arena = createArena(simd);

  it("is the one asked for", () => {
    expect(arena.simd).toBe(simd);
  });

  const dimensions = [0, 1, 7, 9, 63, 256, 257, 1003];
  const pairs = dimensions.flatMap((rows) => dimensions.map((cols) => [rows, cols] as const));
  it.each([1, 2, 4, 8] as const)("transposes %i-byte elements as the definition says", (size) => {
    for (const [rows, cols] of pairs) {
      if (rows * cols > 70_000) continue;
      // Both pitches are wider than the matrix, so that a kernel that ignores them, or writes past a row, is seen.
      const from = { offset: 16, pitch: (cols + 3) * size };
      const to = { offset: 16 + from.pitch * rows + 64, pitch: (rows + 5) * size };
      const total = to.offset + to.pitch * cols + 64;
      arena.reserve(total);
      const before = noise(total);
      const memory = arena.view(0, total);
      memory.set(before);
      arena.transpose(from, to, rows, cols, size);
      const expected = before.slice();
      for (let row = 0; row < rows; row++) {
        for (let col = 0; col < cols; col++) {
          for (let byte = 0; byte < size; byte++) {
            expected[to.offset + col * to.pitch + row * size + byte] =
              before[from.offset + row * from.pitch + col * size + byte] ?? 0;
          }
        }
      }
      expect(Buffer.compare(memory, expected), `${rows} x ${cols}`).toBe(0);
    }
  });
});

it("embeds what transpose.wat compiles to", async () => {
  expect(readFileSync(kernelFile, "utf8")).toBe(await renderKernel());
});
