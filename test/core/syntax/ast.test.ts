import { describe, expect, it } from "vitest";

import { pythonParser } from "../../support/python.js";
import { dump } from "./dump.js";

const parser = await pythonParser();

function parse(text: string): string {
  const { body, errors } = parser.parse(text);
  expect(errors).toEqual([]);
  return body.map(dump).join("\n");
}

const expressions: readonly (readonly [string, string])[] = [
  ["x.y.z", "x.y.z"],
  ["f(a, *b, c=1, **d)", "call(f a *b c=int:1 **d)"],
  ["f(x for x in y)", "call(f generatorcomp(x for x in y))"],
  ["f()()", "call(call(f))"],
  ["x[0]", "item(x int:0)"],
  ["x[a, b]", "item(x a b)"],
  ["x[(a, b)]", "item(x Tuple(a b))"],
  ["x[1:n]", "item(x slice(int:1 n))"],
  ["x[:, None, ...]", "item(x slice() null ...)"],
  ["x[::2, -1]", "item(x slice(int:2) (- int:1))"],
  ["a + b * c", "(a + (b * c))"],
  ["a - b - c", "((a - b) - c)"],
  ["a ** -b", "(a ** (- b))"],
  ["-a ** b", "(- (a ** b))"],
  ["a @ b // c % d", "(((a @ b) // c) % d)"],
  ["a << 1 | b & c", "((a << int:1) | (b & c))"],
  ["not a or b and c", "((not a) or (b and c))"],
  ["a < b <= c", "cmp(a < b <= c)"],
  ["a is not b", "cmp(a is not b)"],
  ["a not in b", "cmp(a not in b)"],
  ["a if b else c", "if(b ? a : c)"],
  ["lambda: 0", "lambda(-> int:0)"],
  ["lambda a, *b, c=1, **d: a", "lambda(a *b kw c=int:1 **d -> a)"],
  ["(n := f(x)) > 1", "cmp(paren((n := call(f x))) > int:1)"],
  ["[1, *a]", "List(int:1 *a)"],
  ["()", "Tuple()"],
  ["(a,)", "Tuple(a)"],
  ["a, b", "Tuple(a b)"],
  ["{1, 2}", "Set(int:1 int:2)"],
  ["{}", "Dict()"],
  ["{'a': 1, **b}", "Dict(str(a):int:1 **b)"],
  ["[x for x in y if a if b]", "listcomp(x for x in y if a if b)"],
  ["{k: v for k, v in d.items()}", "dictcomp(k:v for Tuple(k v) in call(d.items))"],
  ["{x for a in b for x in a}", "setcomp(x for a in b for x in a)"],
  ["1_000", "int:1000"],
  ["0xff", "int:255"],
  ["1e-5", "float:0.00001"],
  ["2.5j", "complex:2.5"],
  ["True", "true"],
  ["None", "null"],
  ["'a'", "str(a)"],
  ["r'a\\n'", "str(a\\n)"],
  ["'a\\n'", "str(?)"],
  ["b'a'", "bytes(?)"],
  ["'a' 'b'", "str(ab)"],
  ["f'{x!r:>{n}} {y}'", "str(? x n y)"],
  ["f'{x=}'", "str(? x)"],
  ["'''a\nb'''", "str(a\nb)"],
  ["ключ.值", "ключ.值"],
];

describe("expressions", () => {
  it.each(expressions)("%s", (source, expected) => {
    expect(parse(`${source}\n`)).toBe(expected);
  });
});

const statements: readonly (readonly [string, string])[] = [
  ["a = b = c", "assign(a = b = c)"],
  ["a: int = 1", "assign(a: int = int:1)"],
  ["a: 'Tensor'", "assign(a: str(Tensor) = -)"],
  ["a, *b = c", "assign(Tuple(a *b) = c)"],
  ["a.b[0] = c", "assign(item(a.b int:0) = c)"],
  ["a @= b", "aug(a @= b)"],
  ["return", "return(-)"],
  ["return a, b", "return(Tuple(a b))"],
  ["del a, b[0]", "del(a item(b int:0))"],
  ["raise E(1) from e", "raise(call(E int:1) e)"],
  ["assert a, 'no'", "assert(a str(no))"],
  ["global a, b", "global(a b)"],
  ["nonlocal a", "nonlocal(a)"],
  ["pass; break; continue", "pass\nbreak\ncontinue"],
  ["import a.b, c as d", "import(a.b c as d)"],
  ["from a.b import (c, d as e,)", "from(a.b import c d as e)"],
  ["from . import a", "from(. import a)"],
  ["from ..a import *", "from(..a import *)"],
  ["from __future__ import annotations", "from(! import annotations)"],
  ["if a:\n    b\nelif c:\n    d\nelse:\n    e", "if(a {b} else {if(c {d} else {e})})"],
  ["while a: b\nelse: c", "while(a {b} else {c})"],
  ["for a, b in c:\n    pass\nelse:\n    d", "for(Tuple(a b) in c {pass} else {d})"],
  [
    "try:\n    a\nexcept (B, C) as d:\n    e\nexcept:\n    f\nelse:\n    g\nfinally:\n    h",
    "try({a} except Tuple(B C) as d {e} except - {f} else {g} finally {h})",
  ],
  ["with a as b, c: d", "with(a as b, c {d})"],
  ["with (a as b, c as d):\n    e", "with(a as b, c as d {e})"],
  ["def f(): pass", "def(f() {pass})"],
  [
    "def f(a, /, b: int = 1, *args, c, d=2, **kw) -> T:\n    return a",
    "def(f(pos a b: int=int:1 *args kw c kw d=int:2 **kw) -> T {return(a)})",
  ],
  ["def f(a, *, b): ...", "def(f(a kw b) {...})"],
  ["async def f():\n    await g()", "async def(f() {await(call(g))})"],
  ["@a.b\n@c(1)\ndef f():\n    yield x", "def(@a.b @call(c int:1) f() {yield(x)})"],
  [
    "@d\nclass A(B, metaclass=M):\n    x = 1\n    def f(self): pass",
    "class(@d A(B metaclass=M) {assign(x = int:1); def(f(self) {pass})})",
  ],
  ["class A: pass", "class(A() {pass})"],
  ["def f[T: int](x: T) -> T: ...", "def(f(x: T) -> T {...})"],
  ["class A[T](B): ...", "class(A(B) {...})"],
  [
    "match x:\n    case [a, *b] if c:\n        d\n    case {'k': v, **rest}:\n        e\n    case P(q, r=s) | None as t:\n        f\n    case _:\n        g",
    "match(x case [a b] if c {d} case [v rest] {e} case [t q s] {f} case [] {g})",
  ],
];

