import type { Expr, ModuleAst, Stmt } from "../../syntax/ast.js";
import type { PythonParser } from "../../syntax/parser.js";
import { LineIndex } from "../../text/lineIndex.js";
import type { Value } from "./values.js";

/** Reads the project's files; the platform decides which folders it looks into. */
export interface SourceReader {
  /** The text of the file at this path (forward slashes), or undefined if there is none. */
  read(path: string): string | undefined;
}

/** How a name of a file gets its value: evaluated when it is first asked for. */
export type Binding =
  | { readonly of: "statement"; readonly statement: Stmt }
  | { readonly of: "value"; readonly value: Expr }
  | { readonly of: "import"; readonly module: string }
  | { readonly of: "importFrom"; readonly level: number; readonly module: string; readonly name: string };

export interface SourceModule {
  readonly path: string;
  /** The name that classes of this file are shown with. */
  readonly name: string;
  readonly text: string;
  readonly ast: ModuleAst;
  readonly lines: LineIndex;
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly stars: readonly { readonly level: number; readonly module: string }[];
  readonly values: Map<string, Value>;
}

/** Names of one function call, comprehension or class body, with those around it. */
export interface Scope {
  readonly module: SourceModule;
  readonly parent: Scope | null;
  readonly names: Map<string, Value>;
}

/** The files of one project, each parsed once. */
export class Sources {
  readonly #modules = new Map<string, SourceModule | null>();

  /**
   * @param roots folders in which absolute imports are looked up, besides the folders above the importing file
   */
  constructor(
    private readonly reader: SourceReader,
    private readonly parser: PythonParser,
    private readonly roots: readonly string[],
  ) {}

  /** Opens a file by its path; undefined if there is none. */
  open(path: string): SourceModule | undefined {
    const known = this.#modules.get(path);
    if (known !== undefined) return known ?? undefined;
    const text = this.reader.read(path);
    const module = text === undefined ? null : this.#parse(path, text);
    this.#modules.set(path, module);
    return module ?? undefined;
  }

  /** The file that an import names, or undefined when it is not part of the project. */
  resolve(from: SourceModule, level: number, dotted: string): SourceModule | undefined {
    const parts = dotted === "" ? [] : dotted.split(".");
    const folder = from.path.split("/").slice(0, -1);
    if (level > 0) return this.#find([...folder.slice(0, folder.length - (level - 1)), ...parts]);
    const beside = this.#find([...folder, ...parts]);
    // A file that imports its own name, such as `copy.py` importing copy, means the library.
    if (beside !== undefined && beside !== from) return beside;
    for (const root of this.roots) {
      const found = this.#find([
        ...root.split("/").filter((part, index) => part !== "" || index === 0),
        ...parts,
      ]);
      if (found !== undefined && found !== from) return found;
    }
    return undefined;
  }

  #find(parts: readonly string[]): SourceModule | undefined {
    const base = parts.join("/");
    return (
      (base === "" ? undefined : this.open(`${base}.py`)) ??
      this.open(base === "" ? "__init__.py" : `${base}/__init__.py`)
    );
  }

  #parse(path: string, text: string): SourceModule {
    const ast = this.parser.parse(text);
    const bindings = new Map<string, Binding>();
    const stars: { level: number; module: string }[] = [];
    bind(ast.body, bindings, stars, true);
    const name = (path.split("/").pop() ?? path).replace(/\.py$/, "");
    return { path, name, text, ast, lines: new LineIndex(text), bindings, stars, values: new Map() };
  }
}

/** `file.py:12`, counting lines from 1. */
export function place(module: SourceModule, node: { readonly start: number }): string {
  return `${module.path}:${String(lineOf(module, node))}`;
}

export function lineOf(module: SourceModule, node: { readonly start: number }): number {
  return module.lines.positionAt(node.start).line + 1;
}

/** Collects the names of a file. What `except` and `else` bind never replaces what the first branch binds. */
function bind(
  body: readonly Stmt[],
  bindings: Map<string, Binding>,
  stars: { level: number; module: string }[],
  replace: boolean,
): void {
  const set = (name: string, binding: Binding): void => {
    if (replace || !bindings.has(name)) bindings.set(name, binding);
  };
  for (const statement of body) {
    switch (statement.type) {
      case "Import":
        for (const { name, alias } of statement.names) {
          const first = name.parts[0]?.name ?? name.text;
          set(alias?.name ?? first, { of: "import", module: alias === null ? first : name.text });
        }
        break;
      case "ImportFrom": {
        const module = statement.module?.text ?? "";
        if (statement.star) stars.push({ level: statement.level, module });
        for (const { name, alias } of statement.names) {
          set(alias?.name ?? name.text, {
            of: "importFrom",
            level: statement.level,
            module,
            name: name.text,
          });
        }
        break;
      }
      case "Function":
      case "Class":
        set(statement.name.name, { of: "statement", statement });
        break;
      case "Assign":
        for (const target of statement.targets) {
          if (target.type === "Name" && statement.value !== null)
            set(target.name, { of: "value", value: statement.value });
        }
        break;
      case "If":
        bind(statement.then.body, bindings, stars, replace);
        if (statement.orElse !== null) bind(statement.orElse.body, bindings, stars, false);
        break;
      case "Try":
        bind(statement.body.body, bindings, stars, replace);
        for (const handler of statement.handlers) bind(handler.body.body, bindings, stars, false);
        if (statement.orElse !== null) bind(statement.orElse.body, bindings, stars, replace);
        break;
      case "With":
        bind(statement.body.body, bindings, stars, replace);
        break;
      default:
        break;
    }
  }
}
