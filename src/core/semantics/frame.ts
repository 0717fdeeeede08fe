import type { Expr, Stmt } from "../syntax/ast.js";
import type { ExpressionMap } from "../syntax/expressionMap.js";
import type { Environment } from "./environment.js";
import type { Project } from "./project.js";
import type { ProjectClass, ProjectFunction, Scope, SourceModule } from "./symbols.js";
import type { Inferred } from "./types.js";

/** One body in execution: a module's, a class's or a function's. */
export interface Frame {
  readonly module: SourceModule;
  readonly kind: "module" | "class" | "function";
  /** The statements of this body; none for that of a lambda. */
  readonly body: readonly Stmt[];
  env: Environment;
  /** Names that belong to this body. */
  readonly locals: ReadonlySet<string>;
  readonly globalNames: ReadonlySet<string>;
  /** Local names that nested functions may rebind: nothing certain is said of them. */
  readonly shared: ReadonlySet<string>;
  /** The scopes around this body, innermost first; class bodies are not among them. */
  readonly scope: Scope | null;
  /** Everything ever bound to each local name, for nested functions. */
  readonly bound: Map<string, Inferred>;
  readonly owner: ProjectClass | null;
  readonly fn: ProjectFunction | null;
  readonly returns: Inferred[];
  /** Where the results go: the module's own map; null for a look ahead, and while the analysis is still learning. */
  readonly types: ExpressionMap<Inferred> | null;
  /** Only what is called counts, not what containers hold: to ask that of `x.append(x)` would never end. */
  readonly asCallee?: true;
}

/** What the parts of the analysis need of each other. */
export interface Engine {
  readonly project: Project;
  evaluate(expr: Expr, frame: Frame): Inferred;
  /** What calling a function of the project gives. */
  resultOf(fn: ProjectFunction): Inferred;
  /** Notes the argument types of a call for the callee's parameters. */
  noteCall(fn: ProjectFunction, args: readonly CallValue[], bound: boolean): void;
}

/** An evaluated argument. */
export interface CallValue {
  readonly kind: "positional" | "keyword" | "star" | "doubleStar";
  readonly name: string | null;
  readonly value: Inferred;
  /** Number of items where the argument is written as a list or tuple display without stars. */
  readonly items: number | null;
}
