import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import type { Finding } from "../../../src/core/lint/finding.js";
import { lintModule } from "../../../src/core/lint/engine.js";
import { rules } from "../../../src/core/lint/rules.generated.js";
import { analyseEach } from "../../../src/core/semantics/analysis.js";
import { Project } from "../../../src/core/semantics/project.js";
import { PackedSyntax } from "../../../src/core/syntax/packed/packedSyntax.js";
import { pythonParser } from "../../support/python.js";

const parser = await pythonParser();
const folders = ["classes", "containers", "functions", "imports", "layers", "models", "scopes"];
const files = folders.flatMap((folder) =>
  readdirSync(path.join("test/programs", folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py"))
    .map((name) => path.posix.join(folder, name.replaceAll("\\", "/")))
    .map((name) => ({ path: name, text: readFileSync(path.join("test/programs", name), "utf8") })),
);

function findings(packed: PackedSyntax | null): (readonly Finding[])[] {
  const project = new Project(files, parser, bundledCatalog(), packed);
  const all = new Map(project.modules.map((module) => [module, null]));
  return analyseEach(project, all, (module) => lintModule(module, project, { target: "3.0", rules }));
}

it("a project with packed syntax has the findings of one without", () => {
  const plain = findings(null);
  expect(plain.flat().length).toBeGreaterThan(500);
  expect(findings(new PackedSyntax())).toEqual(plain);
});
