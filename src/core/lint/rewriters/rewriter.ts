import type { Binding } from "../../api/binding.js";
import type { CatalogRow, TargetForm } from "../../api/schema.js";
import type { CallExpr, Expr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import type { Callee, Conversion } from "../outcome.js";

/** What a coded rewriter is given: a call, or the read of an attribute. */
export interface RewriteRequest {
  readonly context: FileContext;
  readonly call: CallExpr | null;
  readonly attribute?: Extract<Expr, { type: "Attribute" }>;
  readonly row: CatalogRow;
  readonly form: TargetForm;
  readonly binding: Binding | null;
  readonly callee: Callee;
}

/** For what a row cannot say: looks at types and surroundings and writes the counterpart. */
export type Rewriter = (request: RewriteRequest) => Conversion;
