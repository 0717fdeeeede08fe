import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { MessageTranslator } from "../../src/core/editor/messageTemplates.js";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "python/paddle_port");

/** What the probes of the alignment say: texts in Python that end like this one. */
const ENDING = /\bagrees(, so .*)?$/;

/** The whole texts of a source, with `word` for what is filled in: adjacent literals are one text. */
function texts(source: string): string[] {
  const literals = [...source.matchAll(/(?:(\w+) = \(?\s*)?((?:f?"(?:[^"\\\n]|\\.)*"\s*)+)/g)].map(
    ([, variable = "", literal = ""]) => ({
      variable,
      text: [...literal.matchAll(/f?"((?:[^"\\\n]|\\.)*)"/g)].map(([, part = ""]) => part).join(""),
    }),
  );
  // A part of a text stands in a variable, and in the text as its name in braces.
  const isPart = ({ variable }: { variable: string }): boolean => source.includes(`{${variable}}`);
  const fill = (text: string, parts = true): string =>
    text.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
      const part = parts ? literals.find(({ variable }) => variable === name) : undefined;
      return part ? fill(part.text, false) : "word";
    });
  return literals
    .filter((literal) => !isPart(literal))
    .map(({ text }) => fill(text))
    .filter((text) => ENDING.test(text));
}

it("every cause that a probe names can be said in Chinese", () => {
  const chinese = new MessageTranslator(
    JSON.parse(readFileSync(path.join(root, "l10n/reports.zh-cn.json"), "utf8")) as Record<string, string>,
  );
  const found = readdirSync(folder)
    .filter((file) => /^align_(probe_\w+|embedding)\.py$/.test(file))
    .flatMap((file) => texts(readFileSync(path.join(folder, file), "utf8")));
  expect(found.length).toBeGreaterThan(25);
  for (const text of found) expect(chinese.translate(`${text}.`), text).toMatch(/\p{Script=Han}.*。$/u);
});
