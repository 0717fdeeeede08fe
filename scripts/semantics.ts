// Measures what the semantic engine knows of code that others wrote, and writes docs/semantics.md:
//   npx tsx scripts/semantics.ts
// torchvision's and transformers' model code: of how many method calls the receiver is unknown, and what it is written as.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { bundledCatalog } from "../src/core/api/bundledCatalog.js";
import { analyse } from "../src/core/semantics/analysis.js";
import { Project } from "../src/core/semantics/project.js";
import type { SourceModule } from "../src/core/semantics/symbols.js";
import type { CallExpr, Expr } from "../src/core/syntax/ast.js";
import { PythonParser } from "../src/core/syntax/parser.js";
import { statementExpressions, walkExpression, walkStatements } from "../src/core/syntax/walk.js";
import { readGrammar } from "../src/platform/grammar.js";
import { pythonFiles, unpackedPackages } from "../test/support/packages.js";
import { interpreters } from "./prove/interpreters.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

interface Corpus {
  readonly title: string;
  readonly pins: readonly string[];
  readonly packageName: string;
  /** Files that inform the analysis. */
  readonly reads: RegExp;
  /** Files whose calls are counted. */
  readonly counts: RegExp;
}

const corpora: readonly Corpus[] = [
  {
    title: "torchvision/models",
    pins: ["torchvision==0.28.0", "pillow==13.0.0"],
    packageName: "torchvision",
    reads: /./,
    counts: /^torchvision\/models\//,
  },
  {
    title: "transformers, modeling_*.py",
    pins: ["transformers==5.18.0"],
    packageName: "transformers",
    reads: /^transformers\/([^/]+|models\/.*\/modeling_[^/]*)\.py$/,
    counts: /\/modeling_[^/]*\.py$/,
  },
];

interface Counts {
  calls: number;
  unknown: number;
  /** Calls on unknown receivers under a name that tensors have and that is written differently on Paddle. */
  matters: number;
  readonly shapes: Map<string, number>;
  readonly examples: Map<string, string>;
}

async function main(): Promise<void> {
  const parser = await PythonParser.create(await readGrammar());
  const sections: string[] = [];
  for (const corpus of corpora) {
    const counts = measure(corpus, parser);
    const share = (part: number): string => `${((100 * part) / counts.calls).toFixed(1)} %`;
    const rows = [...counts.shapes]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 12)
      .map(
        ([shape, count]) =>
          `| ${shape} | ${count} | ${share(count)} | \`${counts.examples.get(shape) ?? ""}\` |`,
      );
    sections.push(
      `## ${corpus.title}\n\n${corpus.pins.join(", ")}: ${counts.calls} method calls, ${counts.unknown} (${share(counts.unknown)}) on unknown receivers; ` +
        `of ${counts.matters} (${share(counts.matters)}) the name is a tensor's and written differently on Paddle, so that the port tests at run time or stays open.\n\n` +
        `| what the receiver is written as | calls | of all | for instance |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`,
    );
    console.log(
      `${corpus.title}: ${counts.calls} calls, ${counts.unknown} unknown, ${counts.matters} matter`,
    );
  }
  writeFileSync(
    path.join(root, "docs/semantics.md"),
    `<!-- Written by scripts/semantics.ts; do not edit. -->\n# What the semantic engine does not know\n\nMethod calls in model code that others wrote, and where nothing in sight says what the receiver is.\n\n${sections.join("\n")}`,
  );
}

function measure(corpus: Corpus, parser: PythonParser): Counts {
  const folder = unpackedPackages(interpreters().torch, corpus.pins);
  const files = pythonFiles(path.join(folder, corpus.packageName))
    .map((file) => ({ file, path: path.relative(folder, file).split(path.sep).join("/") }))
    .filter((entry) => corpus.reads.test(entry.path))
    .map((entry) => ({ path: entry.path, text: readFileSync(entry.file, "utf8") }));
  const project = new Project(files, parser, bundledCatalog());
  analyse(project);
  const counts: Counts = { calls: 0, unknown: 0, matters: 0, shapes: new Map(), examples: new Map() };
  for (const module of project.modules) if (corpus.counts.test(module.path)) count(module, project, counts);
  return counts;
}

function count(module: SourceModule, project: Project, counts: Counts): void {
  walkStatements(module.ast.body, (statement) => {
    for (const top of statementExpressions(statement))
      walkExpression(top, (node) => {
        if (node.type !== "Call" || node.callee.type !== "Attribute") return;
        counts.calls += 1;
        const { object, attribute } = node.callee;
        if ((module.types.get(object)?.type.kind ?? "unknown") !== "unknown") return;
        counts.unknown += 1;
        const row = project.catalog.method(attribute.name);
        if (row !== undefined && project.catalog.form(row, "3.0")?.same !== true) counts.matters += 1;
        const shape = shapeOf(object, module);
        counts.shapes.set(shape, (counts.shapes.get(shape) ?? 0) + 1);
        if (!counts.examples.has(shape)) counts.examples.set(shape, example(node, module));
      });
  });
}

function shapeOf(object: Expr, module: SourceModule): string {
  switch (object.type) {
    case "Name":
      return "a name";
    case "Attribute":
      return object.object.type === "Name" && object.object.name === "self"
        ? "an attribute of self"
        : "an attribute of something else";
    case "Call": {
      const callee = module.types.get(object.callee)?.type.kind ?? "unknown";
      const what = object.callee.type === "Attribute" ? "method" : "name";
      return callee === "unknown" ? `the result of calling an unknown ${what}` : "the result of a known call";
    }
    case "Subscript":
      return "an item";
    case "Paren":
      return shapeOf(object.inner, module);
    default:
      return `an expression (${object.type.toLowerCase()})`;
  }
}

function example(call: CallExpr, module: SourceModule): string {
  const text = module.text.slice(call.start, call.end).replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

void main();
