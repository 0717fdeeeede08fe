import type { CatalogRow, TargetForm } from "../api/schema.js";
import { frameworkOf } from "../semantics/members.js";
import type { Type } from "../semantics/types.js";
import { members } from "../semantics/types.js";
import type { Expr } from "../syntax/ast.js";
import { onlyAlternative } from "./alternatives.js";
import type { FileContext } from "./context.js";
import { moduleBoundBy } from "./context.js";
import { isForeign } from "./foreign.js";

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
  let current = expr;
  while (current.type === "Attribute") current = current.object;
  if (current.type !== "Name") return null;
  // `try: import torch` / `except ImportError: torch = None` leaves a name that is the module or None.
  const type = onlyAlternative(context.typeOf(current).type);
  if (type === null) return null;
  const base = type.kind === "external" ? type.name : importedAs(context, current.name, type.kind);
  if (base === null || (frameworkOf(base) === null && !isForeign(base))) return null;
  let suffix = "";
  for (let part = expr; part.type === "Attribute"; part = part.object)
    suffix = `.${part.attribute.name}${suffix}`;
  const written = base + suffix;
  return { expr, root: current, qualified: context.catalog.row(written)?.name ?? written };
}

/** A dtype imported by name is a dtype value, so its name is found in the import. */
function importedAs(context: FileContext, local: string, kind: string): string | null {
  return kind === "dtype" ? (context.imports.byLocal.get(local)?.qualified ?? null) : null;
}

/** True when the name at the chain's left end is bound by an import of this file. */
export function rootIsImported(context: FileContext, reference: Reference): boolean {
  const binding = context.imports.byLocal.get(reference.root.name);
  const types = members(context.typeOf(reference.root).type);
  const held = (type: Type): boolean =>
    type.kind === "dtype" || (type.kind === "external" && type.name === binding?.qualified);
  return binding !== undefined && types.some(held);
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
  const binding = root === null ? undefined : context.imports.byLocal.get(root);
  const own = binding === undefined ? undefined : moduleBoundBy(context, binding);
  const locals = own === undefined ? context.moduleLocals : [own, ...context.moduleLocals];
  const name = root === "torch" ? context.torchLocal : root;
  const preferred =
    locals.find(({ local, module }) => local === name && isWithin(target, module)) ??
    locals.find(({ module }) => module === "paddle" && isWithin(target, module));
  if (preferred !== undefined)
    return {
      text: preferred.local + target.slice(preferred.module.length),
      helper: null,
      needsPaddle: false,
    };
  return { text: target, helper: null, needsPaddle: true };
}

function isWithin(name: string, module: string): boolean {
  return name.startsWith(module) && (name.length === module.length || name[module.length] === ".");
}
