import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";

import { tokenise } from "../../../src/core/align/tokenise.js";
import { exampleAssets, torchPython } from "../../support/interpreters.js";

const sentences = [
  "",
  " ",
  "A man is eating food.",
  "The quick, brown fox -- jumps (over) the 'lazy' dog's back!",
  "UPPER lower MiXeD 12345 3.14159 1,000,000",
  "naïve café résumé Ångström Łódź İstanbul ß ﬁ",
  "e\u0301 and \u00e9 are equal; n\u0303",
  "一只猫坐在窗边",
  "你好, world! 東京とソウル 서울",
  "emoji 🙂 👩‍👩‍👧 🇨🇳 ✈️ done",
  "tabs\tand\nnewlines\r\nand\u00a0no-break\u200bzero-width",
  "control \u0000 \u0007 \ufffd characters",
  "[CLS] literal [SEP] tokens [MASK] and [PAD] inside",
  "http://example.org/path?query=1&x=%20#fragment user@example.com",
  "don't can't it's we'll I'd they're",
  "Привет мир, γειά σου κόσμε, مرحبا بالعالم, שלום עולם, नमस्ते दुनिया",
  "supercalifragilisticexpialidocious antidisestablishmentarianism",
  "x".repeat(150),
  "∑∫√≈≠ €£¥₹ ½ ² ™ … — “quotes”",
  `${"word ".repeat(200)}end`,
];

const program = `
import json, sys
from tokenizers import Tokenizer
given = json.load(sys.stdin)
tokenizer = Tokenizer.from_file(given["file"])
tokenizer.enable_padding(length=None, pad_id=0, pad_token="[PAD]")
tokenizer.enable_truncation(given["limit"])
rows = tokenizer.encode_batch(given["sentences"])
json.dump([[r.ids for r in rows], [r.attention_mask for r in rows], [r.type_ids for r in rows]], sys.stdout)
`;

it.each([512, 16])("gives what the reference tokenizer gives, at most %i tokens", async (limit) => {
  const file = path.join(exampleAssets().minilm, "tokenizer.json");
  const answer = execFileSync(torchPython(), ["-c", program], {
    input: JSON.stringify({ file, sentences, limit }),
    encoding: "utf8",
  });
  const expected = JSON.parse(answer) as number[][][];
  const json = JSON.parse(await readFile(file, "utf8")) as object;
  const tensors = tokenise(json, { tokenizer: file, sentences, maxLength: limit, padding: "longest" });
  for (const [index, tensor] of tensors.entries()) {
    const values = [...new BigInt64Array(tensor.data.slice().buffer)].map(Number);
    const width = tensor.shape[1] ?? 0;
    const rows = sentences.map((_, row) => values.slice(row * width, (row + 1) * width));
    for (const [row, found] of rows.entries()) {
      expect(found, `${tensor.name} of ${JSON.stringify(sentences[row])}`).toEqual(expected[index]?.[row]);
    }
  }
});
