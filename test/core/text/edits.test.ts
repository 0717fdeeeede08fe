import { describe, expect, it } from "vitest";
import fc from "fast-check";

import type { Rewrite } from "../../../src/core/text/edits.js";
import {
  applyEdits,
  composeRewrites,
  OverlappingEditsError,
  sortEdits,
} from "../../../src/core/text/edits.js";
import type { Range } from "../../../src/core/text/range.js";

function port(text: string, ...rewrites: Rewrite[]): string {
  return applyEdits(text, composeRewrites(text, rewrites));
}

function around(text: string, part: string, before: string, after: string): Rewrite {
  const start = text.indexOf(part);
  const kept = { start, end: start + part.length };
  return { ...kept, parts: [before, kept, after] };
}

function swap(text: string, part: string, by: string): Rewrite {
  const start = text.indexOf(part);
  return { start, end: start + part.length, parts: [by] };
}

describe("applyEdits", () => {
  it("keeps every byte outside the edits, also beyond the basic plane", () => {
    expect(applyEdits("a🙂b\r\nc", [{ start: 1, end: 3, text: "é" }])).toBe("aéb\r\nc");
    expect(applyEdits("", [{ start: 0, end: 0, text: "x" }])).toBe("x");
  });

  it("keeps insertions at one place in the order given, before a replacement that starts there", () => {
    const edits = [
      { start: 1, end: 2, text: "B" },
      { start: 1, end: 1, text: "1" },
      { start: 1, end: 1, text: "2" },
    ];
    expect(applyEdits("abc", edits)).toBe("a12Bc");
  });

  it("applies the same replacement once, and the same insertion as often as it is asked for", () => {
    const edit = { start: 1, end: 2, text: "B" };
    const insertion = { start: 3, end: 3, text: ")" };
    expect(applyEdits("abc", [edit, edit, insertion, insertion])).toBe("aBc))");
  });

  it("refuses edits that claim the same text", () => {
    expect(() =>
      sortEdits([
        { start: 0, end: 2, text: "x" },
        { start: 1, end: 3, text: "y" },
      ]),
    ).toThrow(OverlappingEditsError);
  });
});

describe("composeRewrites", () => {
  it("nests: a chain of method calls", () => {
    const text = "x.view(b, -1).permute(0, 2, 1)";
    expect(
      port(
        text,
        swap(text, "permute", "transpose"),
        around(text, "0, 2, 1", "[", "]"),
        swap(text, "view", "reshape"),
        around(text, "b, -1", "[", "]"),
      ),
    ).toBe("x.reshape([b, -1]).transpose([0, 2, 1])");
  });

  it("reorders kept ranges and applies what is inside them", () => {
    const text = "swap(torch.a, torch.b)";
    const [a, b] = [range(text, "torch.a"), range(text, "torch.b")];
    const outer = { start: 0, end: text.length, parts: [b, " - ", a] };
    expect(port(text, outer, swap(text, "torch.a", "paddle.a"))).toBe("torch.b - paddle.a");
  });

  it("writes a range twice when it is kept twice", () => {
    const text = "f(torch.q)";
    const q = range(text, "torch.q");
    const outer = { start: 0, end: text.length, parts: ["g(", q, ", ", q, ".shape)"] };
    expect(port(text, outer, swap(text, "torch", "paddle"))).toBe("g(paddle.q, paddle.q.shape)");
  });

  it("drops what is inside a range that is not kept", () => {
    const text = "zeros(3, device=torch.cpu)";
    const dropped = { ...range(text, ", device=torch.cpu"), parts: [] };
    expect(port(text, dropped, swap(text, "torch", "paddle"))).toBe("zeros(3)");
  });

  it("keeps insertions at the edge of a rewrite outside it", () => {
    const text = "a.shape";
    const rewrite = around(text, "a.shape", "tuple(", ")");
    const before = { start: 0, end: 0, parts: ["["] };
    const after = { start: 7, end: 7, parts: ["]"] };
    expect(port(text, before, after, rewrite)).toBe("[tuple(a.shape)]");
  });

  it("leaves comments between kept ranges alone", () => {
    const text = "f(\n    a,  # one\n    b,  # two\n)";
    expect(port(text, swap(text, "f", "g"), around(text, "a", "[", ""), around(text, "b", "", "]"))).toBe(
      "g(\n    [a,  # one\n    b],  # two\n)",
    );
  });

  it("refuses rewrites that cross", () => {
    const text = "abcdef";
    const cross = [
      { start: 0, end: 3, parts: ["x"] },
      { start: 2, end: 5, parts: ["y"] },
    ];
    expect(() => composeRewrites(text, cross)).toThrow(OverlappingEditsError);
  });

  it("touches only the gaps between kept ranges", () => {
    const text = "x.view(2, 3)";
    const edits = composeRewrites(text, [swap(text, "view", "reshape"), around(text, "2, 3", "[", "]")]);
    expect(edits.map(({ start, end, text: by }) => [start, end, by])).toEqual([
      [2, 6, "reshape"],
      [7, 7, "["],
      [11, 11, "]"],
    ]);
  });
});

