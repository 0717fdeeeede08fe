import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { bundledCatalog } from "../../src/core/api/bundledCatalog.js";
import { describeRow } from "../../src/core/api/describeRow.js";
import { paddleVersion } from "../../src/core/api/schema.js";
import { MessageTranslator, sentencesOf } from "../../src/core/editor/messageTemplates.js";
import { EditorSession } from "../../src/core/editor/session.js";
import { pythonParser } from "../support/python.js";
import { readPages } from "../rules/pages.js";
import { root } from "./sources.js";

function texts(name: string): Record<string, string> {
  return JSON.parse(readFileSync(path.join(root, "l10n", name), "utf8")) as Record<string, string>;
}

const api = texts("api.zh-cn.json");
const translator = new MessageTranslator({ ...texts("messages.zh-cn.json"), ...api });
const catalog = bundledCatalog();

/** The sentences of a text that stay English: their words outside of code make up a phrase. */
function untranslated(text: string): string[] {
  return sentencesOf(text).filter((sentence) => {
    const words = translator.translate(sentence).replaceAll(/`[^`]*`/g, "");
    return !/\p{Script=Han}/u.test(words) || /[a-z]{3,} [a-z]{2,} [a-z]{2,}/.test(words);
  });
}

/** What the API knowledge says in words, of all rows. */
const notes = new Set(
  catalog.rows.flatMap((row) => [
    ...(row.note === undefined ? [] : [row.note]),
    ...row.paddle.flatMap((form) => [
      ...[form.none, form.remove].filter((text) => text !== undefined),
      ...Object.values(form.arguments ?? {}).flatMap((rule) =>
        [rule.unsupported, rule.drop].filter((text) => text !== undefined),
      ),
    ]),
  ]),
);

it("what the API knowledge says is translated sentence by sentence, and nothing else is", () => {
  const sentences = new Set([...notes].flatMap(sentencesOf));
  expect([...sentences].filter((text) => !Object.hasOwn(api, text))).toEqual([]);
  expect(Object.keys(api).filter((text) => !sentences.has(text))).toEqual([]);
  for (const [english, chinese] of Object.entries(api)) expect(chinese, english).toMatch(/\p{Script=Han}/u);
});

it("what is said about a row's arguments is translated, for every version", () => {
  const said = new Set(
    paddleVersion.options.flatMap((version) =>
      catalog.rows.flatMap((row) =>
        describeRow(catalog, row, version).forms.flatMap((form) => form.arguments.map((one) => one.becomes)),
      ),
    ),
  );
  const phrases = [...said].filter((text) => /as one list|rewritten as|left out|only the default/.test(text));
  expect(phrases.length).toBeGreaterThan(10);
  expect(phrases.filter((text) => !/\p{Script=Han}/u.test(translator.translate(text)))).toEqual([]);
});

it("findings are translated: their messages, and the titles of their fixes", async () => {
  const session = new EditorSession(await pythonParser(), catalog);
  const folder = path.join(root, "test/programs");
  // Some of each kind: there are hundreds.
  const programs = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py"))
    .sort()
    .filter((_, index) => index % 6 === 0);
  const sources = [
    ...readPages().flatMap(({ examples }) => examples.map(({ source, target }) => ({ source, target }))),
    ...programs.map((name) => ({
      source: readFileSync(path.join(folder, name), "utf8"),
      target: "3.0" as const,
    })),
  ];
  const english = new Set<string>();
  for (const { source, target } of sources) {
    const { findings } = await session.check(
      null,
      0,
      { path: "model.py", text: source },
      { target, producer: "test" },
      () => Promise.resolve(undefined),
    );
    for (const { message, fix } of findings)
      for (const text of untranslated(fix === null ? message : `${message} ${fix.title}`)) english.add(text);
  }
  expect([...english]).toEqual([]);
});
