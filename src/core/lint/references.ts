import type { CatalogRow, TargetForm } from "../api/schema.js";
import { frameworkOf } from "../semantics/members.js";
import type { Expr } from "../syntax/ast.js";
import type { FileContext } from "./context.js";
import { isForeign } from "./foreign.js";
import { moduleTarget } from "./imports.js";

/** A chain such as `torch.nn.Linear` or `nn.Linear`, resolved. */
export interface Reference {
  readonly expr: Expr;
  /** As the catalogue spells it: `torch.nn.Linear`. */
  readonly qualified: string;
  /** The name at the left end. */
  readonly root: Extract<Expr, { type: "Name" }>;
}

/** Resolves a name or a chain of attributes to a qualified name of a framework; null for anything else. */
export function resolveReference(context: FileContext, expr: Expr): Reference | null {
  const names: string[] = [];
  let current = expr;
  while (current.type === "Attribute") {
    names.unshift(current.attribute.name);
    current = current.object;
  }
  if (current.type !== "Name") return null;
  const { type } = context.typeOf(current);
  const base = type.kind === "external" ? type.name : importedAs(context, current.name, type.kind);
  if (base === null || (frameworkOf(base) === null && !isForeign(base))) return null;
  const written = [base, ...names].join(".");
  return { expr, root: current, qualified: context.catalog.row(written)?.name ?? written };
}

/** A dtype imported by name is a dtype value, so its name is found in the import. */
function importedAs(context: FileContext, local: string, kind: string): string | null {
  return kind === "dtype" ? (context.imports.byLocal.get(local)?.qualified ?? null) : null;
}

/** True when the name at the chain's left end is bound by an import of this file. */
export function rootIsImported(context: FileContext, reference: Reference): boolean {
  const binding = context.imports.byLocal.get(reference.root.name);
  const { type } = context.typeOf(reference.root);
  return (
    binding !== undefined &&
    (type.kind === "dtype" || (type.kind === "external" && type.name === binding.qualified))
  );
}

/** The qualified Paddle name (or `helper.<name>`) that a row's form gives to the bare name, if there is one. */
export function targetName(row: CatalogRow, form: TargetForm): string | null {
  if (form.same === true) return row.name.replace(/^torch\b/, "paddle");
  return form.to ?? null;
}

export interface Rendered {
  readonly text: string;
  readonly helper: string | null;
  readonly needsPaddle: boolean;
}

/**
 * How this file writes a Paddle name: through the module that its imports already bind, `nn.Layer` rather than
 * `paddle.nn.Layer` where the source said `nn.Module`.
 */
export function renderTarget(context: FileContext, target: string, root: string | null): Rendered {
  if (target.startsWith("helper."))
    return {
      text: target.slice("helper.".length),
      helper: target.slice("helper.".length),
      needsPaddle: false,
    };
  const locals = moduleLocals(context);
  const fitting = locals.filter(({ module }) => target.startsWith(`${module}.`) || target === module);
  const preferred =
    fitting.find(({ local }) => local === root) ?? fitting.find(({ module }) => module === "paddle");
  if (preferred !== undefined)
    return {
      text: preferred.local + target.slice(preferred.module.length),
      helper: null,
      needsPaddle: false,
    };
  return { text: target, helper: null, needsPaddle: true };
}

/** Local names that the ported file binds to Paddle modules at module level. */
function moduleLocals(context: FileContext): { local: string; module: string }[] {
  return context.imports.bindings.flatMap((binding) => {
    const module = moduleTarget(binding.qualified, context.catalog);
    if (module === undefined) return [];
    const local = binding.local === "torch" && module === "paddle" ? "paddle" : binding.local;
    const top =
      context.module.ast.body.includes(binding.statement) ||
      context.module.ast.body.some(
        (statement) => statement.type === "Try" && statement.body.body.includes(binding.statement),
      );
    return top ? [{ local, module }] : [];
  });
}
