import type { Catalog } from "../api/catalog.js";
import { frameworkOf } from "../semantics/members.js";
import { isForeign } from "./foreign.js";
import type { ImportFromStmt, ImportStmt, ImportedName, Stmt } from "../syntax/ast.js";

/** One name that an import of the file binds. */
export interface ImportBinding {
  readonly local: string;
  /** Qualified name of what it is bound to: `torch.nn`, `torch.nn.Linear`. */
  readonly qualified: string;
  readonly statement: ImportStmt | ImportFromStmt;
  readonly name: ImportedName;
}

/** The imports of one file that concern PyTorch or Paddle. */
export interface ImportTable {
  readonly bindings: readonly ImportBinding[];
  /** The binding of a local name; when several imports bind it, the first. */
  readonly byLocal: ReadonlyMap<string, ImportBinding>;
  /** Import statements that name torch, in source order. */
  readonly torch: readonly (ImportStmt | ImportFromStmt)[];
}

const moduleTargets: Readonly<Record<string, string>> = {
  torch: "paddle",
  "torch.nn": "paddle.nn",
  "torch.nn.functional": "paddle.nn.functional",
  "torch.linalg": "paddle.linalg",
  "torch.fft": "paddle.fft",
  "torch.distributed": "paddle.distributed",
  "torch.optim": "paddle.optimizer",
  "torch.utils.data": "paddle.io",
  "torch.utils.checkpoint": "paddle.distributed.fleet.utils",
};

/** The Paddle module that stands for a PyTorch module, or undefined. */
export function moduleTarget(qualified: string, catalog: Catalog): string | undefined {
  if (frameworkOf(qualified) === "paddle") return qualified;
  const row = catalog.row(qualified);
  if (row?.kind === "module")
    return (
      row.paddle[0]?.to ??
      (row.paddle[0]?.same === true ? qualified.replace(/^torch/, "paddle") : moduleTargets[qualified])
    );
  return Object.hasOwn(moduleTargets, qualified) ? moduleTargets[qualified] : undefined;
}

export function readImports(statements: readonly Stmt[], catalog: Catalog): ImportTable {
  const bindings: ImportBinding[] = [];
  const torch: (ImportStmt | ImportFromStmt)[] = [];
  for (const statement of statements) {
    if (statement.type === "Import") {
      for (const name of statement.names) {
        const first = name.name.parts[0]?.name ?? "";
        if (frameworkOf(name.name.text) === null && !isForeign(name.name.text)) continue;
        if (isForeign(first)) torch.push(statement);
        bindings.push({
          local: name.alias?.name ?? first,
          qualified: name.alias === null ? first : name.name.text,
          statement,
          name,
        });
      }
    } else if (statement.type === "ImportFrom" && statement.level === 0 && statement.module !== null) {
      if (frameworkOf(statement.module.text) === null && !isForeign(statement.module.text)) continue;
      if (isForeign(statement.module.text)) torch.push(statement);
      for (const name of statement.names) {
        const written = `${statement.module.text}.${name.name.text}`;
        bindings.push({
          local: name.alias?.name ?? name.name.text,
          qualified: catalog.row(written)?.name ?? written,
          statement,
          name,
        });
      }
    }
  }
  const byLocal = new Map<string, ImportBinding>();
  for (const binding of bindings) if (!byLocal.has(binding.local)) byLocal.set(binding.local, binding);
  return { bindings, byLocal, torch: [...new Set(torch)] };
}
