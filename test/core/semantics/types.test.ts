import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe as group, expect, it } from "vitest";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import { analyse } from "../../../src/core/semantics/analysis.js";
import { Project } from "../../../src/core/semantics/project.js";
import { pythonParser } from "../../support/python.js";
import { describe, inferredAt, marksOf, splitFiles } from "./marks.js";

const folder = path.join(__dirname, "../../fixtures/lint/types");
const parser = await pythonParser();
const catalog = bundledCatalog();

group.each(readdirSync(folder).filter((name) => name.endsWith(".py")))("%s", (name) => {
  const files = splitFiles(name, readFileSync(path.join(folder, name), "utf8"));
  const project = new Project(files, parser, catalog);
  analyse(project);
  for (const module of project.modules) {
    it.each(marksOf(module.text).map((mark) => ({ ...mark, at: `${module.path}:${mark.line + 1}` })))(
      "$at $expression is $expected",
      (mark) => {
        const inferred = inferredAt(module, mark);
        expect(inferred).toBeDefined();
        if (inferred !== undefined) expect(describe(inferred, mark.expected)).toBe(mark.expected);
      },
    );
  }
});
