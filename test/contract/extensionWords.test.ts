import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { MessageTranslator, sentencesOf } from "../../src/core/editor/messageTemplates.js";
import { rules } from "../../src/core/lint/rules.generated.js";
import { errorTexts } from "./errorTexts.js";
import { translatedTexts } from "./extensionSources.js";
import { root } from "./sources.js";

function json(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(root, file), "utf8"));
}

function strings(file: string): Record<string, string> {
  const found = json(file);
  expect(Object.values(found).every((value) => typeof value === "string" && value !== "")).toBe(true);
  return found as Record<string, string>;
}

const holes = (text: string): string[] => [...text.matchAll(/\{\d+\}/g)].map(([hole]) => hole).sort();

describe("the manifest's words", () => {
  const keys = [...readFileSync(path.join(root, "package.json"), "utf8").matchAll(/"%([^%"]+)%"/g)].map(
    ([, key]) => key,
  );

  it.each(["package.nls.json", "package.nls.zh-cn.json"])("%s has every key and no other", (file) => {
    expect(Object.keys(strings(file)).sort()).toEqual([...new Set(keys)].sort());
  });

  it("have the design's titles", () => {
    const english = strings("package.nls.json");
    const titles = Object.entries(english).flatMap(([key, text]) =>
      key.startsWith("command.") ? [text] : [],
    );
    for (const title of [
      "Port File…",
      "Port Folder…",
      "Check Workspace",
      "Fix All Safe Problems",
      "Open Weight Plan",
      "Generate Conversion Script",
      "Convert Weights…",
      "Run Alignment Check",
      "Show Alignment Report",
      "Explain Rule",
      "Look Up API…",
      "Select Target Paddle Version",
      "Select Reference Interpreter",
      "Select Paddle Interpreter",
    ])
      expect(titles).toContain(title);
  });

  it("name walkthrough pages that exist", () => {
    for (const file of ["package.nls.json", "package.nls.zh-cn.json"]) {
      const pages = Object.entries(strings(file)).filter(([key]) => key.endsWith(".media"));
      expect(pages.length).toBeGreaterThanOrEqual(4);
      for (const [, page] of pages) expect(existsSync(path.join(root, page)), page).toBe(true);
    }
  });

  it("show the walkthrough's pictures, each in its language and none in vain", () => {
    const folder = path.join(root, "media/walkthrough");
    const files = readdirSync(folder);
    // In HTML: a path in Markdown may hold no space, and the editor puts the whole path of the package there.
    const shown = files
      .filter((file) => file.endsWith(".md"))
      .flatMap((page) =>
        [
          ...readFileSync(path.join(folder, page), "utf8").matchAll(
            /<img src="([^"]+)" alt="[^"]+" width="100%">/g,
          ),
        ].map(([, picture]) => {
          expect(picture?.endsWith(".zh-cn.png"), page).toBe(page.endsWith(".zh-cn.md"));
          return picture;
        }),
      );
    expect(shown.length).toBeGreaterThanOrEqual(8);
    expect(files.filter((file) => file.endsWith(".png")).sort()).toEqual([...shown].sort());
  });
});

describe("the extension's words", () => {
  const { texts, invalid } = translatedTexts();

  it("are literals, so that they can be found", () => {
    expect(invalid).toEqual([]);
    expect(texts.size).toBeGreaterThan(100);
  });

  it("are all translated into Chinese, and nothing else is", () => {
    const chinese = strings("l10n/bundle.l10n.zh-cn.json");
    expect([...texts].filter((text) => !Object.hasOwn(chinese, text))).toEqual([]);
    expect(Object.keys(chinese).filter((text) => !texts.has(text))).toEqual([]);
    for (const [english, translation] of Object.entries(chinese))
      expect(holes(translation), english).toEqual(holes(english));
  });
});

describe("the core's words in Chinese", () => {
  const errors = errorTexts();

  it("say every error that the extension can show", () => {
    expect(errors.length).toBeGreaterThan(300);
    const translator = new MessageTranslator(strings("l10n/reports.zh-cn.json"));
    const english = errors.flatMap(({ place, text }) =>
      // A sentence that is handed on has words of its own.
      sentencesOf(text.replace(/^`0` (?=[A-Z])/, ""))
        .filter((sentence) => {
          const words = translator.translate(sentence).replaceAll(/`[^`]*`|"[^"]*"/g, "");
          const isSaid = /\p{Script=Han}/u.test(words) || !/\p{Letter}{2}/u.test(words);
          return !isSaid || /[a-z]{3,} [a-z]{2,} [a-z]{2,}/.test(words);
        })
        .map((sentence) => `${place}: ${sentence}`),
    );
    expect(english).toEqual([]);
  });

  it("cover every rule", () => {
    const chinese = json("l10n/rules.zh-cn.json") as Record<string, Record<string, string>>;
    expect(Object.keys(chinese).sort()).toEqual(rules.map(({ code }) => code).sort());
    for (const [code, texts] of Object.entries(chinese)) {
      expect(Object.keys(texts).sort(), code).toEqual(["fixSafety", "limits", "summary", "what", "why"]);
      for (const text of Object.values(texts)) expect(text, code).toMatch(/\p{Script=Han}/u);
    }
  });

  it("translate messages that the core really writes", () => {
    const below = (folder: string, wanted: RegExp): string[] =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => wanted.test(name))
        .map((name) => readFileSync(path.join(root, folder, name), "utf8"));
    // A long text is written in pieces that are joined: with "+" here, side by side in Python.
    const source = [
      ...below("src/core", /^(align|api|config|lint|modules|semantics|weights)[\\/].*\.ts$/),
      ...below("src/platform", /\.ts$/),
      ...below("python/paddle_port", /^align_\w+\.py$/),
      ...errors.map(({ text }) => text),
    ]
      .join("\n")
      .replaceAll(/\\([`"])/g, "$1")
      .replaceAll(/(?<=["`]) \+\s+["`]|"\s*\n\s+f?"/g, "");
    const unknown: string[] = [];
    for (const [template, text] of Object.entries({
      ...strings("l10n/messages.zh-cn.json"),
      ...strings("l10n/reports.zh-cn.json"),
    })) {
      const fragments = template
        .split(/\{\d+\}/)
        .map((part) => part.replaceAll(/^[`\s:(;,)→]+|[`\s:().;]+$/g, ""));
      const longest = fragments.sort((a, b) => b.length - a.length)[0] ?? "";
      if (!source.includes(longest)) unknown.push(template);
      expect(holes(template), template).toEqual(expect.arrayContaining(holes(text)));
    }
    expect(unknown).toEqual([]);
  });

  it("leave no message of a rule without fix half English", () => {
    const translator = new MessageTranslator(strings("l10n/messages.zh-cn.json"));
    expect(
      translator.translate(
        "PyTorch is imported here; the port imports Paddle. 3 uses change only the prefix.",
      ),
    ).toBe("这里导入了 PyTorch；迁移后导入 Paddle。 3 处用法只改前缀。");
    expect(
      translator.translate(
        "`torch.x` is not in the API knowledge, so nothing is known about its counterpart on Paddle.",
      ),
    ).toBe("API 知识中没有 `torch.x`，因此不知道它在 Paddle 上的对应项。");
  });
});
