import type { Catalog } from "../api/catalog.js";
import type { Expr, ModuleAst, Stmt } from "../syntax/ast.js";
import type { PackedSyntax } from "../syntax/packed/packedSyntax.js";
import type { PythonParser } from "../syntax/parser.js";
import { ExpressionMap } from "../syntax/expressionMap.js";
import { walkStatements } from "../syntax/walk.js";
import { LineIndex } from "../text/lineIndex.js";
import { assignedToAll, exportedNames } from "./exportedNames.js";
import { Hierarchy } from "./hierarchy.js";
import type { FileImport, SourceModule } from "./symbols.js";
import type { Inferred } from "./types.js";

export interface SourceFile {
  /** Path with forward slashes; relative imports are resolved along it. */
  readonly path: string;
  /** May be read anew whenever it is asked for. */
  readonly text: string;
}

/** The files that are analysed together: what is imported between them is known. */
export class Project {
  /** True once parameters are handed out among which a Linear layer's weight may be. */
  handsOutWeights = false;

  /** Works out what the expressions of a file are; the analysis puts it here. */
  record: (module: SourceModule) => void = () => undefined;

  readonly modules: readonly SourceModule[];
  readonly #resolved = new Map<SourceModule, Map<string, SourceModule | undefined>>();
  readonly #byPath = new Map<string, SourceModule>();
  #edges: ReadonlyMap<SourceModule, readonly ImportEdge[]> | undefined;
  #torchReach: ReadonlySet<SourceModule> | undefined;
  #changesDefaultDtype: boolean | undefined;

  constructor(
    files: readonly SourceFile[],
    parser: Pick<PythonParser, "parse">,
    readonly catalog: Catalog,
    /** Keeps the syntax of a large project small; without it all is held as it is. */
    readonly packed: PackedSyntax | null = null,
  ) {
    const hierarchy = new Hierarchy();
    this.modules = files.map((file) => createModule(file, parser, hierarchy, packed));
    for (const module of this.modules) this.#byPath.set(module.path, module);
  }

  /** True when some file may make another dtype than float32 the default. */
  get changesDefaultDtype(): boolean {
    return (this.#changesDefaultDtype ??= this.modules.some(({ text }) =>
      /set_default_(dtype|tensor_type)|default_dtype/.test(text),
    ));
  }

  /** What the expressions of a file are, whether it is the one that is being looked at or another. */
  typesOf(module: SourceModule): ExpressionMap<Inferred> {
    if (!module.types.filled) this.record(module);
    return module.types;
  }

  module(path: string): SourceModule | undefined {
    return this.#byPath.get(path);
  }

  /**
   * The file that an import names, if it belongs to the project.
   * @param level number of leading dots; 0 for an absolute import
   */
  resolve(from: SourceModule, level: number, dotted: string): SourceModule | undefined {
    let known = this.#resolved.get(from);
    if (known === undefined) this.#resolved.set(from, (known = new Map<string, SourceModule | undefined>()));
    const key = `${level} ${dotted}`;
    if (!known.has(key)) known.set(key, this.#resolve(from, level, dotted));
    return known.get(key);
  }

  #resolve(from: SourceModule, level: number, dotted: string): SourceModule | undefined {
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

  /**
   * True when a file imports PyTorch, or is tied by imports within the project, in either direction and over any
   * number of steps, to one that does: then tensors may reach it.
   */
  reachesTorch(module: SourceModule): boolean {
    this.#torchReach ??= this.#findTorchReach();
    return this.#torchReach.has(module);
  }

  /** The files of the project that import names from a file, with the names; `*` stands for all. */
  importersOf(module: SourceModule): { readonly from: SourceModule; readonly names: readonly string[] }[] {
    return (this.#imports().get(module) ?? []).flatMap(({ from, to, names }) =>
      to === module ? [{ from, names }] : [],
    );
  }

  /** A file, then all that import it, directly or through others: nobody else can have got hold of what it defines. */
  *reachOf(module: SourceModule): Iterable<SourceModule> {
    const reached = new Set([module]);
    for (const each of reached) {
      yield each;
      for (const { from } of this.importersOf(each)) reached.add(from);
    }
  }

  /** The imports within the project by each of the two files that they tie together. */
  #imports(): ReadonlyMap<SourceModule, readonly ImportEdge[]> {
    if (this.#edges !== undefined) return this.#edges;
    const edges = new Map<SourceModule, ImportEdge[]>(this.modules.map((module) => [module, []]));
    for (const edge of this.modules.flatMap((from) => this.#importsOf(from))) {
      edges.get(edge.from)?.push(edge);
      if (edge.to !== edge.from) edges.get(edge.to)?.push(edge);
    }
    this.#edges = edges;
    return edges;
  }

  #importsOf(from: SourceModule): ImportEdge[] {
    return from.imports.flatMap(({ level, dotted, names }) => {
      const to = this.resolve(from, level, dotted);
      return to === undefined ? [] : [{ from, to, names }];
    });
  }

  #findTorchReach(): ReadonlySet<SourceModule> {
    const reached = new Set(this.modules.filter(importsTorch));
    const queue = [...reached];
    for (let module = queue.pop(); module !== undefined; module = queue.pop()) {
      for (const { from, to } of this.#imports().get(module) ?? []) {
        const other = from === module ? to : from;
        if (reached.has(other)) continue;
        reached.add(other);
        queue.push(other);
      }
    }
    return reached;
  }

  #find(parts: readonly string[]): SourceModule | undefined {
    const base = parts.join("/");
    return (
      this.#byPath.get(`${base}.py`) ?? this.#byPath.get(base === "" ? "__init__.py" : `${base}/__init__.py`)
    );
  }
}

