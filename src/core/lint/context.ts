import type { Catalog } from "../api/catalog.js";
import type { PaddleVersion } from "../api/schema.js";
import { paddleVersion } from "../api/schema.js";
import { statementBindings } from "../semantics/scopes.js";
import type { Project } from "../semantics/project.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { Inferred } from "../semantics/types.js";
import { unknown } from "../semantics/types.js";
import type { Argument, Expr, FunctionStmt, Stmt } from "../syntax/ast.js";
import { ExpressionMap } from "../syntax/expressionMap.js";
import { childExpressions, childStatements, statementExpressions, walkExpression } from "../syntax/walk.js";
import type { Range } from "../text/range.js";
import { countUpTo, touching } from "../text/range.js";
import type { ImportTable } from "./imports.js";
import { moduleTarget, readImports } from "./imports.js";

/** What surrounds an expression: the expression or the statement it is directly in. */
export interface Parent {
  readonly expr: Expr | null;
  readonly stmt: Stmt;
}

/** Everything a rule may ask about the file under inspection. */
export class FileContext {
  readonly #parents = new ExpressionMap<Parent>();
  readonly #expressions: Expr[] = [];
  readonly #byType = new Map<Expr["type"], Expr[]>();
  readonly #statements: Stmt[] = [];
  /** Statements that a class body executes itself. */
  readonly #inClass = new Set<Stmt>();
  /** The function that a statement is in. */
  readonly #functions = new Map<Stmt, FunctionStmt>();
  /** Statements with a `:=` or a lambda in them. */
  readonly #binding = new Set<Stmt>();
  /** Names that the file binds, imports of Paddle and of earlier ports' helpers aside. */
  readonly #bound = new Map<string, Set<string | null>>();
  readonly #touchesError: (range: Range) => boolean;
  readonly imports: ImportTable;
  #moduleLocals: readonly ModuleLocal[] | undefined;
  #mentionsFramework: boolean | undefined;
  #torchLocal: "paddle" | "torch" | undefined;

  constructor(
    readonly module: SourceModule,
    readonly project: Project,
    readonly target: PaddleVersion,
  ) {
    this.#parents.reset(module.ast);
    const visit = (body: readonly Stmt[], inClass: boolean, within: FunctionStmt | null): void => {
      for (const statement of body) {
        this.#statements.push(statement);
        if (inClass) this.#inClass.add(statement);
        if (within !== null) this.#functions.set(statement, within);
        for (const root of statementExpressions(statement)) this.#index(root, statement);
        const inside = statement.type === "Class" || (inClass && statement.type !== "Function");
        visit(childStatements(statement), inside, statement.type === "Function" ? statement : within);
      }
    };
    visit(module.ast.body, false, null);
    for (const statement of this.#statements) {
      for (const { name, origin } of boundNames(statement, this.#binding.has(statement))) {
        const origins = this.#bound.get(name);
        if (origins === undefined) this.#bound.set(name, new Set([origin]));
        else origins.add(origin);
      }
    }
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
    const origins = this.#bound.get(name) ?? [];
    return [...origins].some((origin) => origin === null || origin !== from);
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
      this.#statements.some(
        (statement) =>
          (statement.type === "Function" && statement.params.some((param) => param.name.name === name)) ||
          ((statement.type === "Import" || statement.type === "ImportFrom") &&
            statement.names.some(({ name: imported, alias }) => (alias?.name ?? imported.text) === name)),
      ) ||
      this.#expressions.some(
        (expr) => expr.type === "Lambda" && expr.params.some((param) => param.name.name === name),
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
    return (this.#byType.get(type) ?? []) as Extract<Expr, { type: Type }>[];
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

  /** The name of the function that an expression is evaluated in, lambdas aside. */
  enclosingFunction(expr: Expr): string | undefined {
    const stmt = this.parent(expr)?.stmt;
    return stmt === undefined ? undefined : this.#functions.get(stmt)?.name.name;
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
      this.#statements.some(
        (statement) =>
          (statement.type === "Import" || statement.type === "ImportFrom") && this.broken(statement),
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

  #index(root: Expr, statement: Stmt): void {
    const stack = [root];
    this.#parents.set(root, { expr: null, stmt: statement });
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      this.#expressions.push(node);
      const same = this.#byType.get(node.type);
      if (same === undefined) this.#byType.set(node.type, [node]);
      else same.push(node);
      if (node.type === "Name") continue;
      if (node.type === "Lambda" || node.type === "Walrus") this.#binding.add(statement);
      const children = childExpressions(node);
      const parent = { expr: node, stmt: statement };
      for (let index = children.length - 1; index >= 0; index--) {
        const child = children[index];
        if (child === undefined) continue;
        this.#parents.set(child, parent);
        stack.push(child);
      }
    }
  }
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
    const module = moduleTarget(binding.qualified, context.catalog);
    if (module === undefined || !top.has(binding.statement)) return [];
    const local = binding.local === "torch" && module === "paddle" ? context.torchLocal : binding.local;
    return [{ local, module }];
  });
}

function wholeLines({ lines }: SourceModule, range: Range): Range {
  const first = lines.positionAt(range.start).line;
  const last = lines.positionAt(Math.max(range.start, range.end - 1)).line;
  return { start: lines.lineStart(first), end: lines.lineStart(last + 1) - 1 };
}

const noNames: readonly BoundName[] = [];

interface BoundName {
  readonly name: string;
  /** The module that an import takes it from; null for what the file makes itself. */
  readonly origin: string | null;
}

/** @param inside whether an expression of the statement may bind names too */
function boundNames(statement: Stmt, inside: boolean): readonly BoundName[] {
  if (statement.type === "Import") {
    const others = statement.names.filter(({ name }) => !/^paddle(\.|$)/.test(name.text));
    return others.map(({ name, alias }) => ({
      name: alias?.name ?? name.parts[0]?.name ?? "",
      origin: alias === null ? name.text : null,
    }));
  }
  if (statement.type === "ImportFrom") {
    const module = statement.module?.text ?? null;
    if (module?.endsWith("paddle_port_helpers") === true) return [];
    return statement.names.map(({ name, alias }) => ({
      name: alias?.name ?? name.text,
      origin: alias === null ? module : null,
    }));
  }
  const bindings = statementBindings(statement, inside);
  if (!inside && bindings.size === 0 && statement.type !== "Function") return noNames;
  const names = new Set(bindings);
  if (inside)
    for (const root of statementExpressions(statement))
      walkExpression(root, (expr) => {
        if (expr.type === "Lambda") for (const param of expr.params) names.add(param.name.name);
      });
  if (statement.type === "Function") for (const param of statement.params) names.add(param.name.name);
  return [...names].map((name) => ({ name, origin: null }));
}
