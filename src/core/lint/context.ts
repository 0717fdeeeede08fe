import type { Catalog } from "../api/catalog.js";
import type { PaddleVersion } from "../api/schema.js";
import { paddleVersion } from "../api/schema.js";
import type { Project } from "../semantics/project.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { Inferred } from "../semantics/types.js";
import { unknown } from "../semantics/types.js";
import type { Argument, AttributeExpr, CallExpr, Expr, FunctionStmt, Stmt } from "../syntax/ast.js";
import { ExpressionMap } from "../syntax/expressionMap.js";
import { childExpressions, childStatements, statementExpressions } from "../syntax/walk.js";
import type { Range } from "../text/range.js";
import { countUpTo, enclosing, touching } from "../text/range.js";
import { BoundNames } from "./boundNames.js";
import type { ImportBinding, ImportTable } from "./imports.js";
import { moduleTarget, readImports } from "./imports.js";

/** What surrounds an expression: the expression or the statement it is directly in. */
export interface Parent {
  readonly expr: Expr | null;
  readonly stmt: Stmt;
}

/** Everything a rule may ask about the file under inspection. */
export class FileContext {
  readonly #parents = new ExpressionMap<Parent>();
  /** What of a statement's expressions is still to be indexed. */
  readonly #pending: Expr[] = [];
  readonly #expressions: Expr[] = [];
  readonly #expressionsByType = new Map<Expr["type"], Expr[]>();
  readonly #statements: Stmt[] = [];
  readonly #statementsByType = new Map<Stmt["type"], Stmt[]>();
  /** Statements that a class body executes itself. */
  readonly #inClass = new Set<Stmt>();
  readonly #bound = new BoundNames();
  readonly #touchesError: (range: Range) => boolean;
  readonly imports: ImportTable;
  #moduleLocals: readonly ModuleLocal[] | undefined;
  #mentionsFramework: boolean | undefined;
  #torchLocal: "paddle" | "torch" | undefined;
  #callsByName: ReadonlyMap<string, readonly CallExpr[]> | undefined;
  #attributesByName: ReadonlyMap<string, readonly AttributeExpr[]> | undefined;
  #functionsAround: ((at: Range) => FunctionStmt[]) | undefined;

