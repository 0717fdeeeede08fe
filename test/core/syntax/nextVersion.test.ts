import { readFileSync } from "node:fs";
import path from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { changeBetween } from "../../../src/core/syntax/knownStatements.js";
import type { PythonParser } from "../../../src/core/syntax/parser.js";
import { Random } from "../../support/fuzz/random.js";
import { typed } from "../../support/fuzz/typing.js";
import { pythonParser } from "../../support/python.js";

const real = readFileSync(path.join(__dirname, "../../fixtures/lint/everyday.py"), "utf8");

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

/** Parses versions one after the other; each must be what the text alone gives. */
function versions(...texts: readonly string[]): void {
  let version = null;
  for (const text of texts) {
    version = parser.parseNext(text, version);
    expect(version.ast).toEqual(parser.parse(text));
  }
  version?.tree?.delete();
}

describe("parsing the next version of a text", () => {
  it.each<readonly string[]>([
    ["a = 1\nb = 2\n", "a = 1\n\nb = 2\n", "a = 1\n\nb = 22\n"],
    // What is the same text is another statement where it stands in another one.
    ["class A:\n    x = 1\n    y = 2\n", "class A:\n  if z:\n    x = 1\n    y = 2\n"],
    ["def f():\n    return 1\n", "@g\ndef f():\n    return 1\n", "def f():\n    return 1\n"],
    ["if a:\n    b\nelse:\n    c\n", "if a:\n    b\nc\n", "if a:\n    b\nelse:\n    c\n"],
    // A change inside a surrogate pair.
    ["x = '🙂'\ny = x\n", "x = '🙃'\ny = x\n", "x = ''\ny = x\n"],
    // Errors come and go.
    ["a = 1\nb = (2\nc = 3\n", "a = 1\nb = (2)\nc = 3\n", "a = 1\nb = (2\nc = 3\n", "a = 1\n"],
    // Going on from the tree before, the parser reads this in another way than from the start.
    ["(0)\n if n:\n  a", "(if x is None:\n    x = y\n0)\n if n:\n  a"],
    ["print x\ny = 1\n", "print(x)\ny = 1\n", "print x\ny = 1\n"],
    ["a = '''\nb = 1\n", "a = ''''''\nb = 1\n", "a = '''\nb = 1\n'''\n"],
    // A file that has a `getattr` of its own means something else by all of them.
    [
      "import a\nb = getattr(a, 'c')\n",
      "from a import getattr\nb = getattr(a, 'c')\n",
      "b = getattr(a, 'c')\n",
    ],
    ["a = 1 # b\n# c\nd = 2 # e\n", "a = 10 # b\n# c\nd = 2 # e\n", "a = 10\n# c\n\nd = 2 # e\n"],
    ["a = 1\r\nb = 2\r\n", "a = 1\rb = 2\r\n", "a = 1\nb = 2\n", "a = 1\r\nb = 2\r\n"],
    ["", "a\n", "", "# a\n"],
  ])("%#", (...texts) => {
    versions(...texts);
  });

  it("does not keep what is nested too deeply now", () => {
    const levels = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, index) => `${" ".repeat(2 * (from + index))}if a:\n`).join("");
    const text = (between: string): string =>
      `${levels(0, 10)}${between}${levels(10, 399)}${" ".repeat(798)}b\n`;
    versions(text(""), text(`${" ".repeat(19)}if a:\n`), text(""));
  });

  it("keeps the statements that did not change, and moves them", () => {
    const text = (value: string): string =>
      `import a\n\n\ndef f():\n    return ${value}\n\n\ndef g():\n    return f()\n`;
    let version = parser.parseNext(text("a"), null);
    const [head, , g] = version.ast.body;
    for (const value of ["a.b", "a.b.c", "1"]) {
      const [, f] = version.ast.body;
      version = parser.parseNext(text(value), version);
      expect(version.ast.body).toHaveLength(3);
      expect(version.ast.body[0]).toBe(head);
      expect(version.ast.body[1]).not.toBe(f);
      expect(version.ast.body[2]).toBe(g);
      expect(version.ast).toEqual(parser.parse(version.text));
    }
    version.tree?.delete();
  });

  it("gives what the text alone gives, whatever is typed", () => {
    const random = new Random(7);
    for (let round = 0; round < 40; round++) {
      const earlier: string[] = [];
      const texts = [real];
      for (let count = 0; count < 8; count++) {
        const last = texts.at(-1) ?? "";
        earlier.push(last);
        texts.push(typed(random, last, earlier));
        if (random.below(2) === 0) texts.push(last);
      }
      versions(...texts);
    }
  });
});

it("finds the change between two texts without dividing a surrogate pair", () => {
  expect(changeBetween("abc", "abxc")).toEqual({ start: 2, oldEnd: 2, newEnd: 3 });
  expect(changeBetween("aa", "aaa")).toEqual({ start: 2, oldEnd: 2, newEnd: 3 });
  expect(changeBetween("a🙂b", "a🙃b")).toEqual({ start: 1, oldEnd: 3, newEnd: 3 });
  expect(changeBetween("\ud83d\ude42", "\ud83e\ude42")).toEqual({ start: 0, oldEnd: 2, newEnd: 2 });
});
