import { expect, it } from "vitest";

import { ParsedTexts } from "../../../src/core/editor/parsedTexts.js";
import { pythonParser } from "../../support/python.js";

const parser = await pythonParser();

/** A parser that counts what it is asked for. */
function counting(): { texts: ParsedTexts; asked: string[] } {
  const asked: string[] = [];
  const parse = (text: string): ReturnType<typeof parser.parse> => {
    asked.push(text.slice(0, 10));
    return parser.parse(text);
  };
  return { texts: new ParsedTexts({ parse } as unknown as typeof parser), asked };
}

/** About a million characters that are parsed quickly. */
const big = (name: string): string => `${name} = "${"x".repeat(800_000)}"\n`;

it("a text is parsed once, and gives the same tree", () => {
  const { texts, asked } = counting();
  const first = texts.parse("a = 1\n");
  texts.parse("b = 2\n");
  expect(texts.parse("a = 1\n")).toBe(first);
  expect(asked).toEqual(["a = 1\n", "b = 2\n"]);
});

it("what was used last stays when there is too much", () => {
  const { texts, asked } = counting();
  texts.parse("small = 1\n");
  texts.parse(big("a"));
  texts.parse("small = 1\n");
  // Makes room by giving up `a`, which was not asked for as lately as the small one.
  texts.parse(big("b"));
  expect(asked.length).toBe(3);
  texts.parse("small = 1\n");
  texts.parse(big("b"));
  expect(asked.length).toBe(3);
  texts.parse(big("a"));
  expect(asked.length).toBe(4);
});

it("a text that is too big by itself is kept all the same while it is the last", () => {
  const { texts, asked } = counting();
  const huge = `x = "${"y".repeat(2_000_000)}"\n`;
  expect(texts.parse(huge)).toBe(texts.parse(huge));
  texts.parse("a = 1\n");
  texts.parse(huge);
  expect(asked.length).toBe(3);
});
