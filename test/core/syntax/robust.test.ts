import { readFileSync } from "node:fs";
import path from "node:path";

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Language, Parser } from "web-tree-sitter";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import { portSource } from "../../../src/core/port/portFile.js";
import type { Stmt } from "../../../src/core/syntax/ast.js";
import type { RawNode } from "../../../src/core/syntax/raw.js";
import { copyTree } from "../../../src/core/syntax/raw.js";
import { childExpressions, childStatements, statementExpressions } from "../../../src/core/syntax/walk.js";
import type { Range } from "../../../src/core/text/range.js";
import { readGrammar } from "../../../src/platform/grammar.js";
import { pythonParser } from "../../support/python.js";

const parser = await pythonParser();
const catalog = bundledCatalog();
const real = readFileSync(path.join(__dirname, "../../fixtures/lint/everyday.py"), "utf8");

async function rawParser(): Promise<(text: string) => RawNode> {
  const { runtime, grammar } = await readGrammar();
  await Parser.init({ wasmBinary: runtime });
  const raw = new Parser();
  raw.setLanguage(await Language.load(grammar));
  return (text) => {
    const tree = raw.parse(text);
    if (tree === null) throw new Error("no tree");
    const { root } = copyTree(tree, "all");
    tree.delete();
    return root;
  };
}
const parseRaw = await rawParser();

/** The ranges of the leaves, in order. What could not be read, and the inside of a string, is one leaf. */
function leaves(root: RawNode): Range[] {
  const result: Range[] = [];
  const stack: RawNode[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.children.length === 0 || node.type === "ERROR" || node.type === "string")
      result.push({ start: node.start, end: node.end });
    else stack.push(...node.children.toReversed());
  }
  return result;
}

/** Pieces of Python and of noise, as a person or a broken tool would put them together. */
const pieces = fc.constantFrom(
  ..."( ) [ ] { } : , . = == ** * -> @ \\ # ; \" ''' f'{ } \n \n \r\n \t    def class if else for in while try: except with lambda yield await import from torch nn x view(-1) 0 1e5 None True é 🙂 \0 \uFEFF match case"
    .split(" ")
    .map((word) => (word === "" ? " " : `${word} `)),
);

/** The real file with a few stretches cut out, doubled or overwritten. */
const mutated = fc
  .array(fc.tuple(fc.nat(real.length), fc.nat(40), fc.constantFrom("cut", "double", "write"), pieces), {
    minLength: 1,
    maxLength: 6,
  })
  .map((changes) =>
    changes.reduce((text, [at, length, kind, piece]) => {
      const stretch = text.slice(at, at + length);
      const by = kind === "cut" ? "" : kind === "double" ? stretch + stretch : piece;
      return text.slice(0, at) + by + text.slice(at + length);
    }, real),
  );