interface ImportEdge {
  readonly from: SourceModule;
  readonly to: SourceModule;
  readonly names: readonly string[];
}

function importsTorch({ imports }: SourceModule): boolean {
  return imports.some(({ level, dotted }) => level === 0 && /^(torch|flash_attn)(\.|$)/.test(dotted));
}

/** What an import statement may name: a module, and with `from` each of the names, which may be modules too. */
function namedBy(statement: Stmt): readonly FileImport[] {
  if (statement.type === "Import")
    return statement.names.map(({ name }) => ({ level: 0, dotted: name.text, names: [] }));
  if (statement.type !== "ImportFrom" || statement.future) return [];
  const { level } = statement;
  const dotted = statement.module?.text ?? "";
  const names = statement.names.map(({ name }) => name.text);
  return [
    { level, dotted, names: statement.star ? ["*"] : names },
    ...names.map((name) => ({ level, dotted: dotted === "" ? name : `${dotted}.${name}`, names: [] })),
  ];
}

/**
 * What the statements of a file say of its names. By itself, since what a module's getters share a scope with stays as
 * long as the module: nodes, and through them texts.
 */
function survey(ast: ModuleAst, text: string): Pick<SourceModule, "imports" | "exported" | "sharedNames"> {
  const sharedNames = new Set<string>();
  const imports: FileImport[] = [];
  const assigned: (Expr | null)[] = [];
  walkStatements(ast.body, (statement) => {
    imports.push(...namedBy(statement));
    const exported = assignedToAll(statement);
    if (exported !== undefined) assigned.push(exported);
    if (statement.type === "Global") for (const { name } of statement.names) sharedNames.add(name);
  });
  return { imports, exported: exportedNames(assigned, text), sharedNames };
}

function createModule(
  file: SourceFile,
  parser: Pick<PythonParser, "parse">,
  hierarchy: Hierarchy,
  packed: PackedSyntax | null,
): SourceModule {
  const { path, text } = file;
  const ast = parser.parse(text);
  const source = packed?.pack(file, text, ast) ?? { text, lines: new LineIndex(text), ast };
  return {
    path,
    get text() {
      return source.text;
    },
    get lines() {
      return source.lines;
    },
    get ast() {
      return source.ast;
    },
    ...survey(ast, text),
    globals: new Map(),
    earlierGlobals: new Map(),
    openNames: false,
    types: new ExpressionMap(),
    hierarchy,
    classes: [],
    functions: [],
    classAt: new Map(),
    functionAt: new Map(),
  };
}
