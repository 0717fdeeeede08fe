import type { ModuleAst } from "../syntax/ast.js";
import { walkStatements } from "../syntax/walk.js";
import type { SourceFile } from "./project.js";

/** More than any model needs; a mistake in a package's imports must not read the whole disk. */
const most = 200;

/**
 * Reads the files that a file imports relatively, and theirs.
 * @param read the text of a file of the project, or undefined when there is none
 */
export async function relatedFiles(
  start: SourceFile,
  parse: (text: string) => ModuleAst,
  read: (path: string) => Promise<string | undefined>,
): Promise<SourceFile[]> {
  const found = new Map<string, SourceFile>();
  const asked = new Set([start.path]);
  const queue: SourceFile[] = [start];
  for (let file = queue.shift(); file !== undefined && found.size < most; file = queue.shift()) {
    for (const candidate of relativeImports(file.path, parse(file.text))) {
      if (asked.has(candidate)) continue;
      asked.add(candidate);
      const text = await read(candidate);
      if (text === undefined) continue;
      const entry = { path: candidate, text };
      found.set(candidate, entry);
      queue.push(entry);
    }
  }
  return [...found.values()];
}

/** Paths that a file's relative imports may mean. */
function relativeImports(path: string, ast: ModuleAst): string[] {
  const folders = path.split("/").slice(0, -1);
  const result: string[] = [];
  walkStatements(ast.body, (statement) => {
    if (statement.type !== "ImportFrom" || statement.level === 0) return;
    if (statement.level - 1 > folders.length) return;
    const base = [
      ...folders.slice(0, folders.length - (statement.level - 1)),
      ...(statement.module?.text.split(".") ?? []),
    ];
    const names = [base, ...statement.names.map((name) => [...base, name.name.text])];
    for (const parts of names) result.push(`${parts.join("/")}.py`, [...parts, "__init__.py"].join("/"));
  });
  return result;
}
