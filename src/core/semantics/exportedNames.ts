import type { Expr, ModuleAst } from "../syntax/ast.js";
import { detached } from "../text/detached.js";
import { walkStatements } from "../syntax/walk.js";

/** The names that a file's `__all__` lists; null where it has none, "unclear" where it is not one plain list. */
export type ExportedNames = ReadonlySet<string> | "unclear" | null;

export function exportedNames(ast: ModuleAst, text: string): ExportedNames {
  const assigned: (Expr | null)[] = [];
  walkStatements(ast.body, (statement) => {
    const isAll = (target: Expr): boolean => target.type === "Name" && target.name === "__all__";
    if (statement.type === "Assign" && statement.targets.some(isAll)) assigned.push(statement.value);
    else if (statement.type === "AugAssign" && isAll(statement.target)) assigned.push(null);
  });
  const [only, ...others] = assigned;
  if (only === undefined) return null;
  if (others.length > 0 || (only?.type !== "List" && only?.type !== "Tuple")) return "unclear";
  const names = only.items.map((item) =>
    item.type === "String" && item.value !== null ? detached(item.value) : null,
  );
  const plain = names.every((name) => name !== null) && !/__all__\s*\.|globals\s*\(/.test(text);
  return plain ? new Set(names) : "unclear";
}
