import { execFileSync } from "node:child_process";

import { beforeAll, describe, expect, it } from "vitest";

import { collectPaddleNames } from "../../../scripts/paddleNames/collect.js";
import { absentNames, torchKeywords } from "../../../src/core/lint/paddleNames.generated.js";
import { paddlePython } from "../../support/interpreters.js";

// What the rules about half-ported Paddle code claim, asked of the installed versions.
const versions = ["3.0.0", "3.1.1", "3.2.2", "3.3.1"] as const;

/** Python -> what it gives on each version, oldest first: the text of a value, or the name of an exception. */
const claims: Readonly<Record<string, readonly [string, string, string, string]>> = {
  // PP105
  "nn.LayerNorm(3, eps=1e-6)._epsilon": ["TypeError", "TypeError", "TypeError", "1e-06"],
  "nn.Linear(2, 2, bias=False)": ["TypeError", "TypeError", "TypeError", "TypeError"],
  "paddle.concat([x, x], dim=0).shape[0]": ["TypeError", "TypeError", "4", "4"],
  // PP106
  "paddle.cat": ["AttributeError", "AttributeError", "a function", "a function"],
  "nn.Parameter": ["AttributeError", "AttributeError", "a class", "a class"],
  "nn.BatchNorm2d": ["AttributeError", "AttributeError", "AttributeError", "AttributeError"],
  // PP203: a short order is completed without a word
  "list(paddle.zeros([1, 2, 3, 4]).transpose([0, 2, 1]).shape)": [
    "[1, 3, 2, 4]",
    "[1, 3, 2, 4]",
    "[1, 3, 2, 4]",
    "[1, 3, 2, 4]",
  ],
  "list(paddle.zeros([2, 3, 4]).transpose([0, 2]).shape)": [
    "[2, 4, 4]",
    "[2, 4, 4]",
    "[2, 4, 4]",
    "[2, 4, 4]",
  ],
  "paddle.zeros([2, 3]).transpose([0, 1, 2])": ["ValueError", "ValueError", "ValueError", "ValueError"],
  // PP205
  'x.to("cuda")': ["ValueError", "ValueError", "ValueError", "ValueError"],
  'x.to("gpu")': ["ValueError", "ValueError", "ValueError", "ValueError"],
  'hasattr(nn.Linear(2, 2), "cuda")': ["False", "False", "False", "True"],
  'hasattr(nn.Linear(2, 2), "device")': ["False", "False", "False", "False"],
  // PP206
  "type(x.max(axis=1)).__name__": ["Tensor", "Tensor", "Tensor", "Tensor"],
  "type(paddle.sort(x, axis=0)).__name__": ["Tensor", "Tensor", "Tensor", "Tensor"],
  // PP207
  "len(paddle.zeros([6]).split(2))": ["2", "2", "2", "2"],
  // PP303: sequence before heads, seen by who attends to whom
  "F.scaled_dot_product_attention(paddle.zeros([1, 2, 3, 4]), paddle.zeros([1, 5, 3, 4]), paddle.arange(60.).reshape([1, 5, 3, 4]))[0, 0, 0, 0].item()":
    ["24.0", "24.0", "24.0", "24.0"],
  // PP504
  "nn.MultiHeadAttention(4, 2).in_proj_weight": [
    "AttributeError",
    "AttributeError",
    "AttributeError",
    "AttributeError",
  ],
  // PP606
  "x.shape == (2, 3)": ["False", "False", "False", "True"],
  "x.shape == [2, 3]": ["True", "True", "True", "True"],
  "tuple(x.shape) == (2, 3)": ["True", "True", "True", "True"],
  "list(x.shape[:-1] + (1,))": ["TypeError", "TypeError", "TypeError", "[2, 1]"],
};

const program = `
import inspect, json, sys
import paddle
import paddle.nn.functional as F
from paddle import nn
x = paddle.arange(6, dtype="float32").reshape([2, 3])
def ask(code):
    try:
        value = eval(code)
    except Exception as error:
        return type(error).__name__
    if inspect.isclass(value):
        return "a class"
    return "a function" if inspect.isroutine(value) else str(value)
print("ANSWER " + json.dumps([ask(code) for code in json.load(sys.stdin)]))
`;

describe("what rules claim about Paddle", () => {
  const answers: string[][] = [];
  beforeAll(() => {
    for (const version of versions) {
      const output = execFileSync(paddlePython(version), ["-c", program], {
        input: JSON.stringify(Object.keys(claims)),
        encoding: "utf8",
        stdio: ["pipe", "pipe", "ignore"],
      });
      const line = output.split("\n").find((candidate) => candidate.startsWith("ANSWER ")) ?? "";
      answers.push(JSON.parse(line.slice("ANSWER ".length)) as string[]);
    }
  });

  it.each(Object.keys(claims).map((code, index) => [code, index] as const))("%s", (code, index) => {
    expect(answers.map((of) => of[index])).toEqual(claims[code]);
  });

  it("names and keywords that PyTorch has and Paddle has not are those of the installed versions", () => {
    const pythons = Object.fromEntries(
      versions.map((version) => [version.slice(0, 3), paddlePython(version)]),
    );
    // Rows that are new may not have been asked about yet: `npx tsx scripts/paddleNames.ts` does.
    expect(collectPaddleNames(pythons)).toMatchObject({ names: absentNames, keywords: torchKeywords });
  });
});
