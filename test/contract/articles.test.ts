import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { ruleCodes } from "../../src/core/lint/ruleCodes.generated.js";
import { root } from "./sources.js";

const page = readFileSync(path.join(root, "docs/articles.md"), "utf8");

it("docs/articles.md names rules, pages and commands that exist", () => {
  const codes = [...new Set(page.match(/\bPP\d{3}\b/g))];
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => !ruleCodes.includes(code))).toEqual([]);
  const links = [...page.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, file]) => file ?? "");
  expect(links.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  const commands = readdirSync(path.join(root, "src/cli/commands")).map((name) => path.parse(name).name);
  const named = [...page.matchAll(/`paddle-port (\w+)`/g)].map(([, name]) => name ?? "");
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !commands.includes(name))).toEqual([]);
});

it("docs/articles.md has every rule about half-ported code", () => {
  // Their tests are about Paddle code alone, or have a section about it.
  const folder = path.join(root, "test/rules");
  const about = ruleCodes.filter((code) => {
    const text = readFileSync(path.join(folder, `${code}.md`), "utf8");
    const first = /```py check[^\n]*\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
    return text.includes("## Half-ported Paddle code") || !/^(import|from) (torch|flash_attn)/m.test(first);
  });
  const others = ["PP009", "PP900"];
  expect(about.filter((code) => !others.includes(code) && !page.includes(code))).toEqual([]);
});
