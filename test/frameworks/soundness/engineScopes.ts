import type { Bindings } from "../../../src/core/semantics/scopes.js";
import { bodyBindings, collectTarget, functionBindings } from "../../../src/core/semantics/scopes.js";
import type { Expr, ModuleAst, Stmt } from "../../../src/core/syntax/ast.js";
import { childStatements, statementExpressions, walkExpression } from "../../../src/core/syntax/walk.js";
import { LineIndex } from "../../../src/core/text/lineIndex.js";

/** The scopes of a file as the engine computes them, written as symtables.py writes those of Python. */
export function engineScopes(ast: ModuleAst, text: string): string[] {
  const writer = new ScopeWriter(new LineIndex(text));
  const { locals } = bodyBindings(ast.body);
  writer.add("module - 0", { locals, globals: new Set(), nonlocals: new Set() }, null);
  for (const statement of ast.body) writer.statement(statement, null);
  return writer.found.sort(byCodePoint);
}

class ScopeWriter {
  readonly found: string[] = [];

  constructor(private readonly lines: LineIndex) {}

  /** @param owner the class whose private names are mangled here */
  add(head: string, { locals, globals, nonlocals }: Bindings, owner: string | null): void {
    const own = [...locals].filter((name) => !globals.has(name) && !nonlocals.has(name));
    const write = (names: Iterable<string>): string =>
      [...names]
        .map((name) => mangled(name, owner))
        .sort(byCodePoint)
        .join(",");
    this.found.push(`${head}|${write(own)}|${write(globals)}|${write(nonlocals)}`);
  }

  statement(statement: Stmt, owner: string | null): void {
    for (const expression of statementExpressions(statement)) this.#expression(expression, owner);
    let inner = owner;
    if (statement.type === "Function") {
      this.add(
        `function ${statement.name.name} ${this.#line(statement.name.start)}`,
        functionBindings(statement),
        owner,
      );
    } else if (statement.type === "Class") {
      inner = statement.name.name;
      this.add(
        `class ${inner} ${this.#line(statement.name.start)}`,
        bodyBindings(statement.body.body),
        inner,
      );
    }
    for (const child of childStatements(statement)) this.statement(child, inner);
  }

  #expression(root: Expr, owner: string | null): void {
    walkExpression(root, (node) => {
      if (node.type === "Lambda") {
        this.add(`lambda - ${this.#line(node.start)}`, functionBindings(node), owner);
      } else if (node.type === "Comprehension") {
        const locals = new Set<string>();
        for (const clause of node.clauses) collectTarget(clause.target, locals);
        const bindings = { locals, globals: new Set<string>(), nonlocals: new Set<string>() };
        this.add(`comprehension - ${this.#line(node.start)}`, bindings, owner);
      }
    });
  }

  #line(offset: number): number {
    return this.lines.positionAt(offset).line + 1;
  }
}

/** Python's private names: `__x` in a class C is `_C__x`. */
function mangled(name: string, owner: string | null): string {
  if (owner === null || !name.startsWith("__") || name.endsWith("__")) return name;
  const bare = owner.replace(/^_+/, "");
  return bare === "" ? name : `_${bare}${name}`;
}

/** The order of Python's sorted(). */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [Buffer.from(a, "utf8"), Buffer.from(b, "utf8")];
  return Buffer.compare(left, right);
}
