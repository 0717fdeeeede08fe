import type { Catalog } from "../api/catalog.js";
import { describeRow } from "../api/describeRow.js";
import type { RowDescription } from "../api/describeRow.js";
import { lookUpName, nearestNames } from "../api/lookUpName.js";
import type { PaddleVersion } from "../api/schema.js";
import type { Severity } from "../lint/finding.js";
import type { RuleDocs } from "../lint/rule.js";
import { rules } from "../lint/rules.generated.js";
import { portProject } from "../port/portProject.js";
import type { PortReport } from "../port/report.js";
import { makeReport } from "../port/report.js";
import { analyse } from "../semantics/analysis.js";
import type { SourceFile } from "../semantics/project.js";
import { Project } from "../semantics/project.js";
import { relatedFiles } from "../semantics/relatedFiles.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { ModuleAst } from "../syntax/ast.js";
import type { PythonParser } from "../syntax/parser.js";
import type { FileResult } from "./fileResult.js";
import { OpenTexts } from "./openTexts.js";
import { ParsedTexts } from "./parsedTexts.js";
import { checkModule } from "./fileResult.js";
import type { HoverFacts } from "./hover.js";
import { hoverFacts } from "./hover.js";

/** A rule without its code. */
export interface RuleInfo {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly docs: RuleDocs;
  readonly rows: readonly string[];
}

export interface PortedText {
  readonly path: string;
  readonly text: string;
  readonly complete: boolean;
  readonly changed: boolean;
}

export interface PortResult {
  readonly files: readonly PortedText[];
  /** Helper modules to write beside the ported files. */
  readonly helperModules: readonly { readonly path: string; readonly text: string }[];
  readonly report: PortReport;
}

export type LookUp =
  | { readonly found: true; readonly row: RowDescription }
  | { readonly found: false; readonly nearest: readonly string[] };

interface Kept {
  readonly version: number;
  readonly project: Project;
  readonly module: SourceModule;
}

/** How many files' analyses are kept for hovers; the others are analysed again when they are edited next. */
const keptFiles = 8;

/** What an editor asks of the core, with the last analysis of each open file at hand. */
export class EditorSession {
  readonly #kept = new Map<string, Kept>();

  readonly #parsed: ParsedTexts;
  readonly #open: OpenTexts;

  constructor(
    private readonly parser: PythonParser,
    private readonly catalog: Catalog,
  ) {
    this.#parsed = new ParsedTexts(parser);
    this.#open = new OpenTexts(parser, keptFiles);
  }

  /**
   * Checks a file together with the files that it imports relatively.
   * @param key names the open file for later hovers; null when nothing is to be kept
   * @param version of its text
   */
  async check(
    key: string | null,
    version: number,
    file: SourceFile,
    options: { readonly target: PaddleVersion; readonly producer: string },
    read: (path: string) => Promise<string | undefined>,
  ): Promise<FileResult> {
    const related = await relatedFiles(file, (text) => this.#parse(key, file, text), read);
    // Nothing comes between this and the answer: another check of the same file would move its syntax.
    const parser = { parse: (text: string): ModuleAst => this.#parse(key, file, text) };
    const project = new Project([file, ...related], parser, this.catalog);
    const module = project.module(file.path);
    if (module === undefined) throw new Error(`${file.path} is not in its own project`);
    analyse(project, [module]);
    if (key !== null) this.#keep(key, { version, project, module });
    return checkModule(module, project, options.target, options.producer);
  }

  /** @returns null also when that version is not at hand */
  hover(key: string, version: number, offset: number, target: PaddleVersion): HoverFacts | null {
    const kept = this.#kept.get(key);
    if (kept?.version !== version) return null;
    return hoverFacts(kept.module, kept.project, target, offset);
  }

  /** Lets go of what is kept for a file that was closed. */
  forget(key: string): void {
    this.#kept.delete(key);
    this.#open.forget(key);
  }

  /** Ports one file with what it imports, its helpers inside it. */
  async portFile(
    file: SourceFile,
    options: { readonly target: PaddleVersion; readonly producer: string },
    read: (path: string) => Promise<string | undefined>,
  ): Promise<PortResult> {
    const related = await relatedFiles(file, (text) => this.parser.parse(text), read);
    return this.#port([file, ...related], new Set([file.path]), options, "inline");
  }

  /** Ports a folder's files, with a module for their helpers. */
  portFolder(
    files: readonly SourceFile[],
    options: { readonly target: PaddleVersion; readonly producer: string },
  ): PortResult {
    return this.#port(files, new Set(files.map(({ path }) => path)), options, "module");
  }

  rules(): RuleInfo[] {
    return rules.map(({ code, name, summary, severity, docs, rows }) => ({
      code,
      name,
      summary,
      severity,
      docs,
      rows: rows ?? [],
    }));
  }

  /** Every name that can be looked up. */
  names(): string[] {
    return this.catalog.rows.filter(({ kind }) => kind !== "module").map(({ name }) => name);
  }

  lookUp(name: string, target: PaddleVersion): LookUp {
    const row = lookUpName(this.catalog, name);
    return row === undefined
      ? { found: false, nearest: nearestNames(this.catalog, name) }
      : { found: true, row: describeRow(this.catalog, row, target) };
  }

  /** The file that is edited is parsed from its version before; those around it are mostly what they were. */
  #parse(key: string | null, file: SourceFile, text: string): ModuleAst {
    if (key === null || text !== file.text) return this.#parsed.parse(text);
    if (this.#kept.get(key)?.module.text !== text) this.#kept.delete(key);
    return this.#open.parse(key, text);
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptFiles && oldest !== undefined) this.#kept.delete(oldest);
  }

  #port(
    files: readonly SourceFile[],
    wanted: ReadonlySet<string>,
    options: { readonly target: PaddleVersion; readonly producer: string },
    helpers: "inline" | "module",
  ): PortResult {
    const port = portProject(files, wanted, this.parser, { ...options, catalog: this.catalog }, helpers);
    const copied = port.files.filter((file) => !file.changed).length;
    return {
      files: port.files.map(({ path, text, complete, changed }) => ({ path, text, complete, changed })),
      helperModules: [...port.helperModules].map(([path, text]) => ({ path, text })),
      report: makeReport(port, (path) => path, options.target, options.producer, { copied, leftOut: [] }),
    };
  }
}
