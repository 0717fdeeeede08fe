import { existsSync } from "node:fs";
import path from "node:path";

import type { SourceFile } from "../core/semantics/project.js";
import type { PythonParser } from "../core/syntax/parser.js";
import { walkStatements } from "../core/syntax/walk.js";
import type { PythonSource } from "../platform/sources.js";
import { filesBelow, isFolder, readPython } from "../platform/sources.js";

/** The Python files of a command line, and those that they import from beside them. */
export interface ProjectFiles {
  /** Absolute path of the folder that all paths are relative to. */
  readonly root: string;
  /** Relative path -> source, of the files that were named. */
  readonly wanted: ReadonlyMap<string, PythonSource>;
  /** Files that are only read because others import them. */
  readonly context: readonly SourceFile[];
}

/** All Python files of a folder, or one file. @throws UserError when a path does not exist or cannot be read */
export async function readProject(target: string, parser: PythonParser): Promise<ProjectFiles> {
  if (await isFolder(target)) {
    const names = (await filesBelow(target)).filter((name) => name.endsWith(".py"));
    const wanted = new Map<string, PythonSource>();
    for (const name of names) wanted.set(name, await readPython(path.join(target, name)));
    return { root: target, wanted, context: [] };
  }
  const root = packageRoot(path.dirname(target));
  const relative = path.relative(root, target).split(path.sep).join("/");
  const source = await readPython(target);
  const context = await importedFiles(root, relative, source.text, parser);
  return { root, wanted: new Map([[relative, source]]), context };
}

/** The folder above the topmost package that a folder belongs to, so that relative imports can be followed. */
function packageRoot(folder: string): string {
  let root = folder;
  while (existsSync(path.join(root, "__init__.py")) && path.dirname(root) !== root) root = path.dirname(root);
  return root === folder ? folder : root;
}

/** Reads the files that a file imports relatively, and theirs, up to a number that no model needs. */
async function importedFiles(
  root: string,
  start: string,
  text: string,
  parser: PythonParser,
): Promise<SourceFile[]> {
  const found = new Map<string, SourceFile>();
  const queue: SourceFile[] = [{ path: start, text }];
  const most = 200;
  for (let file = queue.shift(); file !== undefined && found.size < most; file = queue.shift()) {
    for (const candidate of relativeImports(file, parser)) {
      const absolute = path.join(root, candidate);
      if (candidate === start || found.has(candidate) || !existsSync(absolute)) continue;
      const source = await readPython(absolute);
      const entry = { path: candidate, text: source.text };
      found.set(candidate, entry);
      queue.push(entry);
    }
  }
  return [...found.values()];
}

function relativeImports(file: SourceFile, parser: PythonParser): string[] {
  const folders = file.path.split("/").slice(0, -1);
  const result: string[] = [];
  walkStatements(parser.parse(file.text).body, (statement) => {
    if (statement.type !== "ImportFrom" || statement.level === 0) return;
    const base = [
      ...folders.slice(0, folders.length - (statement.level - 1)),
      ...(statement.module?.text.split(".") ?? []),
    ];
    const names = [base, ...statement.names.map((name) => [...base, name.name.text])];
    for (const parts of names) result.push(`${parts.join("/")}.py`, [...parts, "__init__.py"].join("/"));
  });
  return result;
}
