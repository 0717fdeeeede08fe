import type { Catalog } from "../api/catalog.js";
import type { PythonParser } from "../syntax/parser.js";
import { walkStatements } from "../syntax/walk.js";
import { LineIndex } from "../text/lineIndex.js";
import type { SourceModule } from "./symbols.js";

export interface SourceFile {
  /** Path with forward slashes; relative imports are resolved along it. */
  readonly path: string;
  readonly text: string;
}

/** The files that are analysed together: what is imported between them is known. */
export class Project {
  readonly modules: readonly SourceModule[];
  readonly #byPath = new Map<string, SourceModule>();

  constructor(
    files: readonly SourceFile[],
    parser: PythonParser,
    readonly catalog: Catalog,
  ) {
    this.modules = files.map((file) => createModule(file, parser));
    for (const module of this.modules) this.#byPath.set(module.path, module);
  }

  module(path: string): SourceModule | undefined {
    return this.#byPath.get(path);
  }

  /**
   * The file that an import names, if it belongs to the project.
   * @param level number of leading dots; 0 for an absolute import
   */
  resolve(from: SourceModule, level: number, dotted: string): SourceModule | undefined {
    const parts = dotted === "" ? [] : dotted.split(".");
    const directories = from.path.split("/").slice(0, -1);
    if (level > 0) return this.#find([...directories.slice(0, directories.length - (level - 1)), ...parts]);
    // An absolute name may start at any folder above the importing file.
    for (let depth = directories.length; depth >= 0; depth--) {
      const found = this.#find([...directories.slice(0, depth), ...parts]);
      if (found !== undefined && found !== from) return found;
    }
    return undefined;
  }

  #find(parts: readonly string[]): SourceModule | undefined {
    const base = parts.join("/");
    return (
      this.#byPath.get(`${base}.py`) ?? this.#byPath.get(base === "" ? "__init__.py" : `${base}/__init__.py`)
    );
  }
}

function createModule(file: SourceFile, parser: PythonParser): SourceModule {
  const ast = parser.parse(file.text);
  const sharedNames = new Set<string>();
  walkStatements(ast.body, (statement) => {
    if (statement.type === "Global") for (const { name } of statement.names) sharedNames.add(name);
  });
  return {
    path: file.path,
    text: file.text,
    lines: new LineIndex(file.text),
    ast,
    sharedNames,
    globals: new Map(),
    earlierGlobals: new Map(),
    openNames: false,
    types: new Map(),
    classes: [],
    functions: [],
  };
}
