import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { LineIndex } from "../../../src/core/text/lineIndex.js";

describe("LineIndex", () => {
  it("ends lines at \\n, \\r\\n and a lone \\r, and counts UTF-16 code units", () => {
    const lines = new LineIndex("a🙂b\r\nc\rd\n\ne");
    expect(lines.lineCount).toBe(5);
    expect(lines.positionAt(4)).toEqual({ line: 0, column: 4 });
    expect(lines.positionAt(6)).toEqual({ line: 1, column: 0 });
    expect(lines.positionAt(8)).toEqual({ line: 2, column: 0 });
    expect(lines.positionAt(10)).toEqual({ line: 3, column: 0 });
    expect(lines.offsetAt({ line: 4, column: 1 })).toBe(12);
    expect(lines.lineStart(99)).toBe(12);
  });

  it("goes there and back at every offset of any text", () => {
    const texts = fc
      .array(fc.constantFrom("a", "\n", "\r", "\r\n", "é", "🙂", " "))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, (text) => {
        const lines = new LineIndex(text);
        for (let offset = 0; offset <= text.length; offset++)
          expect(lines.offsetAt(lines.positionAt(offset))).toBe(offset);
      }),
    );
  });
});
