import { Random } from "./random.js";

/** Tokens, fragments and noise that find the edges of a Python reader. */
const fragments = [
  ..."( ) [ ] { } : , . ; = == := -> @ * ** // % \\ # ' \" ''' \"\"\" ` $ ? !".split(" "),
  ..."f'{x!r:>{w}}' rb'\\x' b\"é\" f\"{ 0j 1_000 0x_f 1e400 00 é ﬁ 变量 𝐱 🙂".split(" "),
  ..."if else elif for while try except finally with as def class lambda return yield await async match case type del".split(
    " ",
  ),
  ..."global x;nonlocal x;import torch;from torch import *;from . import a;import torch.nn as nn".split(";"),
  ..."torch.ones(2) x.view(-1) x.max(1) .permute(0,2,1) nn.Linear(2,3) torch.cat((x,y),-1) F.relu x.to(y) torch.Tensor".split(
    " ",
  ),
  ..."print x;exec y;x <> y;0777;ur'x';raise E, v;not in;is not;*a, b = c;x if y else;(yield);lambda: (yield)".split(
    ";",
  ),
  "# noqa",
  "# paddle-port: ignore",
  "# TODO(paddle-port PP003): x\n",
  "\n",
  "\r\n",
  "\r",
  "\f",
  "\v",
  "\t",
  "\0",
  "\u00a0",
  "\u2028",
  "\uFEFF",
  "\ud800",
  " ",
  "    ",
  "\\\n",
  "\n\n\n",
  "\n    ",
  "\n\t",
];

const codingLines = [
  "# -*- coding: latin-1 -*-\n",
  "# coding=utf-8\n",
  "# vim: set fileencoding=iso-8859-1 :\n",
];

/** Bytes that a person, a broken disk or another tool might have left under a name that ends in `.py`. */
export function fuzzCase(seed: number, index: number, files: readonly string[]): Buffer {
  const random = new Random(seed * 1_000_003 + index);
  const kind = random.below(20);
  if (kind === 0) return noise(random);
  const text = kind < 4 ? jumble(random) : mutate(random, excerpt(random, random.pick(files)), files);
  const encoding = random.below(40) === 0 ? "latin1" : "utf8";
  const head = random.below(25) === 0 ? random.pick(codingLines) : "";
  const bytes = Buffer.from(head + lineEnds(random, text), encoding);
  const marked = random.below(25) === 0 ? Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]) : bytes;
  return random.below(12) === 0 ? damage(random, marked) : marked;
}

/** Most of what Python sees are whole lines of a file, so that is what is cut out. */
function excerpt(random: Random, text: string): string {
  const lines = text.split("\n");
  const count = 1 + random.below(random.below(10) === 0 ? 150 : 45);
  const start = random.below(3) === 0 ? 0 : random.below(lines.length);
  const head = random.below(2) === 0 ? "import torch\nfrom torch import nn\n" : "";
  return `${head}${lines.slice(start, start + count).join("\n")}\n`;
}

function jumble(random: Random): string {
  const parts = Array.from({ length: random.below(60) }, () => random.pick(fragments));
  return parts.join(random.pick(["", " ", " ", "\n"]));
}

function mutate(random: Random, original: string, files: readonly string[]): string {
  let text = original;
  for (let count = random.below(6); count > 0; count--) {
    const at = random.below(text.length + 1);
    const length = random.below(random.below(4) === 0 ? 200 : 12);
    const [before, stretch, after] = [
      text.slice(0, at),
      text.slice(at, at + length),
      text.slice(at + length),
    ];
    const kind = random.below(8);
    if (kind === 0) text = before + after;
    else if (kind === 1) text = before + stretch + stretch + after;
    else if (kind === 2) text = before + random.pick(fragments) + after;
    else if (kind === 3) text = `${before} ${random.pick(fragments)} ${stretch}${after}`;
    else if (kind === 4) text = before;
    else if (kind === 5) text = before + excerpt(random, random.pick(files)).slice(0, 300) + stretch + after;
    else if (kind === 6) text = swapLines(random, text);
    else text = before + stretch.replaceAll(random.pick(["(", ")", ":", "    ", "\n", "'", ","]), "") + after;
  }
  return text;
}

function swapLines(random: Random, text: string): string {
  const lines = text.split("\n");
  const [a, b] = [random.below(lines.length), random.below(lines.length)];
  [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
  return lines.join("\n");
}

function lineEnds(random: Random, text: string): string {
  const kind = random.below(16);
  if (kind === 0) return text.replaceAll("\n", "\r\n");
  if (kind === 1) return text.replaceAll("\n", "\r");
  if (kind === 2) return text.replaceAll("    ", "\t");
  return kind === 3 ? text.replaceAll(/\n/g, () => random.pick(["\n", "\r\n", "\r", "\n\f"])) : text;
}

function damage(random: Random, bytes: Buffer): Buffer {
  const result = Buffer.from(bytes);
  for (let count = 1 + random.below(4); count > 0 && result.length > 0; count--)
    result[random.below(result.length)] = random.below(256);
  return result;
}

function noise(random: Random): Buffer {
  const range = random.pick([256, 128, 64]);
  return Buffer.from(Array.from({ length: random.below(600) }, () => random.below(range)));
}