describe("statements", () => {
  it.each(statements)("%s", (source, expected) => {
    expect(parse(`${source}\n`)).toBe(expected);
  });

  it("reads names that are keywords only in some places", () => {
    expect(parse("match = case = type = _ = 1\nmatch(x)\nprint(match.case)\n")).toBe(
      "assign(match = case = type = _ = int:1)\ncall(match x)\ncall(print match.case)",
    );
  });
});

describe("layout", () => {
  const text = "if a:\n    b = f(\n        1,\n    )\n    # end\nc\n";
  const expected = "if(a {assign(b = call(f int:1))})\nc";

  it.each([
    ["\\r\\n", text.replaceAll("\n", "\r\n")],
    ["tabs", text.replaceAll("    ", "\t")],
    ["no newline at the end", text.trimEnd()],
    ["form feeds and blank lines", `\f\n\n${text}`],
    ["a byte order mark", `\uFEFF${text}`],
  ])("%s makes no difference", (_, variant) => {
    expect(parse(variant)).toBe(expected);
  });

  it("joins lines after a backslash and inside brackets", () => {
    expect(parse("a = b + \\\n    c\nd = (e\n     .f)\n")).toBe(
      "assign(a = (b + c))\nassign(d = paren(e.f))",
    );
  });

  it("reads an empty file, one of comments only, and semicolons", () => {
    expect(parse("")).toBe("");
    expect(parser.parse("# a\n  # b").comments.map((comment) => comment.text)).toEqual(["# a", "# b"]);
    expect(parse("a; b;\n")).toBe("a\nb");
  });

  it("gives every node the range of its own source text", () => {
    const source = "y = x.view(\n    2, dim=3,\n)  # é🙂\nz = 'é🙂' + w\n";
    const [first, second] = parser.parse(source).body;
    if (first?.type !== "Assign" || first.value?.type !== "Call") throw new Error("no call");
    const { callee, args, argumentList } = first.value;
    const at = ({ start, end }: { start: number; end: number }): string => source.slice(start, end);
    expect(callee.type === "Attribute" ? at(callee.attribute) : "").toBe("view");
    expect(args.map(at)).toEqual(["2", "dim=3"]);
    expect(args[1]?.keyword === null || args[1] === undefined ? "" : at(args[1].keyword)).toBe("dim");
    expect(at(argumentList)).toBe("(\n    2, dim=3,\n)");
    expect(second === undefined ? "" : at(second)).toBe("z = 'é🙂' + w");
  });
});

describe("text that is not Python", () => {
  it.each([
    "def f(:\n",
    "x = (1,\n",
    "a b c\n",
    "x = = 1\n",
    "if True\n    y\n",
    "'open\n",
    "%% {\n",
    "\0\u0001",
  ])("lists the errors of %j and reads on", (source) => {
    const module = parser.parse(`${source}\nafter = 1\n`);
    expect(module.errors.length).toBeGreaterThan(0);
    for (const error of module.errors) expect(error.end).toBeLessThanOrEqual(module.end);
  });

  it("reads the statements before and after one that is broken", () => {
    const { body } = parser.parse("a = 1\nb = = 2\nc = 3\n");
    expect(body.map(dump)).toEqual(expect.arrayContaining(["assign(a = int:1)", "assign(c = int:3)"]));
  });

  it.each([
    ["x = 1\n    y = 2\n", ["y = 2"]],
    ["    x = 1\n    y = 2\n", ["x = 1", "y = 2"]],
    ["if a:\n    x = 1\n      # a comment\n        y = 2\n    z = 3\n", ["y = 2"]],
    ["if a:\n\tx = 1\n        y = 2\n", []],
    ["if a:\n    x = 1; y = 2\n    z = \\\n3\n", []],
    ["x = 1\n\fy = 2\n", []],
  ])("knows a line that is indented unlike the others of its block: %j", (source, wrong) => {
    expect(parser.parse(source).errors.map(({ start, end }) => source.slice(start, end))).toEqual(wrong);
  });

  it("reads what is left of Python 2 without failing", () => {
    for (const source of ["print 'a', b", "exec 'x'", "raise E, 'x'", "x = `y`", "a <> b", "0777", "ur'x'"])
      expect(parser.parse(`${source}\nz = 1\n`).body.length).toBeGreaterThan(0);
  });
});
