import type { Expr } from "../syntax/ast.js";
import type { Rewrite } from "../text/edits.js";
import type { FileContext } from "./context.js";
import { replace } from "./fix.js";
import type { Conversion } from "./outcome.js";
import { converted } from "./outcome.js";
import type { Reference } from "./references.js";
import { renderTarget, rootIsImported } from "./references.js";

/** Rewrites a chain of names to another qualified name, token by token where the beginning stays. */
export function renameReference(context: FileContext, reference: Reference, target: string): Conversion {
  const { expr, root } = reference;
  const binding = context.imports.byLocal.get(root.name);
  // A name imported from a module is renamed at its import, and an alias where it is assigned.
  if (expr.type === "Name" && !target.startsWith("helper.")) {
    if (!rootIsImported(context, reference)) return converted([]);
    if (binding?.statement.type === "ImportFrom" && binding.qualified === reference.qualified)
      return converted([]);
  }
  const rendered = renderTarget(context, target, root.name);
  if (context.source(expr) === rendered.text) return converted([]);
  const helpers = rendered.helper === null ? [] : [rendered.helper];
  return converted([minimalRename(context, expr, rendered.text)], helpers, rendered.needsPaddle);
}

/** Touches only the part of a dotted name that differs, when it stands on one line. */
function minimalRename(context: FileContext, expr: Expr, text: string): Rewrite {
  const source = context.source(expr);
  if (!/^[\w.]+$/.test(source)) return replace(expr, text);
  const [old, fresh] = [source.split("."), text.split(".")];
  let same = 0;
  while (same < old.length - 1 && same < fresh.length - 1 && old[same] === fresh[same]) same++;
  const start = expr.start + old.slice(0, same).join(".").length + (same > 0 ? 1 : 0);
  return replace({ start, end: expr.end }, fresh.slice(same).join("."));
}
