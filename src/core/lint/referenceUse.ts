import type { CatalogRow } from "../api/schema.js";
import type { CallExpr, Expr } from "../syntax/ast.js";
import { adapterFor, differs, isPlainAlias, isTypeUse } from "./adapters.js";
import type { FileContext } from "./context.js";
import { renameReference } from "./renaming.js";
import { insert, replace } from "./fix.js";
import { moduleTarget } from "./imports.js";
import { converted, failed } from "./outcome.js";
import type { Reference } from "./references.js";
import { targetName } from "./references.js";
import type { Reporter } from "./reporter.js";

/** A PyTorch name that is not called where it stands: a base class, a default, a dtype, a dispatch table's value. */
export function referenceUse(context: FileContext, report: Reporter, reference: Reference): void {
  const found = longestKnown(context, reference);
  if (found === null) {
    report.unknownName(reference.expr, reference.qualified);
    return;
  }
  const { row, part } = found;
  if (row === null) {
    moduleValue(context, report, part);
    return;
  }
  if (/(Float|Long)Tensor$/.test(context.source(part.expr)) && isTested(context, part.expr)) {
    report.escapes(part.expr, row.name, "it stands for tensors of one dtype, and Paddle has no such class.");
    return;
  }
  // `isinstance(x, nn.Parameter)` asks for the class of Paddle's parameters; a port makes them by a helper.
  if (row.name === "torch.nn.Parameter" && isTested(context, part.expr)) {
    const parameter = renameReference(context, part, "paddle.base.framework.EagerParamBase");
    report.use(part.expr, row, parameter, "certain", part);
    return;
  }
  const seen = signatureIsSeen(context, part.expr);
  const value = row.kind === "class" || row.kind === "function";
  const plain = context.catalog.form(row, context.target);
  if (value && !seen && plain?.none === undefined && plain?.remove === undefined && differs(row, plain)) {
    escaping(context, report, row, part);
    return;
  }
  // Where only the class itself matters, the form of the plain call names it: helpers derive from it.
  const form = plain ?? (seen ? context.catalog.form(row, context.target, 0) : undefined);
  if (form === undefined && row.paddle.some((candidate) => candidate.overload !== undefined)) {
    report.escapes(part.expr, row.name, "what has to be written depends on how it is called.");
    return;
  }
  if (form === undefined || form.none !== undefined) {
    report.conversion(
      part.expr,
      row,
      failed(form?.none ?? "There is no form of it for this version."),
      "certain",
    );
    return;
  }
  if (form.remove !== undefined) {
    removeDecorator(context, report, part.expr, row);
    return;
  }
  const target = targetName(row, form);
  if (target === null) {
    report.escapes(
      part.expr,
      row.name,
      "its counterpart is not a single name. Wrap it in a function of your own.",
    );
    return;
  }
  const renamed = renameReference(context, part, target);
  // PyTorch's context managers decorate without being called first; Paddle's have to be called.
  const bare = row.kind === "class" && isDecorator(context, part.expr) ? [insert(part.expr.end, "()")] : [];
  report.use(part.expr, row, { ...renamed, rewrites: [...renamed.rewrites, ...bare] }, "certain", part);
}

/** `isinstance(x, torch.LongTensor)`, also in a tuple of classes. */
function isTested(context: FileContext, expr: Expr): boolean {
  for (let outer = context.parent(expr)?.expr; outer; outer = context.parent(outer)?.expr) {
    if (outer.type === "Call")
      return outer.callee.type === "Name" && /^(isinstance|issubclass)$/.test(outer.callee.name);
    if (outer.type === "Compare") return true;
  }
  return false;
}

function isDecorator(context: FileContext, expr: Expr): boolean {
  const parent = context.parent(expr);
  if (parent?.expr !== null || (parent.stmt.type !== "Function" && parent.stmt.type !== "Class"))
    return false;
  return parent.stmt.decorators.some((decorator) => decorator.expression === expr);
}

/** The longest beginning of a chain that is known: of `torch.float32.itemsize` it is `torch.float32`. */
function longestKnown(
  context: FileContext,
  reference: Reference,
): { row: CatalogRow | null; part: Reference } | null {
  let expr: Expr = reference.expr;
  let qualified = reference.qualified;
  for (;;) {
    const row = context.catalog.row(qualified);
    const part: Reference = { expr, qualified, root: reference.root };
    if (row !== undefined && row.kind !== "module") return { row, part };
    if (moduleTarget(qualified, context.catalog) !== undefined)
      return expr === reference.expr ? { row: null, part } : null;
    if (expr.type !== "Attribute" || !qualified.includes(".")) return null;
    expr = expr.object;
    qualified = qualified.slice(0, qualified.lastIndexOf("."));
  }
}

