import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

import type { FunctionStmt, ModuleAst, Stmt } from "../../../src/core/syntax/ast.js";
import { PackedSyntax } from "../../../src/core/syntax/packed/packedSyntax.js";
import { walkStatements } from "../../../src/core/syntax/walk.js";
import { fuzzCase } from "../../support/fuzz/cases.js";
import { pythonParser } from "../../support/python.js";

const parser = await pythonParser();
const texts = ["test/programs", "examples"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py"))
    .map((name) => readFileSync(path.join(folder, name), "utf8")),
);

/** Syntax without what it is made of: some of what is packed has getters where others have properties. */
function plain(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== "object" || node === null) return node;
  const { type } = node as { type?: unknown };
  const names =
    type === "Function"
      ? ["type", "start", "end", "name", "decorators", "params", "returns", "async", "body"]
      : type === "Class"
        ? ["type", "start", "end", "name", "decorators", "bases", "body"]
        : type === "String"
          ? ["type", "id", "start", "end", "value", "bytes", "interpolations"]
          : Object.keys(node);
  return Object.fromEntries(names.map((name) => [name, plain((node as Record<string, unknown>)[name])]));
}

function whole({ start, end, body, comments, errors, idEnd }: ModuleAst): unknown {
  return { start, end, body: plain(body), comments, errors, idEnd };
}

function packedBy(packed: PackedSyntax, text: string, ast: ModuleAst = parser.parse(text)): ModuleAst {
  return packed.pack({ text }, text, ast).ast;
}

/** The syntax of a text as it is parsed, and what is read of it once it has been packed. */
function bothWays(text: string): readonly [unknown, unknown] {
  const ast = parser.parse(text);
  const parsed = whole(ast);
  return [parsed, whole(packedBy(new PackedSyntax(), text, ast))];
}

function functionsIn(body: readonly Stmt[]): FunctionStmt[] {
  const found: FunctionStmt[] = [];
  walkStatements(body, (statement) => {
    if (statement.type === "Function") found.push(statement);
  });
  return found;
}

describe("packed syntax", () => {
  it("is what was parsed, for all programs and examples in one store", () => {
    const packed = new PackedSyntax();
    const files = texts.map((text) => {
      const ast = parser.parse(text);
      return { parsed: whole(ast), read: packedBy(packed, text, ast) };
    });
    expect(files.length).toBeGreaterThan(700);
    for (const { parsed, read } of files) expect(whole(read)).toEqual(parsed);
    // Once more, when all have been dropped in between.
    for (const { parsed, read } of files) expect(whole(read)).toEqual(parsed);
  });

  it("is what was parsed, for what is no Python any more", () => {
    for (let index = 0; index < 600; index++) {
      const [parsed, read] = bothWays(fuzzCase(5, index, texts).toString("utf8"));
      expect(read).toEqual(parsed);
    }
  });

  it.each([
    [
      "numbers",
      "x = 0, -0.0, 1.5, 1e400, 10**40, 123456789012345678901234567890, 0xFFFFFFFF, 2147483648, 3j\n",
    ],
    ["strings", "x = '', 'é', b'\\x00', f'{a!r:>{w}}b', r'\\n', 'a' \"b\", '''\n''', '\\\n', u'🙂'\n"],
    ["places past 2 MB", `x = 1\n${"# ".padEnd(3_000_000, "x")}\ndef f(a):\n    return a\n`],
    ["nesting", `x = ${"[".repeat(400)}${"]".repeat(400)}\n`],
    ["10,000 levels", `x = ${"(".repeat(10_000)}y${")".repeat(10_000)}\n`],
    ["a sum of 10,000", `x = ${"y + ".repeat(10_000)}y\n`],
    ["a chain of 10,000", `x = y${".z()".repeat(10_000)}\n`],
  ])("is what was parsed: %s", (_, text) => {
    const [parsed, read] = bothWays(text);
    expect(read).toEqual(parsed);
  });

  const source = Array.from({ length: 40 }, (_, n) => `def f${n}(a=${n}):\n    return a + ${n}\n`).join("\n");

  it("makes new nodes of a body when others have been read since, and the function stays the same", () => {
    const ast = packedBy(new PackedSyntax(), source);
    const [first] = functionsIn(ast.body);
    const before = first?.body;
    const again = functionsIn(ast.body);
    expect(again[0]).toBe(first);
    expect(first?.body).not.toBe(before);
    expect(first?.body).toEqual(before);
  });

  it("gives the same nodes while it is held", () => {
    const packed = new PackedSyntax();
    const ast = packedBy(packed, source);
    packed.hold();
    const before = functionsIn(ast.body).map(({ body, params }) => [body, params]);
    const after = functionsIn(ast.body).map(({ body, params }) => [body, params]);
    packed.release();
    expect(before).toHaveLength(40);
    for (const [index, parts] of after.entries())
      for (const [part, node] of parts.entries()) expect(node).toBe(before[index]?.[part]);
    expect(functionsIn(ast.body)[0]?.body).not.toBe(before[0]?.[0]);
  });
});
