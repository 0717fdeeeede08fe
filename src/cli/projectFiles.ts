import { existsSync } from "node:fs";
import path from "node:path";

import type { SourceFile } from "../core/semantics/project.js";
import { relatedFiles } from "../core/semantics/relatedFiles.js";
import type { PythonParser } from "../core/syntax/parser.js";
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
  const context = await relatedFiles(
    { path: relative, text: source.text },
    (text) => parser.parse(text),
    async (name) => {
      const absolute = path.join(root, name);
      return existsSync(absolute) ? (await readPython(absolute)).text : undefined;
    },
  );
  return { root, wanted: new Map([[relative, source]]), context };
}

/** The folder above the topmost package that a folder belongs to, so that relative imports can be followed. */
function packageRoot(folder: string): string {
  let root = folder;
  while (existsSync(path.join(root, "__init__.py")) && path.dirname(root) !== root) root = path.dirname(root);
  return root === folder ? folder : root;
}
