import { describeRow } from "../api/describeRow.js";
import type { RowDescription } from "../api/describeRow.js";
import type { CatalogRow, PaddleVersion } from "../api/schema.js";
import { frameworkOf } from "../semantics/members.js";
import type { Project } from "../semantics/project.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { Confidence, Inferred, Type } from "../semantics/types.js";
import { asTensor } from "../semantics/types.js";
import type { Expr } from "../syntax/ast.js";
import { statementExpressions, walkExpression, walkStatements } from "../syntax/walk.js";
import type { Range } from "../text/range.js";

/** What an editor shows about the name under the pointer. */
export interface HoverFacts {
  readonly range: Range;
  /** What the API knowledge says about it. */
  readonly row: RowDescription | null;
  /** What it is, or for a method what it is called on, and how that is known. */
  readonly type: { readonly text: string; readonly confidence: Confidence; readonly reason: string } | null;
}

/** The facts about what stands at an offset; null where nothing concerns PyTorch or Paddle. */
export function hoverFacts(
  module: SourceModule,
  project: Project,
  target: PaddleVersion,
  offset: number,
): HoverFacts | null {
  const expr = innermostName(module, offset);
  if (expr === null) return null;
  const token = expr.type === "Attribute" ? expr.attribute : expr;
  const range = { start: token.start, end: token.end };
  const own = module.types.get(expr);
  const receiver = expr.type === "Attribute" ? module.types.get(expr.object) : undefined;
  const row = rowOf(expr, own, receiver, project);
  const subject = row !== undefined && receiver !== undefined && isMember(row) ? receiver : own;
  const known = subject === undefined ? null : typeText(subject.type);
  if (row === undefined && known === null) return null;
  return {
    range,
    row: row === undefined ? null : describeRow(project.catalog, row, target),
    type:
      subject === undefined || known === null
        ? null
        : { text: known, confidence: subject.confidence, reason: subject.reason },
  };
}

function isMember(row: CatalogRow): boolean {
  return row.kind === "method" || row.kind === "attribute";
}

function innermostName(
  module: SourceModule,
  offset: number,
): Extract<Expr, { type: "Name" | "Attribute" }> | null {
  let found: Extract<Expr, { type: "Name" | "Attribute" }> | null = null;
  walkStatements(module.ast.body, (statement) => {
    if (offset < statement.start || statement.end < offset) return;
    for (const top of statementExpressions(statement))
      walkExpression(top, (expr) => {
        const token = expr.type === "Attribute" ? expr.attribute : expr;
        if (expr.type !== "Name" && expr.type !== "Attribute") return;
        if (token.start <= offset && offset <= token.end) found = expr;
      });
  });
  return found;
}

function rowOf(
  expr: Extract<Expr, { type: "Name" | "Attribute" }>,
  own: Inferred | undefined,
  receiver: Inferred | undefined,
  project: Project,
): CatalogRow | undefined {
  const { catalog } = project;
  if (own?.type.kind === "external") return catalog.row(own.type.name);
  if (receiver === undefined || expr.type !== "Attribute") return undefined;
  const name = expr.attribute.name;
  if (asTensor(receiver.type)?.framework === "torch") return catalog.method(name);
  const { type } = receiver;
  if (type.kind === "external") return catalog.row(`${type.name}.${name}`);
  if (type.kind === "instance")
    return catalog.row(`${type.of}.${name}`) ?? catalog.row(`torch.nn.Module.${name}`);
  return undefined;
}

/** A type in words, for those types that matter to a port. */
function typeText(type: Type): string | null {
  const tensor = asTensor(type);
  if (tensor !== null) {
    const known = [
      tensor.rank === null ? "" : `${tensor.rank}-D`,
      tensor.dtype ?? "",
      tensor.framework === "torch" ? "torch.Tensor" : "paddle.Tensor",
    ];
    return known.filter((part) => part !== "").join(" ");
  }
  if (type.kind === "instance" && frameworkOf(type.of) !== null) return type.of;
  return null;
}