  constructor(
    readonly module: SourceModule,
    readonly project: Project,
    readonly target: PaddleVersion,
  ) {
    this.#parents.reset(module.ast);
    const visit = (body: readonly Stmt[], inClass: boolean): void => {
      for (const statement of body) {
        this.#statements.push(statement);
        addTo(this.#statementsByType, statement.type, statement);
        if (inClass) this.#inClass.add(statement);
        let binds = false;
        for (const root of statementExpressions(statement)) binds = this.#index(root, statement) || binds;
        this.#bound.add(statement, binds);
        visit(
          childStatements(statement),
          statement.type === "Class" || (inClass && statement.type !== "Function"),
        );
      }
    };
    visit(module.ast.body, false);
    this.#touchesError = touching(module.ast.errors.map((error) => wholeLines(module, error)));
    this.imports = readImports(this.#statements, project.catalog);
  }

  /**
   * The name under which the port knows the module that the source calls `torch`: `paddle`, or still `torch` where
   * other files of the project import that name from this one.
   */
  get torchLocal(): "paddle" | "torch" {
    this.#torchLocal ??=
      this.isTaken("paddle") ||
      this.project
        .importersOf(this.module)
        .some(({ names }) => names.includes("torch") || names.includes("*"))
        ? "torch"
        : "paddle";
    return this.#torchLocal;
  }

  /**
   * True when the file binds a name to something of its own, anywhere: a port must not take it for itself.
   * @param from the module that the port would import the name from: the file's own import of the same is no conflict
   */
  isTaken(name: string, from?: string): boolean {
    return this.#bound.has(name, from);
  }

  /** Local names that the ported file binds to Paddle modules at module level. */
  get moduleLocals(): readonly ModuleLocal[] {
    this.#moduleLocals ??= moduleLocals(this);
    return this.#moduleLocals;
  }

  /** True for a name that only this file sees, and that is neither imported nor a parameter. */
  isOwnVariable(name: string): boolean {
    const seenElsewhere = this.project
      .importersOf(this.module)
      .some(({ names }) => names.includes(name) || names.includes("*"));
    return !seenElsewhere && !this.#isParameterOrImport(name);
  }

  /** True for a name that an import of the file binds, or a parameter of one of its functions or lambdas. */
  #isParameterOrImport(name: string): boolean {
    return (
      [...this.statementsOf("Function"), ...this.ofType("Lambda")].some(({ params }) =>
        params.some((param) => param.name.name === name),
      ) ||
      [...this.statementsOf("Import"), ...this.statementsOf("ImportFrom")].some(({ names }) =>
        names.some((imported) => (imported.alias?.name ?? imported.name.text) === name),
      )
    );
  }

  get catalog(): Catalog {
    return this.project.catalog;
  }

  /** True when one of the frameworks is spoken of at all; for files whose imports cannot be read. */
  get mentionsFramework(): boolean {
    return (this.#mentionsFramework ??= /\b(torch|paddle)\b/.test(this.module.text));
  }

  /** Every expression of the file, outer before inner. */
  get expressions(): readonly Expr[] {
    return this.#expressions;
  }

  /** The expressions of one type, outer before inner: rules need not go through all of them. */
  ofType<Type extends Expr["type"]>(type: Type): readonly Extract<Expr, { type: Type }>[] {
    return (this.#expressionsByType.get(type) ?? []) as Extract<Expr, { type: Type }>[];
  }

  /** The statements of one type, outer before inner. */
  statementsOf<Type extends Stmt["type"]>(type: Type): readonly Extract<Stmt, { type: Type }>[] {
    return (this.#statementsByType.get(type) ?? []) as Extract<Stmt, { type: Type }>[];
  }

  /** The calls of a name of a library: `torch.from_numpy`. */
  callsTo(qualified: string): readonly CallExpr[] {
    this.#callsByName ??= grouped(this.calls, ({ callee }) => {
      const { type } = this.typeOf(callee);
      return type.kind === "external" ? type.name : null;
    });
    return this.#callsByName.get(qualified) ?? [];
  }

  /** The attributes of these names, whatever they are read of. */
  attributesNamed(...names: readonly string[]): AttributeExpr[] {
    const byName = (this.#attributesByName ??= grouped(
      this.ofType("Attribute"),
      ({ attribute }) => attribute.name,
    ));
    return names.flatMap((name) => byName.get(name) ?? []);
  }

  /** Every statement of the file, outer before inner. */
  get statements(): readonly Stmt[] {
    return this.#statements;
  }

  get calls(): readonly Extract<Expr, { type: "Call" }>[] {
    return this.ofType("Call");
  }

  parent(expr: Expr): Parent | undefined {
    return this.#parents.get(expr);
  }

  /** True for what a class body evaluates itself: functions made there do not see its names. */
  inClassBody(expr: Expr): boolean {
    const stmt = this.parent(expr)?.stmt;
    return stmt !== undefined && this.#inClass.has(stmt);
  }

  /** The functions around a statement, innermost first. */
  functionsAround(at: Stmt): FunctionStmt[] {
    this.#functionsAround ??= enclosing(this.statementsOf("Function"));
    return this.#functionsAround(at).filter((around) => around !== at);
  }

  /** The name of the function that an expression is evaluated in, lambdas aside. */
  enclosingFunction(expr: Expr): string | undefined {
    const stmt = this.parent(expr)?.stmt;
    return stmt === undefined ? undefined : this.functionsAround(stmt)[0]?.name.name;
  }

  typeOf(expr: Expr): Inferred {
    return this.module.types.get(expr) ?? unknown;
  }

  source(range: Range): string {
    return this.module.text.slice(range.start, range.end);
  }

  /** True when the target runs on versions older than this one. */
  olderThan(version: PaddleVersion): boolean {
    return paddleVersion.options.indexOf(this.target) < paddleVersion.options.indexOf(version);
  }

  /** True when a statement shares a line with a syntax error: nothing there may be edited. */
  broken(range: Range): boolean {
    return this.module.ast.errors.length > 0 && this.#touchesError(range);
  }

  /** True when what cannot be read may import something: then no name of the file is known for sure. */
  get importsBroken(): boolean {
    return (
      this.module.ast.errors.some((error) => /\bimport\b/.test(this.source(error))) ||
      [...this.statementsOf("Import"), ...this.statementsOf("ImportFrom")].some((statement) =>
        this.broken(statement),
      )
    );
  }

  /** True when the innermost statement around a range touches a syntax error. */
  inBroken(range: Range): boolean {
    if (this.module.ast.errors.length === 0) return false;
    const innermost = this.#statements.findLast(
      (statement) => statement.start <= range.start && range.start < statement.end,
    );
    return this.broken(innermost ?? range);
  }

