import type { Expr, ImportFromStmt, ImportStmt } from "../syntax/ast.js";
import { bind, globalValue } from "./evaluator.js";
import type { Engine, Frame } from "./frame.js";
import { walkStatements } from "../syntax/walk.js";
import type { SourceModule } from "./symbols.js";
import type { Inferred } from "./types.js";
import { certain, unknown } from "./types.js";

/** Standard spellings of names that libraries re-export. */
const canonical: Readonly<Record<string, string>> = { np: "numpy" };

export function executeImport(engine: Engine, statement: ImportStmt, frame: Frame): void {
  for (const { name, alias } of statement.names) {
    const [first] = name.parts;
    if (first === undefined) continue;
    const dotted = alias === null ? first.name : name.text;
    const module = engine.project.resolve(frame.module, 0, dotted);
    const value =
      module === undefined
        ? external(dotted)
        : certain({ kind: "module", of: module }, "module of the project");
    bind(frame, alias?.name ?? first.name, value);
  }
}

export function executeImportFrom(engine: Engine, statement: ImportFromStmt, frame: Frame): void {
  if (statement.future) return;
  const dotted = statement.module?.text ?? "";
  const module = engine.project.resolve(frame.module, statement.level, dotted);
  if (statement.star) {
    const exported = module === undefined ? null : exportedNames(module);
    if (module === undefined || exported === "unclear") frame.module.openNames = true;
    else
      for (const [name, value] of new Map([...module.earlierGlobals, ...module.globals]))
        if (exported === null ? !name.startsWith("_") : exported.has(name)) bind(frame, name, value);
    return;
  }
  for (const { name, alias } of statement.names) {
    const local = alias?.name ?? name.text;
    const submodule = engine.project.resolve(
      frame.module,
      statement.level,
      dotted === "" ? name.text : `${dotted}.${name.text}`,
    );
    const global = module === undefined ? undefined : globalValue(module, name.text);
    const value =
      global ??
      (submodule !== undefined
        ? certain({ kind: "module", of: submodule }, "module of the project")
        : statement.level === 0 && module === undefined
          ? importedName(engine, dotted, name.text)
          : unknown);
    bind(frame, local, value);
  }
}

function importedName(engine: Engine, module: string, name: string): Inferred {
  const qualified = `${module}.${name}`;
  const row = engine.project.catalog.row(qualified);
  if (row?.kind === "dtype")
    return certain({ kind: "dtype", name: row.name.slice("torch.".length) }, `the dtype ${qualified}`);
  return external(row?.name ?? qualified);
}

function external(name: string): Inferred {
  return certain({ kind: "external", name: canonical[name] ?? name }, name);
}

/** The names that a file's `__all__` lists; null where it has none, "unclear" where it is not one plain list. */
function exportedNames(module: SourceModule): ReadonlySet<string> | "unclear" | null {
  const assigned: (Expr | null)[] = [];
  walkStatements(module.ast.body, (statement) => {
    const isAll = (target: Expr): boolean => target.type === "Name" && target.name === "__all__";
    if (statement.type === "Assign" && statement.targets.some(isAll)) assigned.push(statement.value);
    else if (statement.type === "AugAssign" && isAll(statement.target)) assigned.push(null);
  });
  const [only, ...others] = assigned;
  if (only === undefined) return null;
  if (others.length > 0 || (only?.type !== "List" && only?.type !== "Tuple")) return "unclear";
  const names = only.items.map((item) => (item.type === "String" ? item.value : null));
  const plain = names.every((name) => name !== null) && !/__all__\s*\.|globals\s*\(/.test(module.text);
  return plain ? new Set(names) : "unclear";
}
