import type { SourceModule } from "../../src/core/semantics/symbols.js";
import type { Expr } from "../../src/core/syntax/ast.js";
import { statementExpressions, walkExpression, walkStatements } from "../../src/core/syntax/walk.js";

/** The expressions of an analysed file that have a type, in source order. */
export function typedExpressions(module: SourceModule): Expr[] {
  const found: Expr[] = [];
  walkStatements(module.ast.body, (statement) => {
    for (const root of statementExpressions(statement))
      walkExpression(root, (expr) => {
        if (module.types.get(expr) !== undefined) found.push(expr);
      });
  });
  return found;
}
