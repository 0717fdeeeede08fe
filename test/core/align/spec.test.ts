import { describe, expect, it } from "vitest";

import { randomTensor } from "../../../src/core/align/random.js";
import { parseAlignSpec, type RandomTensor } from "../../../src/core/align/spec.js";
import { tokenise } from "../../../src/core/align/tokenise.js";
import { UserError } from "../../../src/core/util/userError.js";

const good = `schemaVersion: 1
reference: {kind: recorded, folder: recording}
port:
  model: port:build
  weights: out
inputs:
  text:
    tokenizer: tokenizer.json
    sentences: [a, b]
arguments:
  input_ids: input_ids
`;

describe("the specification", () => {
  it("fills in what is usual", () => {
    expect(parseAlignSpec(good, "align.yaml")).toMatchObject({
      tolerance: 10,
      seed: 0,
      mask: "attention_mask",
      port: { path: ["."] },
      inputs: { text: { padding: "longest", maxLength: 512 } },
    });
  });

  const bad: readonly (readonly [string, string, RegExp])[] = [
    ["model: port:build", "model: port", /^align\.yaml:4: port\.model: write it as module:factory/],
    ["kind: recorded", "kind: onnx", /^align\.yaml:2: reference/],
    ["  weights: out", "  wieghts: out", /^align\.yaml:4: port: .*wieghts/],
    [
      "input_ids: input_ids",
      "input_ids: ids",
      /^align\.yaml:11: arguments\.input_ids: there is no input "ids"/,
    ],
    ["sentences: [a, b]", "sentences: []", /^align\.yaml:9: inputs\.text\.sentences/],
    ["schemaVersion: 1", "schemaVersion: 2", /^align\.yaml:1: schemaVersion/],
    ["folder: recording}", "folder: [}", /^align\.yaml:2: /],
  ];
  it.each(bad)("names file and line when %j becomes %j", (from, to, message) => {
    const text = good.replace(from, to);
    expect(text).not.toBe(good);
    let thrown: unknown;
    try {
      parseAlignSpec(text, "align.yaml");
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UserError);
    expect((thrown as UserError).message).toMatch(message);
  });

  it("allows no factor above ten", () => {
    expect(() => parseAlignSpec(`${good}tolerance: 11\n`, "align.yaml")).toThrow(/align\.yaml:12: tolerance/);
  });
});

describe("random inputs", () => {
  const spec: RandomTensor = { shape: [40, 50], dtype: "float32", distribution: "normal", low: 0, high: 1 };

  it("depend on the seed and the name, and on nothing else", () => {
    const bytes = (name: string, seed: number): string =>
      Buffer.from(randomTensor(name, spec, seed).data).toString("hex");
    expect(bytes("x", 1)).toBe(bytes("x", 1));
    expect(new Set([bytes("x", 1), bytes("x", 2), bytes("y", 1)]).size).toBe(3);
  });

  it("are standard normal, or integers within their bounds", () => {
    const normal = new Float32Array(randomTensor("x", spec, 3).data.buffer);
    const mean = normal.reduce((sum, value) => sum + value, 0) / normal.length;
    const variance = normal.reduce((sum, value) => sum + (value - mean) ** 2, 0) / normal.length;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(Math.abs(variance - 1)).toBeLessThan(0.1);
    const whole = randomTensor("x", { ...spec, dtype: "int64", low: 5, high: 8 }, 3);
    expect(new Set(new BigInt64Array(whole.data.buffer))).toEqual(new Set([5n, 6n, 7n]));
  });
});

describe("tokenising", () => {
  const words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "c", "##d"];
  const file = {
    version: "1.0",
    added_tokens: words.slice(0, 4).map((content, id) => ({
      id,
      content,
      special: true,
      normalized: false,
      lstrip: false,
      rstrip: false,
      single_word: false,
    })),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [
        { SpecialToken: { id: "[CLS]", type_id: 0 } },
        { Sequence: { id: "A", type_id: 0 } },
        { SpecialToken: { id: "[SEP]", type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        "[CLS]": { id: "[CLS]", ids: [2], tokens: ["[CLS]"] },
        "[SEP]": { id: "[SEP]", ids: [3], tokens: ["[SEP]"] },
      },
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
    },
  };
  const rows = (data: Uint8Array | undefined): number[] =>
    [...new BigInt64Array(data?.slice().buffer ?? new ArrayBuffer(0))].map(Number);

  it("pads to the longest sentence and marks the padding", () => {
    const [ids, mask, types] = tokenise(file, {
      tokenizer: "",
      sentences: ["A bd", "c"],
      maxLength: 9,
      padding: "longest",
    });
    expect(ids?.shape).toEqual([2, 5]);
    expect(rows(ids?.data)).toEqual([2, 4, 5, 7, 3, 2, 6, 3, 0, 0]);
    expect(rows(mask?.data)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
    expect(rows(types?.data)).toEqual(new Array(10).fill(0));
  });

  it("cuts long sentences but keeps the special tokens around them", () => {
    const [ids] = tokenise(file, {
      tokenizer: "",
      sentences: ["a b c a b"],
      maxLength: 4,
      padding: "longest",
    });
    expect(rows(ids?.data)).toEqual([2, 4, 5, 3]);
  });
});
