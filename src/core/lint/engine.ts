import { helpers } from "../api/helpers.generated.js";
import type { PaddleVersion } from "../api/schema.js";
import type { Project } from "../semantics/project.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { Range } from "../text/range.js";
import { contains, enclosing } from "../text/range.js";
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
  let findings: Finding[] =
    module.ast.errors.length > 0 && concerns(module, project) ? syntaxFindings(context) : [];
  for (const rule of options.rules)
    if (rule.readsText === true) findings.push(...(rule.check?.(context) ?? []));
  if (context.importsBroken) return findings;
  for (const rule of options.rules)
    if (rule.check !== undefined && rule.readsText !== true)
      findings = findings.concat(rule.check(context).filter((finding) => !context.inBroken(finding.range)));
  if (context.imports.torch.length > 0 || project.reachesTorch(module)) {
    const report = new Reporter(context, {
      ruleOf: ruleByRow(options.rules),
      proofs: options.proofs ?? "required",
    });
    findings = findings.concat(new ApiPass(context, report).run());
    findings = findings.concat(importFindings(context, report.prefixes(), findings));
  }
  const own = definedHelpers(module);
  // A helper that a port has brought along is Paddle's code, whatever the file still hands it of PyTorch's.
  const ours = [...own.values()];
  const theirs = findings.filter(({ range }) => !ours.some((helper) => contains(helper, range)));
  return withoutCovered(theirs.map((finding) => withoutTakenNames(finding, context, own))).sort(
    (a, b) => a.range.start - b.range.start || a.range.end - b.range.end,
  );
}

const knownRules = new WeakMap<readonly Rule[], RuleOf>();

/** Built once for a list of rules, since every file asks. */
function ruleByRow(rules: readonly Rule[]): RuleOf {
  const known = knownRules.get(rules);
  if (known !== undefined) return known;
  const byRow = new Map<string, Rule>();
  for (const rule of rules) for (const row of rule.rows ?? []) byRow.set(row, rule);
  const ruleOf: RuleOf = (row) => {
    const rule =
      byRow.get(row.name) ??
      rules.find((candidate) => candidate.code === (row.rule ?? generalCode(row.kind)));
    return { code: rule?.code ?? generalCode(row.kind), severity: rule?.severity ?? "warning" };
  };
  knownRules.set(rules, ruleOf);
  return ruleOf;
}

/** A fix needs names that the file uses for something else: then it stays open and says so. */
function withoutTakenNames(finding: Finding, context: FileContext, own: ReadonlyMap<string, Range>): Finding {
  if (finding.fix === null) return finding;
  const needed: NeededName[] = finding.fix.helpers.flatMap((name) =>
    own.has(name) ? [] : [{ name }, ...(helpers[name]?.imports ?? []).flatMap(importedNames)],
  );
  if (finding.fix.needsPaddle) needed.push({ name: "paddle" });
  const taken = needed.find(({ name, from }) => context.isTaken(name, from))?.name;
  if (taken === undefined) return finding;
  return {
    ...finding,
    fix: null,
    message: `${finding.message} The port needs the name \`${taken}\`, which this file uses for something else: rename yours first.`,
  };
}

interface NeededName {
  readonly name: string;
  readonly from?: string;
}

/** What an import line of a helper binds. */
function importedNames(line: string): NeededName[] {
  const [, from, list] = /^from (\S+) import (.+)$/.exec(line) ?? [];
  if (list !== undefined && from !== undefined) return list.split(", ").map((name) => ({ name, from }));
  const plain = /^import ([\w.]+)$/.exec(line)?.[1] ?? line;
  return [{ name: plain.split(".")[0] ?? plain, from: plain }];
}

/** Helpers that an earlier port has written into the file, with what they import. */
function definedHelpers(module: SourceModule): ReadonlyMap<string, Range> {
  const names = new Map<string, Range>();
  if (!module.text.includes("under 0BSD: use them as your own.")) return names;
  for (const statement of module.ast.body) {
    if (
      (statement.type === "Function" || statement.type === "Class") &&
      Object.hasOwn(helpers, statement.name.name)
    )
      names.set(statement.name.name, statement);
  }
  return names;
}

/** Files that have nothing to do with either framework are not ours to complain about. */
function concerns(module: SourceModule, project: Project): boolean {
  return /\b(torch|paddle|flash_attn)\b/.test(module.text) || project.reachesTorch(module);
}

function syntaxFindings(context: FileContext): Finding[] {
  const { module } = context;
  const [first] = module.ast.errors;
  if (first === undefined) return [];
  const where = module.lines.positionAt(first.start);
  const scope = context.importsBroken
    ? "imports may be among it, so nothing else is looked at"
    : "statements around it are not looked at";
  const more = module.ast.errors.length > 1 ? ` (${module.ast.errors.length} places)` : "";
  return [
    {
      code: "PP900",
      severity: "error",
      range: first,
      fix: null,
      blocks: true,
      message: `This is not valid Python at line ${where.line + 1}, column ${where.column + 1}${more}; ${scope}.`,
    },
  ];
}

/** A finding inside something that another fix deletes or replaces as a whole is no work of its own. */
function withoutCovered(findings: readonly Finding[]): Finding[] {
  const removed = findings
    .flatMap((finding) =>
      (finding.fix?.rewrites ?? []).flatMap((rewrite) =>
        // Another prefix of a name settles nothing that is said of it.
        finding.code === "PP001" && rewrite.parts.length > 0
          ? []
          : removedRanges(rewrite)
              .filter((range) => range.end > range.start)
              .map((range) => ({ start: range.start, end: range.end, finding })),
      ),
    )
    .sort((a, b) => a.start - b.start);
  const around = enclosing(removed);
  return findings.filter(
    (finding) => !around(finding.range).some((other) => other.finding !== finding && !owns(finding, other)),
  );
}

/** True when the finding's own fix reaches outside the removed range: then it is about more than what is removed. */
function owns(finding: Finding, range: Range): boolean {
  return finding.fix !== null && finding.fix.rewrites.some((rewrite) => !contains(range, rewrite));
}
