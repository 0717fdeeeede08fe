import path from "node:path";

import type { Command } from "commander";
import { Option } from "commander";

import { bundledCatalog } from "../../core/api/bundledCatalog.js";
import type { PaddleVersion } from "../../core/api/schema.js";
import type { Selection } from "../../core/config/selection.js";
import { selectionOf, shownSeverity } from "../../core/config/selection.js";
import { lintModule } from "../../core/lint/engine.js";
import type { Finding, Severity } from "../../core/lint/finding.js";
import { rules } from "../../core/lint/rules.generated.js";
import { suppressed } from "../../core/lint/suppress.js";
import { fixEdits, FixPlanner } from "../../core/port/fixEdits.js";
import { analyseEach } from "../../core/semantics/analysis.js";
import { Project } from "../../core/semantics/project.js";
import { PackedSyntax } from "../../core/syntax/packed/packedSyntax.js";
import type { SourceModule } from "../../core/semantics/symbols.js";
import { PythonParser } from "../../core/syntax/parser.js";
import { applyEdits } from "../../core/text/edits.js";
import { LineIndex } from "../../core/text/lineIndex.js";
import { readGrammar } from "../../platform/grammar.js";
import { ProjectSettingsFinder } from "../../platform/projectSettings.js";
import type { PythonSource, UnreadablePython } from "../../platform/sources.js";
import { encodePython } from "../../platform/sources.js";
import { replaceFile } from "../../platform/outputs.js";
import type { CheckedFile, CheckFormat } from "../checkFormats.js";
import { formatCheck, shownFinding } from "../checkFormats.js";
import type { CommandContext } from "../io.js";
import { inProject, readProject } from "../projectFiles.js";
import type { Target } from "../target.js";
import { chooseTarget, parseTarget, targetHelp } from "../target.js";
import { version } from "../version.js";

interface Options {
  readonly paddle?: string;
  readonly format: CheckFormat;
  readonly fix: boolean;
  readonly fixUnsafe: boolean;
}

/** `paddle-port check PATH…`: reports what differs between PyTorch and the chosen Paddle version, and mends it when asked. */
export function registerCheck(program: Command, context: CommandContext): void {
  program
    .command("check")
    .description(
      "Report every difference between PyTorch and Paddle in Python files; with --fix, mend what is safe to mend.",
    )
    .argument("<path...>", "Python files or folders")
    .option("--paddle <version>", targetHelp)
    .addOption(
      new Option("--format <format>", "how to print the findings")
        .choices(["text", "json", "sarif", "github"])
        .default("text"),
    )
    .option("--fix", "apply the fixes that are certain to be right", false)
    .option("--fix-unsafe", "apply also those that rest on likely types", false)
    .action(async (paths: string[], options: Options) => {
      const asked = options.paddle === undefined ? undefined : parseTarget(options.paddle);
      const parts: CheckParts = {
        parser: await PythonParser.create(await readGrammar()),
        finder: new ProjectSettingsFinder(),
        options,
        asked,
        context,
      };
      const files: CheckedFile[] = [];
      for (const given of paths) files.push(...(await checkPath(given, parts)));
      const target = files[0]?.target ?? chooseTarget(asked, undefined, context.io.cwd);
      for (const piece of formatCheck(options.format, files, target)) context.io.stdout(piece);
      context.done(files.some((file) => file.findings.length > 0) ? 1 : 0);
    });
}

interface CheckParts {
  readonly parser: PythonParser;
  readonly finder: ProjectSettingsFinder;
  readonly options: Options;
  /** What `--paddle` says. */
  readonly asked: PaddleVersion | undefined;
  readonly context: CommandContext;
}

async function checkPath(given: string, parts: CheckParts): Promise<CheckedFile[]> {
  const { parser, finder, asked, context } = parts;
  const { cwd } = context.io;
  const start = path.resolve(cwd, given);
  // A file that is named is checked, whatever the project leaves out.
  const leftOut = async (file: string): Promise<boolean> =>
    (await finder.forFolder(path.dirname(file)))?.excludes(file) === true;
  const project = await readProject(start, parser, leftOut);
  const sources = [...project.wanted].map(([name, source]) => inProject(name, source));
  const analysed = new Project(
    [...sources, ...project.context],
    parser,
    bundledCatalog(),
    new PackedSyntax(),
  );
  const wanted = new Map<SourceModule, WantedFile>();
  for (const module of analysed.modules) {
    const source = project.wanted.get(module.path);
    if (source === undefined) continue;
    const settings = await finder.forFolder(path.dirname(source.path));
    wanted.set(module, {
      source,
      target: chooseTarget(asked, settings, cwd),
      selection: selectionOf(settings?.settings),
    });
  }
  const checked = analyseEach(analysed, wanted, (module, file) => checkModule(module, file, analysed, parts));
  for (const { source, fixed } of checked)
    if (fixed !== null) await replaceFile(source.path, encodePython(source, fixed));
  const files = checked.map(({ file }) => file);
  for (const unreadable of project.unreadable.values()) files.push(await explained(unreadable, parts));
  return files;
}

interface WantedFile {
  readonly source: PythonSource;
  readonly target: Target;
  readonly selection: Selection;
}

interface Checked {
  readonly file: CheckedFile;
  readonly source: PythonSource;
  /** The text with what was asked to be fixed; null where nothing was. */
  readonly fixed: string | null;
}

function checkModule(
  module: SourceModule,
  { source, target, selection }: WantedFile,
  project: Project,
  { options, context }: CheckParts,
): Checked {
  const hidden = suppressed(module);
  const all = lintModule(module, project, { target: target.version, rules });
  const severityOf = (finding: Finding): Severity | undefined => shownSeverity(finding, selection);
  let findings: readonly Finding[] = all.filter(
    (finding) => !hidden(finding) && severityOf(finding) !== undefined,
  );
  let fixed: string | null = null;
  if (options.fix || options.fixUnsafe) {
    const fixable = findings.filter(
      (finding) =>
        finding.fix?.applicability === "safe" ||
        (options.fixUnsafe && finding.fix?.applicability === "unsafe"),
    );
    const plan = new FixPlanner(module, project.catalog, all).plan(fixable);
    if (plan.applied.length > 0)
      fixed = applyEdits(module.text, fixEdits(module, plan, `Paddle Port ${version}`));
    findings = findings.filter((finding) => !plan.applied.includes(finding));
  }
  const file: CheckedFile = {
    path: shownPath(source.path, context.io.cwd),
    target,
    findings: findings.map((finding) =>
      shownFinding(finding, severityOf(finding) ?? finding.severity, module.lines),
    ),
  };
  return { file, source, fixed };
}

/** A file that cannot be read has one finding, which says so. */
async function explained(
  { path: file, text, at, what }: UnreadablePython,
  { finder, asked, context }: CheckParts,
): Promise<CheckedFile> {
  const { cwd } = context.io;
  const settings = await finder.forFolder(path.dirname(file));
  const range = { start: at, end: at };
  const finding: Finding = {
    code: "PP900",
    severity: "error",
    range,
    message: what,
    fix: null,
    blocks: true,
  };
  return {
    path: shownPath(file, cwd),
    target: chooseTarget(asked, settings, cwd),
    findings: [shownFinding(finding, "error", new LineIndex(text))],
  };
}

function shownPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative.startsWith("..") ? file : relative;
}
