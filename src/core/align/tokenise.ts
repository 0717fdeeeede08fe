import { Tokenizer } from "@huggingface/tokenizers";

import type { TextInputs } from "./spec.js";
import { int64Tensor, type InputTensor } from "./tensorValues.js";

/** The parts of tokenizer.json that are read here; all else is the tokenizer's own. */
interface TokenizerFile {
  readonly padding?: {
    readonly pad_id?: number;
    readonly pad_type_id?: number;
    readonly direction?: string;
  } | null;
  readonly added_tokens?: readonly { readonly id: number; readonly content: string }[];
}

interface Encoded {
  readonly ids: readonly number[];
  readonly types: readonly number[];
}

/**
 * Turns sentences into a padded batch with the checkpoint's own tokenizer.
 * @param tokenizerJson the parsed tokenizer.json
 * @returns input_ids, attention_mask and token_type_ids, int64 [sentences, tokens]
 */
export function tokenise(tokenizerJson: object, given: TextInputs): InputTensor[] {
  const file = tokenizerJson as TokenizerFile;
  const tokenizer = new Tokenizer(tokenizerJson, {});
  const rows = given.sentences.map((sentence) => encode(tokenizer, sentence, given.maxLength));
  const width =
    given.padding === "longest" ? Math.max(1, ...rows.map((row) => row.ids.length)) : given.padding;
  const padId = file.padding?.pad_id ?? padTokenOf(file) ?? 0;
  const padType = file.padding?.pad_type_id ?? 0;
  const left = file.padding?.direction === "Left";
  const ids: number[] = [];
  const mask: number[] = [];
  const types: number[] = [];
  for (const row of rows) {
    const kept = row.ids.slice(0, width);
    const gap = new Array<number>(width - kept.length);
    const place = (into: number[], values: readonly number[], fill: number): void => {
      const padding = gap.fill(fill);
      into.push(...(left ? padding : []), ...values, ...(left ? [] : padding));
    };
    place(ids, kept, padId);
    place(
      mask,
      kept.map(() => 1),
      0,
    );
    place(types, row.types.slice(0, width), padType);
  }
  const shape = [rows.length, width];
  return [
    int64Tensor("input_ids", shape, ids),
    int64Tensor("attention_mask", shape, mask),
    int64Tensor("token_type_ids", shape, types),
  ];
}

/** Encodes with special tokens; what is too long loses its end but keeps the special tokens around it. */
function encode(tokenizer: Tokenizer, sentence: string, limit: number): Encoded {
  const whole = tokenizer.encode(sentence, { add_special_tokens: true, return_token_type_ids: true });
  if (whole.ids.length <= limit) return { ids: whole.ids, types: whole.token_type_ids };
  const bare = tokenizer.encode(sentence, { add_special_tokens: false }).ids;
  const before = startOf(whole.ids, bare);
  const after = whole.ids.length - before - bare.length;
  const room = Math.max(0, limit - before - after);
  const cut = <T>(values: readonly T[]): T[] => [
    ...values.slice(0, before + room),
    ...values.slice(before + bare.length),
  ];
  return { ids: cut(whole.ids), types: cut(whole.token_type_ids) };
}

function startOf(whole: readonly number[], part: readonly number[]): number {
  for (let start = 0; start + part.length <= whole.length; start++) {
    if (part.every((id, index) => whole[start + index] === id)) return start;
  }
  return 0;
}

function padTokenOf(file: TokenizerFile): number | undefined {
  return file.added_tokens?.find(({ content }) => ["[PAD]", "<pad>", "<|endoftext|>"].includes(content))?.id;
}
