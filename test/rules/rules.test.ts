import { readdirSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { Catalog } from "../../src/core/api/catalog.js";
import { rows } from "../../src/core/api/rows.generated.js";
import { bundledCatalog } from "../../src/core/api/bundledCatalog.js";
import { lintModule } from "../../src/core/lint/engine.js";
import type { Finding } from "../../src/core/lint/finding.js";
import { rules } from "../../src/core/lint/rules.generated.js";
import type { PortedFile } from "../../src/core/port/portFile.js";
import { portSource } from "../../src/core/port/portFile.js";
import { analyse } from "../../src/core/semantics/analysis.js";
import { Project } from "../../src/core/semantics/project.js";
import type { Rewrite } from "../../src/core/text/edits.js";
import { applyEdits, composeRewrites } from "../../src/core/text/edits.js";
import { LineIndex } from "../../src/core/text/lineIndex.js";
import { pythonParser } from "../support/python.js";
import type { Example } from "./pages.js";
import { fillMessages, pagesFolder, readPages } from "./pages.js";

const parser = await pythonParser();
const catalog = bundledCatalog();
/** The same knowledge with nothing proven. */
const unproven = new Catalog(rows);
const pages = readPages();

function knowledge(example: Pick<Example, "proofs">): Catalog {
  return example.proofs === "none" ? unproven : catalog;
}

function proofs(example: Pick<Example, "proofs">): "required" | "assumed" {
  return example.proofs === "assumed" ? "assumed" : "required";
}

function lint(text: string, example: Pick<Example, "target" | "proofs">): Finding[] {
  const project = new Project([{ path: "module.py", text }], parser, knowledge(example));
  analyse(project);
  const [module] = project.modules;
  if (module === undefined) throw new Error("no module");
  return lintModule(module, project, { target: example.target, rules, proofs: proofs(example) });
}

function port(text: string, example: Pick<Example, "target" | "proofs">): PortedFile {
  return portSource(text, parser, {
    target: example.target,
    proofs: proofs(example),
    catalog: knowledge(example),
    producer: "Paddle Port",
    helpers: { kind: "module", from: "paddle_port_helpers" },
  });
}

describe("the list of rules", () => {
  it("has unique codes and names, and each rule in the file of its code", () => {
    expect(new Set(rules.map((rule) => rule.code)).size).toBe(rules.length);
    expect(new Set(rules.map((rule) => rule.name)).size).toBe(rules.length);
    const files = readdirSync(path.join(pagesFolder, "../../src/core/lint/rules")).sort();
    expect(files.map((name) => name.slice(0, 5).toUpperCase())).toEqual(rules.map((rule) => rule.code));
    for (const rule of rules) {
      expect(rule.code).toMatch(/^PP\d{3}$/);
      expect(rule.name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      for (const text of [rule.summary, ...Object.values(rule.docs)])
        expect(text).toMatch(/^["A-Z`].*[.)]$/s);
    }
  });

  it("names only rows that exist, each in one rule", () => {
    const named = rules.flatMap((rule) => rule.rows ?? []);
    expect(new Set(named).size).toBe(named.length);
    expect(named.filter((row) => catalog.row(row)?.name !== row)).toEqual([]);
  });

  it("has a page for every rule and no others", () => {
    expect(pages.map((page) => page.code)).toEqual(rules.map((rule) => rule.code));
  });
});

describe.each(pages)("$code", (page) => {
  it("has the sections of a page and shows its own findings", () => {
    expect(page.sections).toEqual(
      ["Bad and good", "Stays silent", "Half-ported Paddle code", "Known limits"].filter((section) =>
        page.sections.includes(section),
      ),
    );
    expect(page.sections).toEqual(expect.arrayContaining(["Bad and good", "Stays silent"]));
    const own = page.examples.filter((example) => example.section === "Bad and good");
    expect(own.flatMap((example) => example.marks).filter((mark) => mark.endsWith(page.code))).not.toEqual(
      [],
    );
    const silent = page.examples.filter((example) => example.section === "Stays silent");
    expect(silent.flatMap((example) => example.marks).filter((mark) => mark.endsWith(page.code))).toEqual([]);
  });

  describe.each(page.examples)("$title", (example) => {
    const findings = lint(example.source, example);
    const ported = port(example.source, example);

    it("has exactly the marked findings", () => {
      const lines = new LineIndex(example.source);
      const found = findings.map(
        (finding) => `${lines.positionAt(finding.range.start).line + 1}:${finding.code}`,
      );
      expect(found.sort()).toEqual(example.marks);
    });

    it("becomes exactly the shown port", () => {
      expect(ported.text).toBe(fillMessages(example.ported, ported.text));
      expect(port(ported.text, example).text).toBe(ported.text);
      expect(parser.parse(ported.text).errors.length).toBeLessThanOrEqual(
        parser.parse(example.source).errors.length,
      );
      // A page that shows findings says what becomes of them.
      expect(example.hasPort || example.marks.length === 0).toBe(true);
    });

    it("keeps every byte outside its edits, and each fix stands alone", () => {
      const applied = ported.findings.filter(({ status }) => status === "fixed");
      expectKept(
        example.source,
        applied.flatMap(({ finding }) => finding.fix?.rewrites ?? []),
        ported.text,
      );
      for (const { fix } of findings) {
        if (fix === null) continue;
        const fixed = applyEdits(example.source, composeRewrites(example.source, fix.rewrites));
        expect(parser.parse(fixed).errors.length).toBeLessThanOrEqual(
          parser.parse(example.source).errors.length,
        );
      }
    });

    it("says nothing about the same code on other libraries", () => {
      const other = example.source.replaceAll(
        /\b(torch|paddle|paddlenlp|paddleformers|flash_attn|transformers|torchvision|timm|xformers)\b/g,
        "other_$1",
      );
      expect(lint(other, example).filter((finding) => finding.code !== "PP900")).toEqual([]);
      expect(port(other, example).text).toBe(other);
    });

    it("stands being cut off anywhere", () => {
      for (let end = 7; end < example.source.length; end += 7) {
        const cut = example.source.slice(0, end);
        const result = port(cut, example);
        expect(parser.parse(result.text).errors.length).toBeLessThanOrEqual(parser.parse(cut).errors.length);
      }
    });
  });
});

/** What lies between the rewritten ranges must stand in the result, unchanged and in order. */
function expectKept(source: string, rewrites: readonly Rewrite[], result: string): void {
  let position = 0;
  let found = 0;
  for (const rewrite of [...rewrites].sort((a, b) => a.start - b.start)) {
    if (rewrite.start < position) {
      position = Math.max(position, rewrite.end);
      continue;
    }
    for (const line of source.slice(position, rewrite.start).split("\n")) {
      const at = result.indexOf(line, found);
      expect(at, `"${line}" is kept`).toBeGreaterThanOrEqual(found);
      found = at + line.length;
    }
    position = rewrite.end;
  }
}
