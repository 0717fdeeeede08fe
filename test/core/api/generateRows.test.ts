import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { apiFiles } from "../../../scripts/generate/apiFiles.js";
import { canonical, readApiRows } from "../../../scripts/generate/apiRows.js";

const repository = path.resolve(__dirname, "../../..");
let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "paddle-port-rows-"));
  mkdirSync(path.join(root, "api/helpers"), { recursive: true });
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const write = (name: string, text: string): void => {
  writeFileSync(path.join(root, "api", name), text);
};

const good =
  '- name: torch.f\n  kind: function\n  signatures: ["(x)"]\n  paddle:\n    - {since: "3.0", to: paddle.f}\n';

describe("readApiRows", () => {
  it("reads rows in order of name", () => {
    write("b.yaml", good);
    write("a.yaml", good.replace("torch.f", "torch.a"));
    expect(readApiRows(root).map(({ row }) => row.name)).toEqual(["torch.a", "torch.f"]);
  });

  it.each<[string, string, RegExp]>([
    ["a field that does not exist", good.replace("kind", "sort"), /^api\/a\.yaml:1: /],
    [
      "a version that is not supported",
      good.replace("3.0", "2.6"),
      /^api\/a\.yaml:5: 0\.paddle|^api\/a\.yaml:5: paddle\.0\.since/,
    ],
    [
      "two targets",
      good.replace("to: paddle.f", "to: paddle.f, same: true"),
      /^api\/a\.yaml:5: .*exactly one/,
    ],
    ["a signature that cannot be read", good.replace("(x)", "(x y)"), /^api\/a\.yaml:1: .*"x y"/],
    [
      "a rule for no parameter",
      good.replace("to: paddle.f", "to: paddle.f, arguments: {z: {to: a}}"),
      /no parameter "z"/,
    ],
    ["broken YAML", "- name: [", /^api\/a\.yaml:1: /],
    ["something else than a list", "name: torch.f", /has to be a list/],
  ])("refuses %s, naming file and line", (_what, text, message) => {
    write("a.yaml", text);
    expect(() => readApiRows(root)).toThrow(message);
  });

  it("refuses a name that two rows claim, aliases included", () => {
    write("a.yaml", good);
    write("b.yaml", `${good.replace("torch.f", "torch.g")}  aliases: [torch.f]\n`);
    expect(() => readApiRows(root)).toThrow(
      /^api\/b\.yaml:1: "torch\.f" is already taken by the row at api\/a\.yaml:1\.$/,
    );
  });
});

describe("apiFiles", () => {
  it("gives a row another hash when its helper changes", () => {
    write("a.yaml", good.replace("to: paddle.f", "to: helper.h"));
    const hash = (): string | undefined => /"hash":"(\w+)"/.exec(apiFiles(root)[0]?.content ?? "")?.[1];
    write("helpers/h.py", "def h(x):\n    return x\n");
    const before = hash();
    write("helpers/h.py", "def h(x):\n    return x + 1\n");
    expect(before).toMatch(/^[0-9a-f]{16}$/);
    expect(hash()).not.toBe(before);
  });

  it("refuses a row whose helper is missing", () => {
    write("a.yaml", good.replace("to: paddle.f", "to: helper.h"));
    expect(() => apiFiles(root)).toThrow("there is no api/helpers/h.py");
  });

  it("writes what is committed", () => {
    for (const file of apiFiles(repository)) {
      expect(
        readFileSync(path.join(repository, file.path), "utf8") === file.content,
        `${file.path} is out of date`,
      ).toBe(true);
    }
  });
});

describe("canonical", () => {
  it("does not depend on the order of keys", () => {
    expect(canonical({ b: [1, { d: 1, c: 2 }], a: null })).toBe(
      canonical({ a: null, b: [1, { c: 2, d: 1 }] }),
    );
  });
});