  comments(within: Range): readonly Range[] {
    const { comments } = this.module.ast;
    const found: Range[] = [];
    for (let index = countUpTo(comments, within.start - 1); index < comments.length; index++) {
      const comment = comments[index];
      if (comment === undefined || comment.end > within.end) break;
      found.push(comment);
    }
    return found;
  }

  /** @returns whether anything inside binds names: `:=` or a lambda */
  #index(root: Expr, statement: Stmt): boolean {
    let binds = false;
    this.#parents.set(root, { expr: null, stmt: statement });
    this.#pending.push(root);
    for (let node = this.#pending.pop(); node !== undefined; node = this.#pending.pop()) {
      this.#expressions.push(node);
      addTo(this.#expressionsByType, node.type, node);
      if (node.type === "Name") continue;
      if (node.type === "Lambda" || node.type === "Walrus") binds = true;
      const children = childExpressions(node);
      const parent = { expr: node, stmt: statement };
      for (let index = children.length - 1; index >= 0; index--) {
        const child = children[index];
        if (child === undefined) continue;
        this.#parents.set(child, parent);
        this.#pending.push(child);
      }
    }
    return binds;
  }
}

function addTo<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** The argument for a parameter name, looked for by keyword only. */
export function keyword(args: readonly Argument[], name: string): Argument | undefined {
  return args.find((argument) => argument.keyword?.name === name);
}

export interface ModuleLocal {
  readonly local: string;
  /** The Paddle module's qualified name. */
  readonly module: string;
}

function moduleLocals(context: FileContext): ModuleLocal[] {
  const { body } = context.module.ast;
  const top = new Set<Stmt>(
    body.flatMap((statement) => [statement, ...(statement.type === "Try" ? statement.body.body : [])]),
  );
  return context.imports.bindings.flatMap((binding) => {
    const bound = top.has(binding.statement) ? moduleBoundBy(context, binding) : undefined;
    return bound === undefined ? [] : [bound];
  });
}

/** The Paddle module that an import of the file binds in the port, under the name that it has there. */
export function moduleBoundBy(context: FileContext, binding: ImportBinding): ModuleLocal | undefined {
  const module = moduleTarget(binding.qualified, context.catalog);
  if (module === undefined) return undefined;
  const local = binding.local === "torch" && module === "paddle" ? context.torchLocal : binding.local;
  return { local, module };
}

function grouped<Item>(items: readonly Item[], nameOf: (item: Item) => string | null): Map<string, Item[]> {
  const byName = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOf(item);
    if (name !== null) addTo(byName, name, item);
  }
  return byName;
}

function wholeLines({ lines }: SourceModule, range: Range): Range {
  const first = lines.positionAt(range.start).line;
  const last = lines.positionAt(Math.max(range.start, range.end - 1)).line;
  return { start: lines.lineStart(first), end: lines.lineStart(last + 1) - 1 };
}
