import { describe, expect, it } from "vitest";

import { isFromAlignmentView, isToAlignmentView } from "../../../src/shared/alignment/messages.js";
import { fill } from "../../../src/shared/strings.js";
import { isFromTensorView, isToTensorView } from "../../../src/shared/tensors/messages.js";
import { tensorWords } from "../../../src/shared/tensors/words.js";

const row = {
  id: 0,
  name: "w",
  dtype: "F32",
  shape: [2, 2],
  elements: 4,
  bytes: 16,
  file: "m.safetensors",
  plan: { state: "converted", target: "v", operation: "transpose", confidence: "certain", reason: "why" },
};
const head = {
  generation: 1,
  title: "m.safetensors",
  rows: 1,
  tensors: 1,
  elements: 4,
  bytes: 16,
  files: 1,
  metadata: [["format", "pt"]],
  actions: { script: null, convert: "no trust" },
};

describe("messages of the tensor table", () => {
  it.each([[{ type: "ready" }], [{ type: "reload" }], [{ type: "copy", id: 3, what: "target" }]])(
    "takes %j from the page",
    (message) => {
      expect(isFromTensorView(message)).toBe(true);
    },
  );

  it.each([
    ["text", "ready"],
    ["nothing", null],
    ["no type", {}],
    ["an unknown type", { type: "run" }],
    ["a name of Object's own", { type: "constructor" }],
    ["an id that is no number", { type: "copy", id: "3", what: "name" }],
    ["a negative id", { type: "copy", id: -1, what: "name" }],
    ["another thing to copy", { type: "copy", id: 0, what: "file" }],
  ])("refuses %s from the page", (_, message) => {
    expect(isFromTensorView(message)).toBe(false);
  });

  it("takes head and rows from the host, as JSON carries them", () => {
    for (const message of [
      { type: "head", head },
      { type: "head", head: { ...head, plan: { name: "plan.json", summary: "", warnings: [] } } },
      { type: "rows", generation: 1, rows: [row, { ...row, plan: undefined }] },
      { type: "changed", deleted: true },
      { type: "problem", what: "cut short", remedy: "Download it again." },
    ]) {
      expect(isToTensorView(JSON.parse(JSON.stringify(message)))).toBe(true);
    }
  });

  it.each([
    ["a row without a shape", { type: "rows", generation: 1, rows: [{ ...row, shape: undefined }] }],
    [
      "an unknown state",
      { type: "rows", generation: 1, rows: [{ ...row, plan: { ...row.plan, state: "?" } }] },
    ],
    ["metadata that is no pairs", { type: "head", head: { ...head, metadata: [["one"]] } }],
    ["a head without actions", { type: "head", head: { ...head, actions: undefined } }],
  ])("refuses %s from the host", (_, message) => {
    expect(isToTensorView(message)).toBe(false);
  });

  it("asks for each of the words", () => {
    const words = Object.fromEntries(tensorWords.map((key) => [key, key]));
    expect(isToTensorView({ type: "words", words, language: "en" })).toBe(true);
    const { filterLabel: _, ...without } = words;
    expect(isToTensorView({ type: "words", words: without, language: "en" })).toBe(false);
  });
});

describe("messages of the alignment report", () => {
  it("takes what the page may ask, and nothing else", () => {
    expect(isFromAlignmentView({ type: "show", id: "a" })).toBe(true);
    expect(isFromAlignmentView({ type: "openSource" })).toBe(true);
    expect(isFromAlignmentView({ type: "show" })).toBe(false);
    expect(isFromAlignmentView({ type: "open", file: "/etc/passwd" })).toBe(false);
  });

  it("checks the list of runs", () => {
    const runs = [{ id: "a", label: "today", verdict: "aligned" }];
    expect(isToAlignmentView({ type: "history", runs })).toBe(true);
    expect(isToAlignmentView({ type: "history", runs: [{ ...runs[0], verdict: "fine" }] })).toBe(false);
  });
});

describe("fill", () => {
  it("puts values into their places and leaves places without a value alone", () => {
    expect(fill("{1} of {0}", 10, "three")).toBe("three of 10");
    expect(fill("{0} {1}", "a")).toBe("a {1}");
    // A value that looks like a place is text.
    expect(fill("{0} {1}", "{1}", "b")).toBe("{1} b");
  });
});
