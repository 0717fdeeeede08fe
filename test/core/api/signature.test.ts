import { describe, expect, it } from "vitest";

import type { CallArgument } from "../../../src/core/api/binding.js";
import { bindArguments, isBinding } from "../../../src/core/api/binding.js";
import { parseSignature, SignatureError } from "../../../src/core/api/signature.js";

const positional: CallArgument = { kind: "positional" };
const keyword = (name: string): CallArgument => ({ kind: "keyword", name });

function bind(signatures: string[], call: CallArgument[], types: Record<number, string> = {}) {
  const result = bindArguments(signatures.map(parseSignature), call, (type, index) => {
    const known = types[index];
    return known === undefined || known === type;
  });
  return isBinding(result)
    ? { overload: result.overload, ...Object.fromEntries(result.bound) }
    : result.reason;
}

describe("parseSignature", () => {
  it("reads kinds and defaults", () => {
    expect(parseSignature("(a, b=1, *c, d=None, **k)").parameters).toEqual([
      { name: "a", kind: "positional" },
      { name: "b", kind: "positional", default: "1" },
      { name: "c", kind: "star" },
      { name: "d", kind: "keyword", default: "None" },
      { name: "k", kind: "doubleStar" },
    ]);
  });

  it("reads positional-only and keyword-only markers", () => {
    expect(parseSignature("(a, /, b, *, c)").parameters.map((p) => p.kind)).toEqual([
      "positionalOnly",
      "positional",
      "keyword",
    ]);
  });

  it("keeps commas and equal signs inside defaults", () => {
    expect(parseSignature("(a=(1, 2), b='x=,', c=f(d=1))").parameters.map((p) => p.default)).toEqual([
      "(1, 2)",
      "'x=,'",
      "f(d=1)",
    ]);
  });

  it("reads a type expression with brackets", () => {
    expect(parseSignature("(dim: tuple[int, int], x: tensor = None)").parameters).toEqual([
      { name: "dim", kind: "positional", type: "tuple[int, int]" },
      { name: "x", kind: "positional", type: "tensor", default: "None" },
    ]);
  });

  it.each(["a, b", "(a b)", "(a, a)", "(1)"])("refuses %s", (text) => {
    expect(() => parseSignature(text)).toThrow(SignatureError);
  });
});

describe("bindArguments", () => {
  it("binds positions and names", () => {
    expect(bind(["(input, dim, keepdim=False)"], [positional, keyword("dim")])).toEqual({
      overload: 0,
      input: [0],
      dim: [1],
    });
  });

  it("takes the first overload that fits", () => {
    const overloads = ["()", "(dim: int, keepdim=False)", "(other: tensor)"];
    expect(bind(overloads, [])).toEqual({ overload: 0 });
    expect(bind(overloads, [positional], { 0: "int" })).toEqual({ overload: 1, dim: [0] });
    expect(bind(overloads, [positional], { 0: "tensor" })).toEqual({ overload: 2, other: [0] });
  });

  it("collects the rest of the positional values", () => {
    expect(bind(["(*size, dtype=None)"], [positional, positional, keyword("dtype")])).toEqual({
      overload: 0,
      size: [0, 1],
      dtype: [2],
    });
  });

  it("takes *values only where any number fits", () => {
    expect(bind(["(*shape)"], [{ kind: "star" }])).toEqual({ overload: 0, shape: [0] });
    expect(bind(["(a, b)"], [{ kind: "star" }])).toContain("not known");
    expect(bind(["(a, *b)"], [{ kind: "star" }])).toContain("not known");
  });

  it("takes **values only where any name fits", () => {
    expect(bind(["(a, **k)"], [positional, { kind: "doubleStar" }])).toEqual({ overload: 0, a: [0], k: [1] });
    expect(bind(["(a)"], [positional, { kind: "doubleStar" }])).toContain("not known");
  });

  it.each<[string, CallArgument[], string]>([
    ["(a)", [], '"a" is missing'],
    ["(a)", [positional, positional], "too many"],
    ["(a)", [positional, keyword("a")], '"a" is given twice'],
    ["(a, *, b)", [positional, positional], "too many"],
    ["(a, /)", [keyword("a")], 'no parameter "a"'],
    ["(a)", [positional, keyword("c")], 'no parameter "c"'],
  ])("%s does not take the call", (signature, call, reason) => {
    expect(bind([signature], call)).toContain(reason);
  });
});
