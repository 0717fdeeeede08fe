import { existsSync } from "node:fs";
import path from "node:path";

import type { SourceFile } from "../core/semantics/project.js";
import { relatedFiles } from "../core/semantics/relatedFiles.js";
import type { PythonParser } from "../core/syntax/parser.js";
import type { PythonSource, UnreadablePython } from "../platform/sources.js";
import { filesBelow, isFolder, isReadable, readOrExplain, readPython } from "../platform/sources.js";

/** The Python files of a command line, and those that they import from beside them. */
export interface ProjectFiles {
  /** Absolute path of the folder that all paths are relative to. */
  readonly root: string;
  /** Relative path -> source, of the files that were named. */
  readonly wanted: ReadonlyMap<string, PythonSource>;
  /** Relative path -> why, of files in a named folder that cannot be read. */
  readonly unreadable: ReadonlyMap<string, UnreadablePython>;
  /** Files that are only read because others import them. */
  readonly context: readonly SourceFile[];
}

/**
 * All Python files of a folder, or one file.
 * @param leftOut says which files of a folder (absolute path) count only where others import them
 * @throws UserError when a path does not exist, or the file that it names cannot be read
 */
export async function readProject(
  target: string,
  parser: PythonParser,
  leftOut: (file: string) => Promise<boolean> = () => Promise.resolve(false),
): Promise<ProjectFiles> {
  if (await isFolder(target)) return readFolder(target, leftOut);
  const root = packageRoot(path.dirname(target));
  const relative = path.relative(root, target).split(path.sep).join("/");
  const source = await readPython(target);
  const context = await relatedFiles(
    { path: relative, text: source.text },
    (text) => parser.parse(text),
    async (name) => {
      const absolute = path.join(root, name);
      const found = existsSync(absolute) ? await readOrExplain(absolute) : undefined;
      return found !== undefined && isReadable(found) ? found.text : undefined;
    },
  );
  return { root, wanted: new Map([[relative, source]]), unreadable: new Map(), context };
}

async function readFolder(root: string, leftOut: (file: string) => Promise<boolean>): Promise<ProjectFiles> {
  const wanted = new Map<string, PythonSource>();
  const unreadable = new Map<string, UnreadablePython>();
  const aside: string[] = [];
  for (const name of (await filesBelow(root)).filter((found) => found.endsWith(".py"))) {
    const file = path.join(root, name);
    if (await leftOut(file)) {
      aside.push(name);
      continue;
    }
    const source = await readOrExplain(file);
    if (isReadable(source)) wanted.set(name, source);
    else unreadable.set(name, source);
  }
  return { root, wanted, unreadable, context: await imported(root, [...wanted.values()], aside) };
}

/** Of the files that are left out, those that the others may import, directly or through each other. */
async function imported(
  root: string,
  from: readonly PythonSource[],
  aside: readonly string[],
): Promise<SourceFile[]> {
  const context: SourceFile[] = [];
  let left = aside;
  let importing = from;
  while (left.length > 0 && importing.length > 0) {
    const names = new Set(importing.flatMap(({ text }) => importedNames(text)));
    const found: PythonSource[] = [];
    for (const name of left.filter((candidate) => names.has(moduleName(candidate)))) {
      const source = await readOrExplain(path.join(root, name));
      if (!isReadable(source)) continue;
      context.push(inProject(name, source));
      found.push(source);
    }
    left = left.filter((candidate) => !names.has(moduleName(candidate)));
    importing = found;
  }
  return context;
}

/** A source under its name in the project; its text stays where it is. */
export function inProject(name: string, source: PythonSource): SourceFile {
  return {
    path: name,
    get text() {
      return source.text;
    },
  };
}

/** The last part of a module's dotted name. */
function moduleName(file: string): string {
  return file.replace(/(\/__init__)?\.py$/, "").replace(/^.*\//, "");
}

/** All names in a file's imports: modules, packages, and what they are asked for. */
function importedNames(text: string): string[] {
  const statements = text.match(/^[ \t]*(?:from|import)\b[^\n(]*(?:\([^)]*\))?/gm) ?? [];
  return statements.flatMap((statement) => statement.match(/[\p{L}\p{N}_]+/gu) ?? []);
}

/** The folder above the topmost package that a folder belongs to, so that relative imports can be followed. */
function packageRoot(folder: string): string {
  let root = folder;
  while (existsSync(path.join(root, "__init__.py")) && path.dirname(root) !== root) root = path.dirname(root);
  return root === folder ? folder : root;
}
