import { adapterName } from "../api/adapterName.js";
import { helpers } from "../api/helpers.generated.js";
import type { CatalogRow, TargetForm } from "../api/schema.js";
import { parseSignature } from "../api/signature.js";
import type { Expr } from "../syntax/ast.js";
import type { FileContext } from "./context.js";
import { isForeign } from "./foreign.js";
import { resolveReference, targetName } from "./references.js";

/** The helper that stands for a function or class as a value, with PyTorch's signature; null where there is none. */
export function adapterFor(row: CatalogRow): string | null {
  const name = adapterName(row);
  return Object.hasOwn(helpers, name) ? name : null;
}

/** The parameters that an adapter takes. */
export function adapterParameters(adapter: string): ReadonlySet<string> {
  const source = helpers[adapter]?.source ?? "";
  const list = /def (?:make|\w+)(\(.*\)):\n/.exec(source)?.[1] ?? "()";
  return new Set(parseSignature(list).parameters.map(({ name }) => name));
}

/** True where Paddle's counterpart does not take the calls that PyTorch's takes. */
export function differs(row: CatalogRow, form: TargetForm | undefined): boolean {
  if (form === undefined || targetName(row, form) === null) return true;
  return (
    form.escapes !== true &&
    (Object.values(form.arguments ?? {}).some((rule) => rule.drop === undefined) ||
      form.add !== undefined ||
      form.signature !== undefined)
  );
}

const knownAliases = new WeakMap<FileContext, Map<string, boolean>>();

/**
 * True for a name that only this file sees, that is bound to a name of PyTorch wherever it is bound, and that is only
 * called, derived from or tested for: `Norm = nn.LayerNorm`. Then each use can be written for Paddle.
 */
export function isPlainAlias(context: FileContext, name: string): boolean {
  const known = knownAliases.get(context) ?? new Map<string, boolean>();
  knownAliases.set(context, known);
  let plain = known.get(name);
  if (plain === undefined) {
    plain = findPlainAlias(context, name);
    known.set(name, plain);
  }
  return plain;
}

function findPlainAlias(context: FileContext, name: string): boolean {
  if (!context.isOwnVariable(name)) return false;
  return (
    context.ofType("Name").every((expr) => expr.name !== name || isSeenUse(context, expr)) &&
    context
      .ofType("Attribute")
      .every((expr) => expr.attribute.name !== name || !mayBeOwnModule(context, expr))
  );
}

/** `module.Norm` in another spelling may reach the alias: a class body's name, or the file imported by itself. */
function mayBeOwnModule(context: FileContext, expr: Extract<Expr, { type: "Attribute" }>): boolean {
  const kind = context.typeOf(expr.object).type.kind;
  return kind === "module" || kind === "class" || kind === "object";
}

function isSeenUse(context: FileContext, expr: Expr): boolean {
  const parent = context.parent(expr);
  if (parent?.expr == null && parent?.stmt.type === "Assign" && parent.stmt.targets.includes(expr)) {
    const { value } = parent.stmt;
    const reference = value === null ? null : resolveReference(context, value);
    return reference !== null && isForeign(reference.qualified);
  }
  return (parent?.expr?.type === "Call" && parent.expr.callee === expr) || isTypeUse(context, expr);
}

/** True where only the class itself matters: base classes, `isinstance`, annotations, patterns, `type(x) is …`. */
export function isTypeUse(context: FileContext, expr: Expr): boolean {
  const parent = context.parent(expr);
  if (parent === undefined) return false;
  let outer = parent.expr;
  if (outer?.type === "Tuple" || outer?.type === "Paren" || outer?.type === "List")
    outer = context.parent(outer)?.expr ?? null;
  if (outer === null) {
    const { stmt } = parent;
    if (stmt.type === "Class") return stmt.bases.some((base) => base.value === expr);
    if (stmt.type === "Match") return true;
    if (stmt.type === "Assign") return stmt.annotation === expr;
    if (stmt.type === "Function")
      return (
        stmt.returns === expr ||
        stmt.params.some((param) => param.annotation === expr) ||
        stmt.decorators.some((decorator) => decorator.expression === expr)
      );
    return false;
  }
  if (outer.type === "Compare") return outer.operands.some(isTypeOf);
  return (
    outer.type === "Call" &&
    outer.callee.type === "Name" &&
    (outer.callee.name === "isinstance" || outer.callee.name === "issubclass")
  );
}

function isTypeOf(expr: Expr): boolean {
  if (expr.type === "Attribute") return expr.attribute.name === "__class__";
  return expr.type === "Call" && expr.callee.type === "Name" && expr.callee.name === "type";
}