/** A rewrite with its children, as a tree: what the composition has to reconstruct from a flat list. */
interface Node extends Range {
  readonly children: readonly Node[];
  /** Text of its own, or the index of a child's range or of a bare range that is kept. */
  readonly parts: readonly (string | Range)[];
}

/** The reference: renders the tree by recursion over characters, without sorting or edits. */
function renderReference(text: string, window: Range, nodes: readonly Node[]): string {
  let result = "";
  for (let at = window.start; at < window.end;) {
    const node = nodes.find((candidate) => candidate.start === at);
    if (node === undefined) {
      result += text.slice(at, at + 1);
      at += 1;
      continue;
    }
    for (const part of node.parts)
      result += typeof part === "string" ? part : renderReference(text, part, inside(part, node.children));
    at = node.end;
  }
  return result;
}

function inside(range: Range, nodes: readonly Node[]): Node[] {
  return nodes.filter((node) => range.start <= node.start && node.end <= range.end);
}

/** Trees over a window: siblings apart, children inside slots, some of which the parent keeps, in any order. */
function trees(window: Range, depth: number): fc.Arbitrary<Node[]> {
  const length = window.end - window.start;
  if (depth === 0 || length < 2) return fc.constant([]);
  return fc
    .uniqueArray(fc.integer({ min: window.start, max: window.end }), { minLength: 2, maxLength: 6 })
    .chain((points) => {
      const sorted = [...points].sort((a, b) => a - b);
      const windows: Range[] = [];
      for (let index = 0; index + 1 < sorted.length; index += 2) {
        const [start, end] = [sorted[index], sorted[index + 1]];
        if (start !== undefined && end !== undefined) windows.push({ start, end });
      }
      return fc.tuple(...windows.map((range) => node(range, depth))).map((nodes) => [...nodes]);
    });
}

function node(range: Range, depth: number): fc.Arbitrary<Node> {
  // Kept ranges lie strictly inside, so that which rewrite of two equal ranges is outside cannot be in question.
  const slots = splitInside(range);
  return fc
    .record({
      order: fc.shuffledSubarray(slots),
      words: fc.array(fc.constantFrom("", "<", ">", "λ", ", "), { minLength: 4, maxLength: 4 }),
      children: fc.tuple(...slots.map((slot) => trees(slot, depth - 1))),
    })
    .map(({ order, words, children }) => ({
      ...range,
      parts: [words[0] ?? "", ...order.flatMap((slot, index) => [slot, words[index + 1] ?? ""])],
      children: children.flat(),
    }));
}

function splitInside({ start, end }: Range): Range[] {
  const inner = { start: start + 1, end: end - 1 };
  if (inner.end - inner.start < 3) return inner.end > inner.start ? [inner] : [];
  const middle = (inner.start + inner.end) >> 1;
  return [
    { start: inner.start, end: middle },
    { start: middle + 1, end: inner.end },
  ];
}

function flatten(nodes: readonly Node[]): Rewrite[] {
  return nodes.flatMap(({ start, end, parts, children }) => [{ start, end, parts }, ...flatten(children)]);
}

function range(text: string, part: string): Range {
  const start = text.indexOf(part);
  return { start, end: start + part.length };
}

describe("composeRewrites against a reference", () => {
  const text = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const window = { start: 0, end: text.length };

  it("renders any tree of rewrites, in whatever order they are given", () => {
    const cases = trees(window, 4).chain((nodes) =>
      fc.tuple(fc.constant(nodes), fc.shuffledSubarray(flatten(nodes), { minLength: flatten(nodes).length })),
    );
    fc.assert(
      fc.property(cases, ([nodes, rewrites]) => {
        expect(port(text, ...rewrites)).toBe(renderReference(text, window, nodes));
      }),
      { numRuns: 400 },
    );
  });

  it("gives edits that are in order and apart", () => {
    fc.assert(
      fc.property(trees(window, 4), (nodes) => {
        const edits = composeRewrites(text, flatten(nodes));
        for (const [index, edit] of edits.entries())
          expect(edits[index + 1]?.start ?? text.length).toBeGreaterThanOrEqual(edit.end);
      }),
      { numRuns: 200 },
    );
  });
});
