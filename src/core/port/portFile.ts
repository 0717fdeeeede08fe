import { bundledCatalog } from "../api/bundledCatalog.js";
import type { Catalog } from "../api/catalog.js";
import type { PaddleVersion } from "../api/schema.js";
import { lintModule } from "../lint/engine.js";
import type { Finding } from "../lint/finding.js";
import { rules } from "../lint/rules.generated.js";
import { analyse } from "../semantics/analysis.js";
import { Project } from "../semantics/project.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { PythonParser } from "../syntax/parser.js";
import type { TextEdit } from "../text/edits.js";
import { applyEdits, composeRewrites } from "../text/edits.js";
import { helperSource, importInsertion } from "./helpers.js";
import { leftBefore, todoEdits } from "./todo.js";

export interface PortOptions {
  readonly target: PaddleVersion;
  readonly catalog?: Catalog;
  /** Where helper functions go: into the file itself, or into a module that the file imports them from. */
  readonly helpers?: { readonly kind: "inline" } | { readonly kind: "module"; readonly from: string };
  /** `assumed` takes every row as proven: for the proof runner. */
  readonly proofs?: "required" | "assumed";
  /** Written into the one comment line of generated helper code. */
  readonly producer: string;
}

export interface PortedFinding {
  readonly finding: Finding;
  readonly status: "fixed" | "open";
}

export interface PortedFile {
  readonly path: string;
  readonly text: string;
  /** The file runs on the target and means the same as before. */
  readonly complete: boolean;
  readonly findings: readonly PortedFinding[];
  /** Names of the helpers that the file uses. */
  readonly helpers: readonly string[];
  /** False when nothing had to be changed: the text is the source's, byte for byte. */
  readonly changed: boolean;
}

/** Ports one text that stands alone. */
export function portSource(
  text: string,
  parser: PythonParser,
  options: PortOptions,
  path = "module.py",
): PortedFile {
  const project = new Project([{ path, text }], parser, options.catalog ?? bundledCatalog());
  analyse(project);
  const [module] = project.modules;
  if (module === undefined) throw new Error("the project has no module");
  return portModule(module, project, options);
}

/** Ports one file of an analysed project. */
export function portModule(module: SourceModule, project: Project, options: PortOptions): PortedFile {
  const findings = lintModule(module, project, {
    target: options.target,
    rules,
    ...(options.proofs === undefined ? {} : { proofs: options.proofs }),
  });
  const left = leftBefore(module);
  const fixable = findings.filter(
    (finding) => finding.fix !== null && finding.fix.applicability !== "suggestion",
  );
  const applied = fixable.filter((finding) => !left(finding.range.start));
  const rewrites = applied.flatMap((finding) => finding.fix?.rewrites ?? []);
  const helpers = [...new Set(applied.flatMap((finding) => finding.fix?.helpers ?? []))].sort();
  const open = findings.filter((finding) => !applied.includes(finding));
  // Of insertions at one place the first given comes first: imports and comments before what a statement begins with.
  const edits: TextEdit[] = [
    ...importEdits(module, applied, helpers, options),
    ...todoEdits(
      module,
      open.filter((finding) => !fixable.includes(finding)),
    ),
    ...composeRewrites(module.text, rewrites),
  ];
  return {
    path: module.path,
    text: applyEdits(module.text, edits),
    complete: open.every((finding) => !finding.blocks),
    findings: findings.map((finding) => ({ finding, status: open.includes(finding) ? "open" : "fixed" })),
    helpers,
    changed: edits.length > 0,
  };
}

function importEdits(
  module: SourceModule,
  applied: readonly Finding[],
  helpers: readonly string[],
  options: PortOptions,
): TextEdit[] {
  const needsPaddle = applied.some((finding) => finding.fix?.needsPaddle === true);
  const lines: string[] = [];
  if (needsPaddle) lines.push("import paddle");
  if (helpers.length > 0 && options.helpers?.kind === "module")
    lines.push(`from ${options.helpers.from} import ${helpers.join(", ")}`);
  const inline =
    helpers.length > 0 && options.helpers?.kind !== "module" ? helperSource(helpers, options.producer) : null;
  return importInsertion(module, lines, inline);
}
