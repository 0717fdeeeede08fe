import type { Expr, Stmt } from "../syntax/ast.js";
import { detached } from "../text/detached.js";

/** The names that a file's `__all__` lists; null where it has none, "unclear" where it is not one plain list. */
export type ExportedNames = ReadonlySet<string> | "unclear" | null;

/** What a statement makes `__all__`: null for what is no one value, undefined where it leaves `__all__` alone. */
export function assignedToAll(statement: Stmt): Expr | null | undefined {
  if (statement.type === "Assign") return statement.targets.some(isAll) ? statement.value : undefined;
  return statement.type === "AugAssign" && isAll(statement.target) ? null : undefined;
}

function isAll(target: Expr): boolean {
  return target.type === "Name" && target.name === "__all__";
}

/** @param assigned what all statements of the file make `__all__` */
export function exportedNames(assigned: readonly (Expr | null)[], text: string): ExportedNames {
  const [only, ...others] = assigned;
  if (only === undefined) return null;
  if (others.length > 0 || (only?.type !== "List" && only?.type !== "Tuple")) return "unclear";
  const names = only.items.map((item) =>
    item.type === "String" && item.value !== null ? detached(item.value) : null,
  );
  const plain = names.every((name) => name !== null) && !/__all__\s*\.|globals\s*\(/.test(text);
  return plain ? new Set(names) : "unclear";
}
