import type { ClassStmt, FunctionStmt, LambdaExpr, ModuleAst, Stmt } from "../syntax/ast.js";
import type { ExpressionMap } from "../syntax/expressionMap.js";
import type { LineIndex } from "../text/lineIndex.js";
import type { ExportedNames } from "./exportedNames.js";
import type { Hierarchy } from "./hierarchy.js";
import type { Inferred, Type } from "./types.js";
import { join } from "./types.js";

/** One Python file of the project. */
export interface SourceModule {
  /** Path as the platform gave it, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly ast: ModuleAst;
  readonly imports: readonly FileImport[];
  readonly exported: ExportedNames;
  /** Global names: the join of everything bound to them in this round of the analysis. */
  readonly globals: Map<string, Inferred>;
  /** The same from the round before, for names of files that this round has not reached yet. */
  readonly earlierGlobals: Map<string, Inferred>;
  /** Names that a function of the file declares `global`: they may change at any call. */
  readonly sharedNames: ReadonlySet<string>;
  /** True when a star import from outside the project may bind any name. */
  openNames: boolean;
  /** Results of the analysis: what each expression is; an expression met several times has the join. */
  readonly types: ExpressionMap<Inferred>;
  /** The classes of the whole project, and what they define. */
  readonly hierarchy: Hierarchy;
  readonly classes: ProjectClass[];
  readonly functions: ProjectFunction[];
  /** The same by where their definitions begin, which are met again in every round. */
  readonly classAt: Map<number, ProjectClass>;
  readonly functionAt: Map<number, ProjectFunction>;
}

/** What an import in a file may name, with the names that it binds of that. */
export interface FileImport {
  /** Number of leading dots; 0 for an absolute import. */
  readonly level: number;
  readonly dotted: string;
  /** `*` stands for all. */
  readonly names: readonly string[];
}

export interface ProjectClass {
  readonly name: string;
  readonly module: SourceModule;
  readonly node: ClassStmt;
  /** The annotated names of its body: what a dataclass or a named tuple takes as arguments, in this order. */
  readonly fields: readonly string[];
  /** Project classes that derive from this one directly. */
  derived: ReadonlySet<ProjectClass>;
  /** Evaluated bases: project classes or external names; anything else makes lookups uncertain. */
  bases: Type[];
  readonly methods: Map<string, ProjectFunction>;
  /** Names bound in the class body. */
  readonly members: Map<string, Inferred>;
  /** `self.x = …` in any method: all of them, as the round before found them. */
  attributes: ReadonlyMap<string, Inferred>;
  /** The same, as far as this round has come; it becomes `attributes` when the round ends. */
  foundAttributes: ReadonlyMap<string, Inferred>;
}

export interface ProjectFunction {
  readonly name: string;
  readonly module: SourceModule;
  readonly node: FunctionStmt | LambdaExpr;
  readonly owner: ProjectClass | null;
  /** The scopes around it, as the round before found them: all that is bound there, also after a call of this function. */
  enclosing: Scope | null;
  /** The same, as far as this round has come. */
  foundEnclosing: Scope | null;
  readonly decoration: "none" | "static" | "class" | "property" | "other";
  /** Argument types at all call sites, by parameter name, as the round before found them. */
  seen: ReadonlyMap<string, Inferred>;
  /** The same, as far as this round has come. */
  foundCalls: ReadonlyMap<string, Inferred>;
  /** The join of all return values; null while the body has not been analysed. */
  result: Inferred | null;
  analysing: boolean;
}

/** Where nothing has been found yet, as for most functions and classes: shared by all of them. */
export const nothingFound: ReadonlyMap<string, Inferred> = new Map();

/** Adds to what a round has found. @returns the map to go on with */
export function withFound(
  found: ReadonlyMap<string, Inferred>,
  name: string,
  value: Inferred,
): ReadonlyMap<string, Inferred> {
  const own = found === nothingFound ? new Map<string, Inferred>() : (found as Map<string, Inferred>);
  const earlier = own.get(name);
  return own.set(name, earlier === undefined ? value : join(earlier, value));
}

/** Names visible to a nested function: the join of all bindings in each enclosing function. */
export interface Scope {
  readonly names: ReadonlyMap<string, Inferred> | null;
  /** Names that are local to this function, whether bound yet or not. */
  readonly locals: ReadonlySet<string>;
  readonly parent: Scope | null;
}

/** Statement lists with their owner, for passes over a whole file. */
export type Body = readonly Stmt[];
