import type { PaddleVersion } from "../api/schema.js";
import type { Project } from "../semantics/project.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { Range } from "../text/range.js";
import { contains } from "../text/range.js";
import { ApiPass } from "./apiPass.js";
import { FileContext } from "./context.js";
import type { Finding } from "./finding.js";
import { importFindings } from "./importPass.js";
import { removedRanges } from "./removed.js";
import { generalCode, Reporter } from "./reporter.js";
import type { RuleOf } from "./reporter.js";
import type { Rule } from "./rule.js";

export interface LintOptions {
  readonly target: PaddleVersion;
  readonly rules: readonly Rule[];
  /** `assumed` takes every row as proven; only the proof runner may say so. */
  readonly proofs?: "required" | "assumed";
}

/** All findings of one file of an analysed project, in source order. */
export function lintModule(module: SourceModule, project: Project, options: LintOptions): Finding[] {
  const context = new FileContext(module, project, options.target);
  const findings: Finding[] = concerns(module, project) ? syntaxFindings(module) : [];
  for (const rule of options.rules) if (rule.check !== undefined) findings.push(...rule.check(context));
  if (context.imports.torch.length > 0 || project.reachesTorch(module)) {
    const report = new Reporter(context, {
      ruleOf: ruleByRow(options.rules),
      proofs: options.proofs ?? "required",
    });
    findings.push(...new ApiPass(context, report).run());
    findings.push(...importFindings(context, report.prefixes(), findings));
  }
  return withoutCovered(findings).sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

function ruleByRow(rules: readonly Rule[]): RuleOf {
  const byRow = new Map<string, Rule>();
  for (const rule of rules) for (const row of rule.rows ?? []) byRow.set(row, rule);
  return (row) => {
    const rule =
      byRow.get(row.name) ??
      rules.find((candidate) => candidate.code === (row.rule ?? generalCode(row.kind)));
    return { code: rule?.code ?? generalCode(row.kind), severity: rule?.severity ?? "warning" };
  };
}

/** Files that have nothing to do with either framework are not ours to complain about. */
function concerns(module: SourceModule, project: Project): boolean {
  return /\b(torch|paddle|flash_attn)\b/.test(module.text) || project.reachesTorch(module);
}

function syntaxFindings(module: SourceModule): Finding[] {
  const [first] = module.ast.errors;
  if (first === undefined) return [];
  const where = module.lines.positionAt(first.start);
  const more = module.ast.errors.length > 1 ? ` (${module.ast.errors.length} places)` : "";
  return [
    {
      code: "PP900",
      severity: "error",
      range: first,
      fix: null,
      blocks: true,
      message: `This is not valid Python at line ${where.line + 1}, column ${where.column + 1}${more}; statements around it are not looked at.`,
    },
  ];
}

/** A finding inside something that another fix deletes or replaces as a whole is no work of its own. */
function withoutCovered(findings: readonly Finding[]): Finding[] {
  const removed = findings.flatMap((finding) =>
    (finding.fix?.rewrites ?? []).flatMap((rewrite) =>
      removedRanges(rewrite).map((range) => ({ range, finding })),
    ),
  );
  return findings.filter(
    (finding) =>
      !removed.some(
        (other) =>
          other.finding !== finding &&
          other.range.end > other.range.start &&
          contains(other.range, finding.range) &&
          !owns(finding, other.range),
      ),
  );
}

/** True when the finding's own fix reaches outside the removed range: then it is about more than what is removed. */
function owns(finding: Finding, range: Range): boolean {
  return finding.fix !== null && finding.fix.rewrites.some((rewrite) => !contains(range, rewrite));
}
