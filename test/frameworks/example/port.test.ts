import { execFileSync } from "node:child_process";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { paddlePython } from "../../support/interpreters.js";
import { makeExample, type Example } from "./support.js";

const files = ["configuration_bert.py", "modeling_bert.py"];

describe("the port of Chinese-CLIP's BERT", () => {
  let example: Example;
  let ported: { code: number; stdout: string; stderr: string };

  beforeAll(async () => {
    example = makeExample();
    ported = await example.run("port", "bert_torch", "bert_paddle", "--report", "port-report.json");
  });
  afterAll(() => example.remove());

  it("is complete, with nothing left to do by hand", () => {
    expect(ported.code, ported.stdout).toBe(0);
    const report = example.json("port-report.json") as { files: { path: string; complete: boolean }[] };
    expect(report.files.map(({ path, complete }) => [path.split(/[\\/]/).at(-1), complete]).sort()).toEqual(
      files.map((name) => [name, true]),
    );
    for (const name of files) expect(example.read(`bert_paddle/${name}`)).not.toContain("TODO(paddle-port");
  });

  it("leaves the source as it was, and the file without PyTorch byte for byte", () => {
    const name = "configuration_bert.py";
    expect(example.read(`bert_paddle/${name}`)).toBe(example.read(`bert_torch/${name}`));
  });

  it("changes only the lines that name PyTorch's APIs", () => {
    const source = example.read("bert_torch/modeling_bert.py");
    const port = example.read("bert_paddle/modeling_bert.py");
    // All that stands in a line of its own as a comment, and all blank lines, are there in the same order.
    const kept = (text: string): string[] =>
      text.split("\n").filter((line) => /^\s*(#.*)?$/.test(line) && !line.includes("(paddle-port "));
    expect(kept(port)).toEqual(kept(source));
    const written = new Set(port.split("\n"));
    const changed = source.split("\n").filter((line) => !written.has(line));
    // The APIs that Paddle has otherwise, as this file uses them. Nothing else has a reason to change.
    const named =
      /\b(torch|nn|eps|size|view|permute|transpose|dim|expand|data|parameters|bias)\b|flash_attn|FlashMHA/;
    expect(changed.filter((line) => !named.test(line))).toEqual([]);
    expect(changed.length).toBeGreaterThan(20);
  });

  it("changes nothing when it is ported again", async () => {
    const again = await example.run("port", "bert_paddle", "again");
    expect(again.code, again.stdout).toBe(0);
    for (const name of files) expect(example.read(`again/${name}`)).toBe(example.read(`bert_paddle/${name}`));
  });

  it.each(["3.0.0", "3.1.1", "3.2.2", "3.3.1"] as const)(
    "runs on paddlepaddle %s, with and without an attention mask",
    (version) => {
      const program = [
        "import json, paddle, factories",
        "model = factories.port()",
        "model.eval()",
        "ids = paddle.to_tensor([[101, 2023, 102], [101, 102, 0]])",
        "mask = paddle.to_tensor([[1, 1, 1], [1, 1, 0]])",
        "shapes = [list(model(ids)[0].shape), list(model(ids, attention_mask=mask)[0].shape)]",
        "print(json.dumps({'version': paddle.__version__, 'shapes': shapes}))",
      ].join("\n");
      const output = execFileSync(paddlePython(version), ["-c", program], {
        cwd: example.folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
      expect(JSON.parse(output.trim().split("\n").at(-1) ?? "")).toEqual({
        version,
        shapes: [
          [2, 3, 384],
          [2, 3, 384],
        ],
      });
    },
  );

  it("ends in an explicit error where flash attention is asked for", () => {
    const program = [
      "import json, factories",
      "from bert_paddle.configuration_bert import BertConfig",
      "from bert_paddle.modeling_bert import BertModel",
      "try:",
      "    BertModel(BertConfig(**factories.CONFIG, use_flash_attention=True))",
      "except Exception as error:",
      "    print(json.dumps([type(error).__name__, str(error)]))",
    ].join("\n");
    const output = execFileSync(paddlePython("3.3.1"), ["-c", program], {
      cwd: example.folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [kind, message] = JSON.parse(output.trim().split("\n").at(-1) ?? "[]") as string[];
    expect(kind).toBe("RuntimeError");
    expect(message).toContain("flash_attn");
  });
});
