import path from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import type { ProofCase } from "../../../scripts/prove/cases.js";
import { casesOf } from "../../../scripts/prove/cases.js";
import { rowsToProve } from "../../../scripts/prove/rows.js";
import type { ProofRun, RowToProve } from "../../../scripts/prove/runProofs.js";
import { ProofRunner } from "../../../scripts/prove/runProofs.js";
import { adapterFor, adapterParameters, differs } from "../../../src/core/lint/adapters.js";
import { PythonParser } from "../../../src/core/syntax/parser.js";
import { readGrammar } from "../../../src/platform/grammar.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";

const { catalog, provable } = rowsToProve(path.resolve(__dirname, "../../.."));
const full = process.env["PADDLE_PORT_FULL"] === "1";

/** The programs of a row's proofs with the name handed on as a value first: nobody can see how it is called. */
function asValue({ row, proofs }: RowToProve): ProofCase[] {
  const adapter = adapterFor(row);
  if (adapter === null || !differs(row, catalog.form(row, "3.0"))) return [];
  const takes = adapterParameters(adapter);
  const spellings = [row.name, ...row.aliases].flatMap((name) => [
    name,
    name.replace(/^torch\.nn\.functional\./, "F."),
    name.replace(/^torch\.nn\./, "nn."),
  ]);
  return casesOf(row, proofs, catalog).flatMap((item) => {
    const refused = row.paddle.some((form) =>
      item.arguments.some((name) => form.arguments?.[name]?.unsupported !== undefined),
    );
    if (item.grad || refused || !item.arguments.every((name) => takes.has(name))) return [];
    const name = spellings.find((text) => item.source.includes(`${text}(`));
    return name === undefined
      ? []
      : [{ ...item, source: item.source.replaceAll(`${name}(`, `(lambda f: f)(${name})(`) }];
  });
}

let runner: ProofRunner;
let run: ProofRun;
const cases = provable.flatMap((entry) => asValue(entry).map((item) => ({ item, row: entry.row })));

beforeAll(async () => {
  const parser = await PythonParser.create(await readGrammar());
  const paddle = { "3.0.0": paddlePython("3.0.0"), "3.3.1": paddlePython("3.3.1") };
  runner = new ProofRunner({ torch: torchPython(), paddle }, parser);
  run = await runner.runCases(
    full ? cases : cases.filter(({ item }, index) => item.stated || index % 9 === 0),
    catalog,
  );
});

afterAll(() => {
  runner.stop();
});

it("there are adapters for most rows whose signatures differ", () => {
  expect(new Set(cases.map(({ row }) => row.name)).size).toBeGreaterThan(150);
});

it("names of PyTorch as values do what they do when they are called directly", () => {
  const failed = run.outcomes.filter(({ status }) => status === "failed");
  expect(
    failed.map((o) => `${o.case.row} #${o.case.proof} (${o.case.form}) on ${o.paddle}: ${o.detail}`),
  ).toEqual([]);
});

it("most of the programs are ported", () => {
  const passed = run.outcomes.filter(({ status }) => status === "passed");
  expect(passed.length).toBeGreaterThan(run.outcomes.length * 0.8);
});
