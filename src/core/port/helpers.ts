import { helpers as knownHelpers } from "../api/helpers.generated.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { ImportFromStmt, ImportStmt, Stmt } from "../syntax/ast.js";
import type { TextEdit } from "../text/edits.js";
import { lineEndOf } from "../text/lineIndex.js";

/** The helper code that a port needs, as Python: its imports and its definitions. */
export interface HelperSource {
  readonly imports: readonly string[];
  readonly definitions: string;
}

/** @throws Error for a name that api/helpers/ does not have: a defect of a row or a rule */
export function helperSource(names: readonly string[], producer: string): HelperSource {
  const found = withNeeds(names).map((name) => {
    const helper = Object.hasOwn(knownHelpers, name) ? knownHelpers[name] : undefined;
    if (helper === undefined) throw new Error(`there is no helper called ${name} in api/helpers`);
    return helper;
  });
  const imports = mergeImports(found.flatMap((helper) => helper.imports));
  const definitions = `# Helpers written by ${producer} under 0BSD: use them as your own.\n${found.map((helper) => helper.source.trimEnd()).join("\n\n\n")}\n`;
  return { imports, definitions };
}

/** Helpers with those that they refer to, which come first: a base class has to exist. */
function withNeeds(names: readonly string[]): string[] {
  const result: string[] = [];
  const visit = (name: string): void => {
    if (result.includes(name)) return;
    for (const other of knownHelpers[name]?.needs ?? []) visit(other);
    if (!result.includes(name)) result.push(name);
  };
  names.forEach(visit);
  return result;
}

/** One import line for each module, its names in order. */
function mergeImports(lines: readonly string[]): string[] {
  const names = new Map<string, Set<string>>();
  const plain = new Set<string>();
  for (const line of lines) {
    const [, module, imported] = /^from (\S+) import (.+)$/.exec(line) ?? [];
    if (module === undefined || imported === undefined) plain.add(line);
    else
      for (const name of imported.split(", ")) names.set(module, (names.get(module) ?? new Set()).add(name));
  }
  return [
    ...[...names].map(([module, set]) => `from ${module} import ${[...set].sort().join(", ")}`),
    ...plain,
  ].sort();
}

/** The text of the module that holds a project's helpers. */
export function helperModule(names: readonly string[], producer: string): string {
  const { imports, definitions } = helperSource(names, producer);
  return `${imports.join("\n")}\n\n${definitions}`;
}

/**
 * Puts import lines, and helper definitions if they live in the file, after the last import at the top of the file.
 * @param torch whether the file's `import torch` becomes `import paddle` in the same step
 */
export function importInsertion(
  module: SourceModule,
  lines: readonly string[],
  inline: HelperSource | null,
  torch: "ported" | "kept" = "ported",
): TextEdit[] {
  const wanted = new Set([...lines, ...(inline?.imports ?? [])]);
  const all = [...wanted].filter((line) => !hasImport(module, line, torch));
  if (all.length === 0 && inline === null) return [];
  const eol = lineEndOf(module.text);
  const last = lastOfTop(module);
  const offset = lineBetween(module, last === undefined ? topOffset(module) : endOfLine(module, last.end));
  const importText = all.map((line) => `${line}${eol}`).join("");
  const helperText = inline === null ? "" : `${eol}${eol}${inline.definitions.replaceAll("\n", eol)}${eol}`;
  const lead = offset > 0 && !/[\r\n]$/.test(module.text.slice(0, offset)) ? eol : "";
  return [{ start: offset, end: offset, text: lead + importText + helperText }];
}

/** The last of the imports that the file begins with: code after them may use helpers as soon as it runs. */
function lastOfTop(module: SourceModule): Stmt | undefined {
  const isImport = (statement: Stmt): boolean =>
    statement.type === "Import" || statement.type === "ImportFrom";
  const isDocstring = (statement: Stmt): boolean =>
    statement.type === "Expression" && statement.value.type === "String";
  const firstOther = module.ast.body.findIndex(
    (statement) => !isImport(statement) && !isDocstring(statement),
  );
  const leading = firstOther === -1 ? module.ast.body : module.ast.body.slice(0, firstOther);
  return leading.findLast(isImport);
}

function topOffset(module: SourceModule): number {
  const [first] = module.ast.body;
  const isDocstring = first?.type === "Expression" && first.value.type === "String";
  if (isDocstring) return endOfLine(module, first.end);
  // Licence comments and the coding line stay on top.
  return first === undefined
    ? module.text.length
    : module.lines.lineStart(module.lines.positionAt(first.start).line);
}

/** The beginning of a line may lie inside a statement that stands behind a `;`: then the one where it begins. */
function lineBetween(module: SourceModule, offset: number): number {
  const around = module.ast.body.find((statement) => statement.start < offset && offset < statement.end);
  if (around === undefined) return offset;
  return lineBetween(module, module.lines.lineStart(module.lines.positionAt(around.start).line));
}

function endOfLine(module: SourceModule, offset: number): number {
  return module.lines.lineStart(module.lines.positionAt(offset).line + 1);
}

const knownImports = new WeakMap<SourceModule, readonly (ImportStmt | ImportFromStmt)[]>();

/** The imports at the file's top level; looked for once, since an editor asks for every fix. */
export function topImports(module: SourceModule): readonly (ImportStmt | ImportFromStmt)[] {
  const known = knownImports.get(module);
  if (known !== undefined) return known;
  const found = module.ast.body.filter(
    (statement) => statement.type === "Import" || statement.type === "ImportFrom",
  );
  knownImports.set(module, found);
  return found;
}

/** True when the port of the file has the line anyway: `import torch` becomes `import paddle`. */
function hasImport(module: SourceModule, line: string, torch: "ported" | "kept"): boolean {
  const binds = torch === "ported" ? /^(torch|paddle)(\.|$)/ : /^paddle(\.|$)/;
  return topImports(module).some(
    (statement) =>
      (line === "import paddle" &&
        statement.type === "Import" &&
        statement.names.some((name) => name.alias === null && binds.test(name.name.text))) ||
      module.text.slice(statement.start, statement.end) === line,
  );
}
