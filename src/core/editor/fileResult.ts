import type { Applicability, Finding, Severity } from "../lint/finding.js";
import { lintModule } from "../lint/engine.js";
import { rules } from "../lint/rules.generated.js";
import { suppressed } from "../lint/suppress.js";
import { fixEdits, FixPlanner } from "../port/fixEdits.js";
import type { Project } from "../semantics/project.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { PaddleVersion } from "../api/schema.js";
import { statementExpressions, walkExpression, walkStatements } from "../syntax/walk.js";
import type { TextEdit } from "../text/edits.js";
import type { Range } from "../text/range.js";

/** A finding as an editor keeps it: plain data, its fix as finished edits of the text that was checked. */
export interface EditorFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly range: Range;
  readonly message: string;
  readonly blocks: boolean;
  /** False where a comment at the end of the line would change the program: inside a string, or after a backslash. */
  readonly lineTakesComment: boolean;
  readonly fix: {
    readonly title: string;
    readonly applicability: Applicability;
    readonly edits: readonly TextEdit[];
  } | null;
}

/** Several findings fixed at once. */
export interface FixGroup {
  readonly count: number;
  readonly edits: readonly TextEdit[];
}

/** All that an editor needs to know about one version of one file, so that nothing is computed when a menu opens. */
export interface FileResult {
  readonly findings: readonly EditorFinding[];
  /** Every safe fix that can be made now; null when there is none. */
  readonly allSafe: FixGroup | null;
  /** For each rule with two or more fixes that may be applied without a person looking: its safe fixes together. */
  readonly byRule: Readonly<Record<string, FixGroup>>;
}

/** Checks one file of an analysed project. */
export function checkModule(
  module: SourceModule,
  project: Project,
  target: PaddleVersion,
  producer: string,
): FileResult {
  const all = lintModule(module, project, { target, rules });
  const hidden = suppressed(module);
  const shown = all.filter((finding) => !hidden(finding));
  const planner = new FixPlanner(module, project.catalog, all);
  const group = (wanted: readonly Finding[]): FixGroup | null => {
    const plan = planner.plan(wanted);
    if (plan.applied.length === 0) return null;
    return { count: plan.applied.length, edits: fixEdits(module, plan, producer) };
  };
  const safe = shown.filter((finding) => finding.fix?.applicability === "safe");
  const byRule: Record<string, FixGroup> = {};
  for (const code of new Set(safe.map((finding) => finding.code))) {
    const found = group(safe.filter((finding) => finding.code === code));
    if (found !== null && found.count > 1) byRule[code] = found;
  }
  const takesComment = commentPlaces(module);
  return {
    findings: shown.map((finding) => ({
      code: finding.code,
      severity: finding.severity,
      range: finding.range,
      message: finding.message,
      blocks: finding.blocks,
      lineTakesComment: takesComment(finding.range.start),
      fix: editorFix(finding, group),
    })),
    allSafe: group(safe),
    byRule,
  };
}

function editorFix(
  finding: Finding,
  group: (wanted: readonly Finding[]) => FixGroup | null,
): EditorFinding["fix"] {
  if (finding.fix === null) return null;
  const alone = group([finding]);
  if (alone === null) return null;
  return { title: finding.fix.title, applicability: finding.fix.applicability, edits: alone.edits };
}

/** Tells whether the line of an offset may get a comment at its end. */
function commentPlaces(module: SourceModule): (offset: number) => boolean {
  const long: Range[] = [];
  walkStatements(module.ast.body, (statement) => {
    for (const top of statementExpressions(statement))
      walkExpression(top, (expr) => {
        if (expr.type !== "String") return;
        const source = module.text.slice(expr.start, expr.end);
        if (/[\r\n]/.test(source)) long.push({ start: expr.start, end: expr.end });
      });
  });
  return (offset) => {
    const { line } = module.lines.positionAt(offset);
    const source = module.text
      .slice(module.lines.lineStart(line), module.lines.lineStart(line + 1))
      .trimEnd();
    const end = module.lines.lineStart(line) + source.length;
    return !source.endsWith("\\") && !long.some((range) => range.start < end && end < range.end);
  };
}
