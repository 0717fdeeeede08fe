import type { ImportFromStmt, ImportStmt } from "../syntax/ast.js";
import { bind, globalValue } from "./evaluator.js";
import type { Engine, Frame } from "./frame.js";
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
    const exported = module === undefined ? null : module.exported;
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