describe("any text", () => {
  it("is covered by its leaves up to blank space and continued lines", () => {
    const texts = fc.oneof(
      mutated.map((text) => text.slice(0, 3000)),
      fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const bare = text.replaceAll("\uFEFF", "");
        let position = 0;
        for (const leaf of leaves(parseRaw(bare))) {
          expect(leaf.start).toBeGreaterThanOrEqual(position);
          expect(bare.slice(position, leaf.start)).toMatch(/^(\s|\\\r?\n|\\)*$/);
          position = leaf.end;
        }
        expect(bare.slice(position)).toMatch(/^(\s|\\\r?\n|\0|\\)*$/);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it("gives a tree whose parts lie within their parents", () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const within = (outer: Range, inner: Range): void => {
          expect([inner.start >= outer.start, inner.end <= outer.end]).toEqual([true, true]);
        };
        const visit = (parent: Range, statements: readonly Stmt[]): void => {
          for (const statement of statements) {
            within(parent, statement);
            for (const root of statementExpressions(statement)) {
              within(statement, root);
              const stack = [root];
              for (let expr = stack.pop(); expr !== undefined; expr = stack.pop())
                for (const child of childExpressions(expr)) {
                  within(expr, child);
                  stack.push(child);
                }
            }
            visit(statement, childStatements(statement));
          }
        };
        const module = parser.parse(text);
        visit(module, module.body);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("is ported without failing, and never into something that is less Python than before", () => {
    const texts = fc.oneof(
      mutated,
      fc.array(pieces, { maxLength: 60 }).map((parts) => `import torch\n${parts.join("")}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const ported = portSource(text, parser, {
          target: "3.0",
          catalog,
          proofs: "assumed",
          producer: "test",
        });
        const [before, after] = [parser.parse(text).errors.length, parser.parse(ported.text).errors.length];
        expect(after).toBeLessThanOrEqual(before);
        if (before > 0) expect(ported.complete).toBe(false);
      }),
      { numRuns: 120, seed: 1 },
    );
  });
});

const depth = 10_000;
const deep: readonly (readonly [string, string])[] = [
  ["parentheses", `x = ${"(".repeat(depth)}1${")".repeat(depth)}\n`],
  ["lists", `x = ${"[".repeat(depth)}${"]".repeat(depth)}\n`],
  ["calls", `x = ${"f(".repeat(depth)}y.view(2)${")".repeat(depth)}\n`],
  ["attributes", `x = y${".a".repeat(depth)}\n`],
  ["method calls", `x = y${".view(2)".repeat(depth)}\n`],
  ["sums", `x = y${" + y".repeat(depth)}\n`],
  ["negations", `x = ${"not ".repeat(depth)}y\n`],
  ["conditionals", `x = ${"a if b else ".repeat(depth)}c\n`],
  ["comparisons", `x = a${" < a".repeat(depth)}\n`],
  ["lambdas", `x = ${"lambda: ".repeat(depth)}y\n`],
  ["subscripts", `x = y${"[0]".repeat(depth)}\n`],
  ["strings", `x = ${"'a' ".repeat(depth)}\n`],
  ["else-ifs", `if a: pass\n${"elif b: pass\n".repeat(depth)}`],
  ["powers", `x = ${"y ** ".repeat(depth)}y\n`],
  ["dictionaries", `x = ${"{1: ".repeat(depth)}1${"}".repeat(depth)}\n`],
  ["comprehensions", `x = ${"[a for a in ".repeat(depth)}y${"]".repeat(depth)}\n`],
  ["assignments in a row", `${"a = ".repeat(depth)}y\n`],
  ["targets", `${"(a, ".repeat(depth)}b${")".repeat(depth)} = y\n`],
  ["annotations", `def f(a: ${"list[".repeat(depth)}int${"]".repeat(depth)}): pass\n`],
  ["annotations in quotes", `def f(a: "${"Optional[".repeat(depth)}int${"]".repeat(depth)}"): pass\n`],
  ["patterns", `match y:\n    case ${"[".repeat(depth)}a${"]".repeat(depth)}:\n        pass\n`],
  ["format specifications", `x = f"${"{y:".repeat(depth)}${"}".repeat(depth)}"\n`],
  ["decorators", `${"@torch.no_grad()\n".repeat(depth)}def f(): pass\n`],
  [
    "functions that call one another",
    Array.from({ length: depth / 2 }, (_, at) => `def f${at}(a):\n    return f${at + 1}(a)\n`).join(""),
  ],
  [
    "functions of nested statements that call one another",
    Array.from(
      { length: 60 },
      (_, at) =>
        `def f${at}(a):\n${Array.from({ length: 90 }, (__, level) => `${" ".repeat(level + 1)}if a:\n`).join("")}${" ".repeat(91)}return f${at + 1}(a)\n`,
    ).join(""),
  ],
  ["comments in a row", "# x\n".repeat(depth * 3)],
  ["backslashes in a row", "\\\n".repeat(depth)],
  ["items in a list", `x = [${"1, ".repeat(depth * 13)}]\n`],
  ["brackets that stay open", `x = ${"([{".repeat(depth)}\n`],
  [
    "blocks",
    Array.from({ length: 300 }, (_, level) => `${" ".repeat(level)}if a:\n`).join("") +
      `${" ".repeat(300)}pass\n`,
  ],
];

describe(`${depth} levels deep`, () => {
  it.each(deep)("%s are ported without overflowing the stack", (name, text) => {
    const source = `import torch\ny = torch.ones(2)\n${text}`;
    const ported = portSource(source, parser, {
      target: "3.0",
      catalog,
      proofs: "assumed",
      producer: "test",
    });
    // What is never closed takes the import with it, and endless runs the whole file; anything else leaves it readable.
    const unread = ["brackets that stay open", "comments in a row", "backslashes in a row"].includes(name);
    expect(ported.text.startsWith("import paddle\n")).toBe(!unread);
    expect(ported.complete && parser.parse(source).errors.length > 0).toBe(false);
  });
});
