import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { findCycles } from "./cycles.js";
import { folderOf, isNodeBuiltin, readSources, root, type Import, type Source } from "./sources.js";

/** Which folders of src a folder may import, besides itself. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  shared: [],
  platform: ["core"],
  webview: ["shared"],
  cli: ["core", "platform"],
  host: ["core", "platform", "shared"],
  "extension.ts": ["host"],
};

const pure = new Set(["core", "shared"]);
const browser = new Set(["core", "shared", "webview"]);

let sources: Source[] = [];
let imports: Import[] = [];

beforeAll(() => {
  sources = readSources();
  imports = sources.flatMap((source) => source.imports);
}, 60_000);

function show(found: readonly Import[]): string[] {
  return found.map(({ from, to }) => `${from} imports ${to}`);
}

describe("folders", () => {
  it("are those of the design", () => {
    expect(sources.map(({ path: file }) => folderOf(file)).filter((folder) => !(folder in arrows))).toEqual(
      [],
    );
    expect(sources.length).toBeGreaterThan(50);
  });

  it("import only along the arrows", () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!to.startsWith("src/")) return false;
      const [source, target] = [folderOf(from), folderOf(to)];
      return source !== target && !arrows[source]?.includes(target);
    });
    expect(show(wrong)).toEqual([]);
  });

  it("leave src only for the manifest and for data", () => {
    const outside = imports.filter(({ to }) => /^(\.\.|test|scripts|python|examples)\//.test(to));
    expect(show(outside)).toEqual([]);
  });

  it("use vscode only in host", () => {
    expect(
      show(
        imports.filter(
          ({ from, to }) => to === "vscode" && folderOf(from) !== "host" && from !== "src/extension.ts",
        ),
      ),
    ).toEqual([]);
  });

  it("use no Node built-ins in core, shared and webview", () => {
    expect(show(imports.filter(({ from, to }) => browser.has(folderOf(from)) && isNodeBuiltin(to)))).toEqual(
      [],
    );
  });

  it("use no Node globals, clock or randomness in core and shared", () => {
    const impure =
      /\b(process\.(env|argv|cwd|platform|stdout)|Buffer\.|__dirname|setTimeout\(|Date\.now\(|new Date\(\)|Math\.random\(|console\.)/;
    const wrong = sources.filter(
      ({ path: file }) =>
        pure.has(folderOf(file)) && impure.test(readFileSync(path.join(root, file), "utf8")),
    );
    expect(wrong.map(({ path: file }) => file)).toEqual([]);
  });

  it("have no circular imports", () => {
    // An import of types is gone at run time, and types may well refer to each other.
    const graph = new Map(
      sources.map(({ path: file, imports: own }) => [
        file,
        own.filter(({ typeOnly }) => !typeOnly).map(({ to }) => to),
      ]),
    );
    expect(findCycles(graph)).toEqual([]);
  });
});

describe("files", () => {
  it("export by name", () => {
    expect(sources.filter(({ hasDefaultExport }) => hasDefaultExport).map(({ path: file }) => file)).toEqual(
      [],
    );
  });

  it("are no barrels", () => {
    expect(sources.filter(({ isBarrel }) => isBarrel).map(({ path: file }) => file)).toEqual([]);
  });

  it("are named in camelCase", () => {
    const odd = sources.filter(
      ({ path: file }) => !/^[a-z][a-zA-Z0-9]*(\.generated)?\.ts$/.test(path.basename(file)),
    );
    expect(odd.map(({ path: file }) => file)).toEqual([]);
  });

  it("stay small: none over 400 lines, half of them under about 100", () => {
    const written = sources.filter(({ path: file }) => !file.endsWith(".generated.ts"));
    expect(
      written.filter(({ lines }) => lines > 400).map(({ path: file, lines }) => `${file}: ${lines}`),
    ).toEqual([]);
    const sizes = written.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(130);
  });

  it("make no empty promises", () => {
    // `placeholder=` is an attribute of HTML, `placeHolder:` a property of VS Code's pickers.
    const words = /\b(stub|placeholder(?! ?[=:])|dummy|not implemented|hard-coded)\b/i;
    const wrong = ["src", "python/paddle_port", "api"].flatMap(filesUnder).filter((file) => {
      return /\.(ts|py|ya?ml)$/.test(file) && words.test(readFileSync(path.join(root, file), "utf8"));
    });
    expect(wrong).toEqual([]);
  });
});

describe("rules", () => {
  const rules = namesIn("src/core/lint/rules", /^(.+)\.ts$/);
  const registry = "src/core/lint/rules.generated.ts";

  it.each(rules)("%s is registered", (name) => {
    expect(readFileSync(path.join(root, registry), "utf8")).toContain(`./rules/${name}.js"`);
  });

  it.each(rules)("%s has a page with its code, which is also its test", (name) => {
    const code = /^pp\d+/.exec(name)?.[0].toUpperCase();
    expect(code, `${name}.ts should begin with the rule's code`).toBeDefined();
    expect(existsSync(path.join(root, "test/rules", `${code ?? ""}.md`))).toBe(true);
  });

  it("import only their contract, the helpers that they share, semantics, text and syntax", () => {
    // Not the engine and not each other: a rule can be read, tested and taken away by itself.
    const allowed =
      /^src\/core\/(lint\/(rule|fix|finding|context|halfPorted|linearWeight|paddleCode|paddleNames\.generated|sharing)\.ts$|(semantics|text|syntax)\/)/;
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith("src/core/lint/rules/") && !allowed.test(to),
    );
    expect(show(wrong)).toEqual([]);
  });
});

describe("commands", () => {
  const commands = namesIn("src/cli/commands", /^(.+)\.ts$/);

  it.each(commands)("%s is registered", (name) => {
    const registered = imports.some(
      ({ from, to }) => from === "src/cli/main.ts" && to === `src/cli/commands/${name}.ts`,
    );
    expect(registered).toBe(true);
  });

  it.each(commands)("%s is documented in both READMEs", (name) => {
    for (const readme of ["README.md", "README.zh-CN.md"]) {
      expect(readFileSync(path.join(root, readme), "utf8"), readme).toContain(`paddle-port ${name}`);
    }
  });
});

describe("findCycles", () => {
  it("finds circles of any length and nothing else", () => {
    const graph = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["a", "d"]],
      ["d", ["e"]],
      ["e", []],
      ["f", ["f"]],
    ]);
    expect(findCycles(graph)).toEqual([["a", "b", "c"], ["f"]]);
  });
});

function namesIn(folder: string, pattern: RegExp): string[] {
  const place = path.join(root, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place).flatMap((name) => pattern.exec(name)?.[1] ?? []);
}

function filesUnder(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
    path.join(folder, name),
  );
}
