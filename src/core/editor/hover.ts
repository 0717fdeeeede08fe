import { bindArguments, isBinding } from "../api/binding.js";
import { describeRow } from "../api/describeRow.js";
import type { RowDescription } from "../api/describeRow.js";
import type { CatalogRow, PaddleVersion } from "../api/schema.js";
import { callArguments } from "../semantics/callArguments.js";
import { accepts } from "../semantics/calls.js";
import { frameworkOf } from "../semantics/members.js";
import type { Project } from "../semantics/project.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { Confidence, Inferred, Type } from "../semantics/types.js";
import { asTensor, unknownType } from "../semantics/types.js";
import type { CallExpr, Expr } from "../syntax/ast.js";
import { statementExpressions, unwrap, walkExpression, walkStatements } from "../syntax/walk.js";
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
  const found = innermostName(module, offset);
  if (found === null) return null;
  const { expr, call } = found;
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
    row:
      row === undefined
        ? null
        : describeRow(project.catalog, row, target, call && overloadOf(module, project, row, call)),
    type:
      subject === undefined || known === null
        ? null
        : { text: known, confidence: subject.confidence, reason: subject.reason },
  };
}

function isMember(row: CatalogRow): boolean {
  return row.kind === "method" || row.kind === "attribute";
}

type NameExpr = Extract<Expr, { type: "Name" | "Attribute" }>;

/** The innermost name at an offset, with the call whose callee it is. */
function innermostName(
  module: SourceModule,
  offset: number,
): { readonly expr: NameExpr; readonly call: CallExpr | undefined } | null {
  const names: NameExpr[] = [];
  const calls = new Map<Expr, CallExpr>();
  walkStatements(module.ast.body, (statement) => {
    if (offset < statement.start || statement.end < offset) return;
    for (const top of statementExpressions(statement))
      walkExpression(top, (expr) => {
        if (expr.type === "Call") calls.set(unwrap(expr.callee), expr);
        if (expr.type !== "Name" && expr.type !== "Attribute") return;
        const token = expr.type === "Attribute" ? expr.attribute : expr;
        if (token.start <= offset && offset <= token.end) names.push(expr);
      });
  });
  // An outer name comes before those inside it.
  const expr = names.at(-1);
  return expr === undefined ? null : { expr, call: calls.get(expr) };
}

/** The signature of a row that a call binds to; undefined when none takes it. */
function overloadOf(
  module: SourceModule,
  project: Project,
  row: CatalogRow,
  call: CallExpr,
): number | undefined {
  const signatures = project.catalog.signatures(row);
  const binding = bindArguments(signatures, callArguments(call), (type, index) => {
    const given = call.args[index]?.value;
    return given !== undefined && accepts(type, module.types.get(given)?.type ?? unknownType);
  });
  return isBinding(binding) ? binding.overload : undefined;
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
