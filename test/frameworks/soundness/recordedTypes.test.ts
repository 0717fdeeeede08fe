import path from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { builtin, tensor } from "../../../src/core/semantics/types.js";
import { PythonParser } from "../../../src/core/syntax/parser.js";
import { readGrammar } from "../../../src/platform/grammar.js";
import { readPrograms, sample } from "../../programs/support/program.js";
import { torchPython } from "../../support/interpreters.js";
import { contradiction } from "./contradictions.js";
import { knownContradictions, knownInTorchvision } from "./known.js";
import { unpackedPackages } from "../../support/packages.js";
import { recordPackage } from "./recordPackage.js";
import type { Soundness } from "./recordTypes.js";
import { recordTypes } from "./recordTypes.js";

const full = process.env["PADDLE_PORT_FULL"] === "1";
const all = readPrograms(path.resolve(__dirname, "../../programs"));
// What is known to be contradicted always runs: a mended defect has to be noticed.
const listed = new Set(knownContradictions.map((entry) => entry.slice(0, entry.indexOf(":"))));
const chosen = full ? all : [...new Set([...sample(all, 5, 120), ...all.filter(({ id }) => listed.has(id))])];
let found: Soundness;
let parser: PythonParser;

/** What is not among the known contradictions. */
function unlisted(contradictions: readonly string[], known: readonly string[]): string[] {
  return contradictions.filter((text) => !known.some((entry) => text.startsWith(entry)));
}

/** Known contradictions that do not occur any more. */
function mended(contradictions: readonly string[], known: readonly string[]): string[] {
  return known.filter((entry) => !contradictions.some((text) => text.startsWith(entry)));
}

beforeAll(async () => {
  parser = await PythonParser.create(await readGrammar());
  found = await recordTypes(chosen, torchPython(), parser);
});

describe("certain types", () => {
  it("are recorded without changing what the programs do", () => {
    expect(found.disturbed).toEqual([]);
    expect(found.places).toBeGreaterThan(chosen.length * 5);
  });

  it("are most of what runs in the small programs", () => {
    expect(found.certain / found.places).toBeGreaterThan(0.5);
  });

  it("are never contradicted by what the programs were when they ran", () => {
    expect(unlisted(found.contradictions, knownContradictions)).toEqual([]);
  });

  it("have no entry in known.ts that has been mended", () => {
    const ran = new Set(chosen.map(({ id }) => id));
    const listed = knownContradictions.filter((entry) => ran.has(entry.slice(0, entry.indexOf(":"))));
    expect(mended(found.contradictions, listed)).toEqual([]);
  });

  if (full) {
    it("are never contradicted by what torchvision's models were when they ran", async () => {
      const root = unpackedPackages(torchPython(), ["torchvision==0.28.0", "pillow==13.0.0"]);
      const script = path.join(__dirname, "run_torchvision.py");
      const models = await recordPackage(
        script,
        root,
        "torchvision",
        "torchvision/models/",
        torchPython(),
        parser,
      );
      expect(models.stdout.trim()).toBe("34");
      expect(models.certain).toBeGreaterThan(10_000);
      expect(unlisted(models.contradictions, knownInTorchvision)).toEqual([]);
      expect(mended(models.contradictions, knownInTorchvision)).toEqual([]);
    });
  }
});

describe("the comparison", () => {
  it("sees a wrong kind, rank, dtype, item and number", () => {
    const float = { class: "torch.Tensor", kind: "tensor", dtype: "float32", rank: 2 };
    const two = { class: "builtins.int", kind: "builtin", name: "int", value: 2 };
    const list = { class: "builtins.list", kind: "list", bases: ["list", "object"], items: [two] };
    expect(contradiction(tensor("torch", 2, "float32"), float)).toBeUndefined();
    expect(contradiction(tensor("torch"), float)).toBeUndefined();
    expect(contradiction(tensor("torch", 1), float)).toContain("rank");
    expect(contradiction(tensor("torch", null, "int64"), float)).toContain("int64");
    expect(contradiction(builtin("int", 2), two)).toBeUndefined();
    expect(contradiction(builtin("int", 3), two)).toContain("3");
    expect(contradiction(builtin("str"), two)).toContain("str");
    expect(contradiction({ kind: "list", element: builtin("int") }, list)).toBeUndefined();
    expect(contradiction({ kind: "list", element: builtin("str") }, list)).toContain("item");
    expect(contradiction({ kind: "union", members: [builtin("str"), builtin("int")] }, two)).toBeUndefined();
  });
});
