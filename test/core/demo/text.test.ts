import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { similarityText } from "../../../scripts/demo/similarity.mjs";
import { changedLines, columns, noBreak, table, wrap } from "../../../scripts/demo/text.mjs";

describe("wrap", () => {
  it("keeps every line within 96 columns, and every word", () => {
    const word = fc.stringMatching(/^[a-z.:/]{1,30}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => {
        const lines = wrap(words.join(" "), { indent: 2, hanging: 6, ending: " \\" }).split("\n");
        expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(96);
        const text = lines.map((line) => line.trim().replace(/ \\$/, "")).join(" ");
        expect(text).toBe(words.join(" "));
      }),
    );
  });

  it("leaves a word that is too long whole, and does not part what is glued", () => {
    const long = "x".repeat(120);
    expect(wrap(`a ${long} b`, { hanging: 2 })).toBe(`a\n  ${long}\n  b`);
    expect(wrap(`${"y".repeat(90)} -o${noBreak}plan.json`)).toBe(`${"y".repeat(90)}\n-o plan.json`);
  });

  it("counts Chinese characters as two columns", () => {
    expect(columns("北京 a")).toBe(6);
    expect(wrap(`${"字".repeat(47)} 字字`).split("\n")).toHaveLength(2);
  });
});

describe("table", () => {
  it("aligns columns, the last one to the right", () => {
    expect(
      table([
        ["step", "result", "seconds"],
        ["plan", "北京", "0.2"],
      ]),
    ).toBe(["step  result  seconds", "----  ------  -------", "plan  北京        0.2"].join("\n"));
  });
});

describe("changedLines", () => {
  it("counts what was removed and what was added", () => {
    expect(changedLines("a\nb\nc\n", "a\nB\nc\n")).toEqual({ removed: 1, added: 1, total: 3 });
    expect(changedLines("a\nb\nc", "a\nc\nd\ne")).toEqual({ removed: 1, added: 2, total: 3 });
    expect(changedLines("a\n", "a\n")).toEqual({ removed: 0, added: 0, total: 1 });
  });
});

describe("similarityText", () => {
  it("puts both sides next to each other", () => {
    const text = similarityText({
      sentences: ["one", "two"],
      reference: [
        [1, 0.5],
        [0.5, 1],
      ],
      port: [
        [1, -0.25],
        [-0.25, 1],
      ],
      greatestDifference: 0.75,
    });
    expect(text.split("\n")).toContain(" 1   1.000  0.500      1.000 -0.250");
    expect(text).toContain("Greatest difference: 7.5e-1");
    expect(text).toContain(" 2 two");
  });
});