/** A whole module as a value (`getattr(torch, name)`) gives access to names that nobody can see here. */
function moduleValue(context: FileContext, report: Reporter, part: Reference): void {
  const parent = context.parent(part.expr);
  if (parent?.expr?.type === "Attribute") return;
  if (
    parent?.expr?.type === "Compare" &&
    parent.expr.operators.every((operator) => operator === "is" || operator === "is not")
  ) {
    report.rename(part);
    return;
  }
  if (parent?.expr?.type === "Call" && isAskedFor(context, report, parent.expr, part)) return;
  const { stmt, expr } = parent ?? { stmt: undefined, expr: null };
  if (expr === null && stmt?.type === "Delete") {
    report.rename(part);
    return;
  }
  const target = moduleTarget(part.qualified, context.catalog);
  if (
    expr === null &&
    stmt?.type === "Assign" &&
    stmt.value === part.expr &&
    target !== undefined &&
    stmt.targets.every((each) => each.type === "Name" && isModuleAlias(context, each.name, part.qualified))
  ) {
    if (part.expr.type === "Name") report.rename(part);
    else report.moduleRename(part, renameReference(context, part, target));
    return;
  }
  report.escapes(part.expr, part.qualified, "what is looked up in the module cannot be seen here.");
}

/** `hasattr(torch, "name")`: PyTorch has what the API knowledge has a counterpart for, and the port uses that. */
function isAskedFor(context: FileContext, report: Reporter, call: CallExpr, part: Reference): boolean {
  const [module, name, ...more] = call.args;
  if (call.callee.type !== "Name" || call.callee.name !== "hasattr" || more.length > 0) return false;
  const { type } = context.typeOf(call.callee);
  if (type.kind !== "external" || type.name !== "builtins.hasattr") return false;
  if (module?.value !== part.expr || name?.value.type !== "String" || name.value.value === null) return false;
  const row = context.catalog.row(`${part.qualified}.${name.value.value}`);
  if (row === undefined || row.kind === "module") return false;
  const lacking = row.paddle.every((form) => form.none !== undefined || form.remove !== undefined);
  if (lacking || context.comments(call).length > 0) return false;
  report.conversion(call, row, converted([replace(call, "True")]), "certain");
  return true;
}

/** True for a name that is nothing but this module, and that only attributes are read of. */
function isModuleAlias(context: FileContext, name: string, qualified: string): boolean {
  if (!context.isOwnVariable(name)) return false;
  return context.ofType("Name").every((expr) => {
    if (expr.name !== name) return true;
    const parent = context.parent(expr);
    if (parent?.expr === null) return parent.stmt.type === "Assign" && parent.stmt.targets.includes(expr);
    const { type } = context.typeOf(expr);
    return parent?.expr.type === "Attribute" && type.kind === "external" && type.name === qualified;
  });
}

/** Deletes a decorator with its line; `expr` is what follows the `@`. */
export function removeDecorator(context: FileContext, report: Reporter, expr: Expr, row: CatalogRow): void {
  const parent = context.parent(expr);
  const { stmt } = parent ?? {};
  const decorator =
    stmt?.type === "Function" || stmt?.type === "Class"
      ? stmt.decorators.find((candidate) => candidate.expression === expr)
      : undefined;
  if (decorator === undefined) {
    report.conversion(expr, row, failed("It is used other than as a decorator."), "certain");
    return;
  }
  const rest = /^[^\S\r\n]*(\r\n|\n|\r)[^\S\r\n]*/.exec(context.module.text.slice(decorator.end));
  report.conversion(
    expr,
    row,
    converted([replace({ start: decorator.start, end: decorator.end + (rest?.[0].length ?? 0) }, "")]),
    "certain",
  );
}

/** A function or class that others call as PyTorch's: a helper with PyTorch's signature goes in its place. */
function escaping(context: FileContext, report: Reporter, row: CatalogRow, part: Reference): void {
  const adapter = adapterFor(row);
  const parent = context.parent(part.expr)?.expr;
  if (parent?.type === "Compare" && parent.operators.some((operator) => operator.startsWith("is"))) {
    report.escapes(part.expr, row.name, "it is compared by identity.");
    return;
  }
  if (adapter === null) {
    report.escapes(part.expr, row.name, "whoever calls it uses PyTorch's signature, and Paddle's differs.");
    return;
  }
  const renamed = renameReference(context, part, `helper.${adapter}`);
  report.adapter(part.expr, row, renamed);
}

/** True where the signature does not matter, or every use of the name can be seen. */
function signatureIsSeen(context: FileContext, expr: Expr): boolean {
  if (isTypeUse(context, expr)) return true;
  const parent = context.parent(expr);
  return (
    parent?.expr === null &&
    parent.stmt.type === "Assign" &&
    parent.stmt.value === expr &&
    parent.stmt.targets.every((target) => target.type === "Name" && isPlainAlias(context, target.name))
  );
}
