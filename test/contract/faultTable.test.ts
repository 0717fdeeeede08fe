import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { faults } from "../../scripts/faults/catalogue.js";
import { refusals } from "../../scripts/faults/refusals.js";
import { faultPage, faultTable } from "../../scripts/faults/table.js";
import { MessageTranslator, sentencesOf } from "../../src/core/editor/messageTemplates.js";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const table = faultTable.parse(JSON.parse(read("docs/faults-jina-clip-v2.json")));

describe("the table of planted mistakes", () => {
  it("has a line for each of the catalogue, at least sixteen", () => {
    expect(table.faults.map(({ id, what, module }) => ({ id, what, module }))).toEqual(
      faults.map(({ id, what, module }) => ({ id, what, module })),
    );
    expect(table.faults.length).toBeGreaterThanOrEqual(16);
    expect(table.refusals.map(({ id }) => id)).toEqual(refusals.map(({ id }) => id));
  });

  it("has all of them found, on both versions of Paddle", () => {
    expect(table.versions).toEqual(["3.0.0", "3.3.1"]);
    for (const { id, module, answers } of table.faults)
      for (const version of table.versions)
        expect({ id, version, ...answers[version] }).toMatchObject({
          verdict: "diverged",
          named: module,
          problems: [],
        });
    for (const { id, refused } of table.refusals) expect({ id, refused }).toEqual({ id, refused: true });
  });

  it("has no false alarm", () => {
    expect(table.unbroken).toHaveLength(3 * table.versions.length);
    for (const { verdict, worst } of table.unbroken) {
      expect(verdict).toBe("aligned");
      expect(Math.max(worst.isolated.timesFloor, worst.propagated.timesFloor)).toBeLessThan(10);
    }
  });

  it("is what the page shows", () => {
    expect(read("docs/faults-jina-clip-v2.md")).toBe(faultPage(table));
  });

  it("names causes that can be said in Chinese", () => {
    const chinese = new MessageTranslator(
      JSON.parse(read("l10n/reports.zh-cn.json")) as Record<string, string>,
    );
    for (const { answers } of table.faults)
      for (const { explanation = "" } of Object.values(answers))
        for (const sentence of sentencesOf(explanation))
          expect(chinese.translate(sentence), sentence).toMatch(/\p{Script=Han}.*。$/u);
  });
});

describe("the mistakes in the code", () => {
  const port = "examples/jina-clip-v2/paddle/jina_clip";

  it("are planted where the committed port has the text, once", () => {
    for (const { id, change } of faults) {
      if (change.kind !== "code") continue;
      for (const { file, find, write } of change.replacements) {
        expect({ id, times: read(path.join(port, file)).split(find).length - 1 }).toEqual({ id, times: 1 });
        expect(write, id).not.toBe(find);
      }
    }
  });

  it("each have a name of their own", () => {
    const ids = [...faults, ...refusals].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]+$/);
  });
});
