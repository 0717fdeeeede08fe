import path from "node:path";

import type { Command } from "commander";
import { Option } from "commander";

import { bundledCatalog } from "../../core/api/bundledCatalog.js";
import { lintModule } from "../../core/lint/engine.js";
import type { Finding } from "../../core/lint/finding.js";
import { rules } from "../../core/lint/rules.generated.js";
import { suppressed } from "../../core/lint/suppress.js";
import { fixEdits, FixPlanner } from "../../core/port/fixEdits.js";
import { analyse } from "../../core/semantics/analysis.js";
import { Project } from "../../core/semantics/project.js";
import { PythonParser } from "../../core/syntax/parser.js";
import { applyEdits } from "../../core/text/edits.js";
import { readGrammar } from "../../platform/grammar.js";
import { encodePython } from "../../platform/sources.js";
import { replaceFile } from "../../platform/outputs.js";
import type { CheckedFile, CheckFormat } from "../checkFormats.js";
import { formatCheck } from "../checkFormats.js";
import type { CommandContext } from "../io.js";
import { readProject } from "../projectFiles.js";
import { defaultTarget, parseTarget, targetHelp } from "../target.js";
import { version } from "../version.js";

interface Options {
  readonly paddle: string;
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
    .option("--paddle <version>", targetHelp, defaultTarget)
    .addOption(
      new Option("--format <format>", "how to print the findings")
        .choices(["text", "json", "sarif", "github"])
        .default("text"),
    )
    .option("--fix", "apply the fixes that are certain to be right", false)
    .option("--fix-unsafe", "apply also those that rest on likely types", false)
    .action(async (paths: string[], options: Options) => {
      const target = parseTarget(options.paddle);
      const parser = await PythonParser.create(await readGrammar());
      const files: CheckedFile[] = [];
      for (const given of paths) files.push(...(await checkPath(given, parser, options, context)));
      context.io.stdout(formatCheck(options.format, files, target));
      context.done(files.some((file) => file.findings.length > 0) ? 1 : 0);
    });
}

async function checkPath(
  given: string,
  parser: PythonParser,
  options: Options,
  context: CommandContext,
): Promise<CheckedFile[]> {
  const target = parseTarget(options.paddle);
  const project = await readProject(path.resolve(context.io.cwd, given), parser);
  const sources = [...project.wanted].map(([name, source]) => ({ path: name, text: source.text }));
  const analysed = new Project([...sources, ...project.context], parser, bundledCatalog());
  analyse(analysed);
  const files: CheckedFile[] = [];
  for (const module of analysed.modules) {
    const source = project.wanted.get(module.path);
    if (source === undefined) continue;
    const hidden = suppressed(module);
    const all = lintModule(module, analysed, { target, rules });
    let findings: readonly Finding[] = all.filter((finding) => !hidden(finding));
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
    const relative = path.relative(context.io.cwd, source.path);
    files.push({ path: relative.startsWith("..") ? source.path : relative, lines: module.lines, findings });
  }
  return files;
}
