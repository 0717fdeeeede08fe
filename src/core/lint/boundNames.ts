import { statementBindings } from "../semantics/scopes.js";
import type { Stmt } from "../syntax/ast.js";
import { statementExpressions, walkExpression } from "../syntax/walk.js";

/** The names that a file binds, anywhere; imports of Paddle and of earlier ports' helpers aside. */
export class BoundNames {
  readonly #own = new Set<string>();
  /** The modules that imports take a name from, without giving it another. */
  readonly #imported = new Map<string, Set<string>>();

  /**
   * Adds what one statement binds itself, those inside it left out.
   * @param inside whether an expression of the statement may bind names too
   */
  add(statement: Stmt, inside: boolean): void {
    if (statement.type === "Import") {
      for (const { name, alias } of statement.names)
        if (!/^paddle(\.|$)/.test(name.text))
          this.#add(alias?.name ?? name.parts[0]?.name ?? "", alias === null ? name.text : null);
    } else if (statement.type === "ImportFrom") {
      const module = statement.module?.text ?? null;
      if (module?.endsWith("paddle_port_helpers") === true) return;
      for (const { name, alias } of statement.names)
        this.#add(alias?.name ?? name.text, alias === null ? module : null);
    } else {
      for (const name of statementBindings(statement, inside)) this.#own.add(name);
      if (statement.type === "Function") for (const param of statement.params) this.#own.add(param.name.name);
      if (inside) this.#addParameters(statement);
    }
  }

  /**
   * True when the file binds a name to something of its own.
   * @param from the module that the name may come from: an import from there is nothing of the file's own
   */
  has(name: string, from?: string): boolean {
    return this.#own.has(name) || [...(this.#imported.get(name) ?? [])].some((origin) => origin !== from);
  }

  #add(name: string, origin: string | null): void {
    if (origin === null) {
      this.#own.add(name);
      return;
    }
    const origins = this.#imported.get(name);
    if (origins === undefined) this.#imported.set(name, new Set([origin]));
    else origins.add(origin);
  }

  /** Those of the lambdas in a statement. */
  #addParameters(statement: Stmt): void {
    for (const root of statementExpressions(statement))
      walkExpression(root, (expr) => {
        if (expr.type === "Lambda") for (const param of expr.params) this.#own.add(param.name.name);
      });
  }
}
