import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { helperModule } from "../../../src/core/port/helpers.js";
import { paddlePython } from "../../support/interpreters.js";

const folder = mkdtempSync(path.join(tmpdir(), "paddle-port-positions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const setup = [
  "import paddle",
  "from paddle_port_helpers import token_positions",
  'ids = paddle.zeros([2, 4], dtype="int64")',
  "embeds = paddle.zeros([2, 4, 8])",
  "left = paddle.to_tensor([[0, 0, 1, 1], [1, 1, 1, 1]])",
  "right = paddle.to_tensor([[1, 1, 0, 0], [1, 1, 1, 1]])",
  "",
].join("\n");

/** What transformers' `generate` passes: positions counted over the mask, of the new tokens only. */
const cases: readonly (readonly [string, readonly number[][]])[] = [
  [
    "token_positions(ids)",
    [
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ],
  ],
  [
    "token_positions(embeds)",
    [
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ],
  ],
  [
    "token_positions(ids, None)",
    [
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ],
  ],
  [
    "token_positions(ids, left)",
    [
      [0, 0, 0, 1],
      [0, 1, 2, 3],
    ],
  ],
  [
    'token_positions(ids, left.astype("bool"))',
    [
      [0, 0, 0, 1],
      [0, 1, 2, 3],
    ],
  ],
  [
    "token_positions(ids, right)",
    [
      [0, 1, 1, 1],
      [0, 1, 2, 3],
    ],
  ],
  // One new token after three that are cached: the mask covers all four.
  ["token_positions(ids[:, -1:], left)", [[1], [3]]],
];

describe("the helper that counts positions", () => {
  it.each(["3.0.0", "3.3.1"] as const)("on Paddle %s", (version) => {
    writeFileSync(path.join(folder, "paddle_port_helpers.py"), helperModule(["token_positions"], "test"));
    const expressions = [
      ...cases.map(([expression]) => expression),
      "token_positions(ids, left[:, None, None])",
    ];
    writeFileSync(path.join(folder, "job.json"), JSON.stringify({ setup, expressions }));
    const output = execFileSync(paddlePython(version), [path.join(__dirname, "evaluate.py"), folder], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const line = output.split("\n").find((candidate) => candidate.startsWith("RESULTS "));
    const results = JSON.parse(line?.slice("RESULTS ".length) ?? "[]") as unknown[];
    expect(results.slice(0, -1)).toEqual(
      cases.map(([, rows]) => ["int64", [rows.length, rows[0]?.length], rows]),
    );
    expect(results.at(-1)).toMatch(/^ValueError: .*\[batch, length\]/);
  });
});
