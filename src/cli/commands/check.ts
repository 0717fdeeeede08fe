import path from "node:path";

import type { Command } from "commander";
import { Option } from "commander";

import { bundledCatalog } from "../../core/api/bundledCatalog.js";
import type { PaddleVersion } from "../../core/api/schema.js";
import { selectionOf, shownSeverity } from "../../core/config/selection.js";
import { lintModule } from "../../core/lint/engine.js";
import type { Finding, Severity } from "../../core/lint/finding.js";
import { rules } from "../../core/lint/rules.generated.js";
import { suppressed } from "../../core/lint/suppress.js";
import { fixEdits, FixPlanner } from "../../core/port/fixEdits.js";
import { analyse } from "../../core/semantics/analysis.js";
import { Project } from "../../core/semantics/project.js";
import { PythonParser } from "../../core/syntax/parser.js";
import { applyEdits } from "../../core/text/edits.js";
import { LineIndex } from "../../core/text/lineIndex.js";
import { readGrammar } from "../../platform/grammar.js";
import { ProjectSettingsFinder } from "../../platform/projectSettings.js";
import type { UnreadablePython } from "../../platform/sources.js";
import { encodePython } from "../../platform/sources.js";
import { replaceFile } from "../../platform/outputs.js";
import type { CheckedFile, CheckFormat } from "../checkFormats.js";
import { formatCheck } from "../checkFormats.js";
import type { CommandContext } from "../io.js";
import { readProject } from "../projectFiles.js";
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
      context.io.stdout(formatCheck(options.format, files, target));
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
  const { parser, finder, options, asked, context } = parts;
  const { cwd } = context.io;
  const start = path.resolve(cwd, given);
  // A file that is named is checked, whatever the project leaves out.
  const leftOut = async (file: string): Promise<boolean> =>
    (await finder.forFolder(path.dirname(file)))?.excludes(file) === true;
  const project = await readProject(start, parser, leftOut);
  const sources = [...project.wanted].map(([name, source]) => ({ path: name, text: source.text }));
  const analysed = new Project([...sources, ...project.context], parser, bundledCatalog());
  analyse(analysed);
  const files: CheckedFile[] = [];
  for (const module of analysed.modules) {
    const source = project.wanted.get(module.path);
    if (source === undefined) continue;
    const settings = await finder.forFolder(path.dirname(source.path));
    const target = chooseTarget(asked, settings, cwd);
    const selection = selectionOf(settings?.settings);
    const hidden = suppressed(module);
    const all = lintModule(module, analysed, { target: target.version, rules });
    const severityOf = (finding: Finding): Severity | undefined => shownSeverity(finding, selection);
    let findings: readonly Finding[] = all.filter(
      (finding) => !hidden(finding) && severityOf(finding) !== undefined,
    );
    if (options.fix || options.fixUnsafe) {
      const wanted = findings.filter(
        (finding) =>
          finding.fix?.applicability === "safe" ||
          (options.fixUnsafe && finding.fix?.applicability === "unsafe"),
      );
      const plan = new FixPlanner(module, analysed.catalog, all).plan(wanted);
      const fixed = applyEdits(module.text, fixEdits(module, plan, `Paddle Port ${version}`));
      if (plan.applied.length > 0) await replaceFile(source.path, encodePython(source, fixed));
      findings = findings.filter((finding) => !plan.applied.includes(finding));
    }
    files.push({
      path: shownPath(source.path, cwd),
      target,
      lines: module.lines,
      findings: findings.map((finding) => ({
        ...finding,
        severity: severityOf(finding) ?? finding.severity,
      })),
    });
  }
  for (const unreadable of project.unreadable.values()) files.push(await explained(unreadable, parts));
  return files;
}

/** A file that cannot be read has one finding, which says so. */
async function explained(
  { path: file, text, at, what }: UnreadablePython,
  { finder, asked, context }: CheckParts,
): Promise<CheckedFile> {
  const { cwd } = context.io;
  const settings = await finder.forFolder(path.dirname(file));
  return {
    path: shownPath(file, cwd),
    target: chooseTarget(asked, settings, cwd),
    lines: new LineIndex(text),
    findings: [
      {
        code: "PP900",
        severity: "error",
        range: { start: at, end: at },
        message: what,
        fix: null,
        blocks: true,
      },
    ],
  };
}

function shownPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative.startsWith("..") ? file : relative;
}
