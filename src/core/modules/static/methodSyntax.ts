import type { AttributeExpr, Expr, FunctionStmt, NameExpr, Stmt } from "../../syntax/ast.js";
import { childExpressions, statementExpressions, walkExpression, walkStatements } from "../../syntax/walk.js";
import type { SourceModule } from "./sources.js";

/** A method's syntax with what is around each expression, which the use of a value depends on. */
export class MethodSyntax {
  readonly name: string;
  readonly selfName: string;
  readonly callsSuper: boolean;
  readonly #parents = new Map<Expr, Expr | Stmt>();
  readonly #expressions: Expr[] = [];

  constructor(
    definition: FunctionStmt,
    readonly module: SourceModule,
  ) {
    this.name = definition.name.name;
    this.selfName = definition.params[0]?.name.name ?? "self";
    walkStatements(definition.body.body, (statement) => {
      for (const top of statementExpressions(statement)) {
        this.#parents.set(top, statement);
        walkExpression(top, (node) => {
          this.#expressions.push(node);
          for (const child of childExpressions(node)) this.#parents.set(child, node);
        });
      }
    });
    this.callsSuper = this.#expressions.some((node) => node.type === "Name" && node.name === "super");
  }

  parent(node: Expr): Expr | Stmt | undefined {
    return this.#parents.get(node);
  }

  /** Every `self.a.b` with its prefixes. */
  selfChains(): { readonly chain: string; readonly node: AttributeExpr }[] {
    return this.#expressions.flatMap((node) => {
      if (node.type !== "Attribute") return [];
      const parts: string[] = [];
      let value: Expr = node;
      while (value.type === "Attribute") {
        parts.unshift(value.attribute.name);
        value = value.object;
      }
      return value.type === "Name" && value.name === this.selfName ? [{ chain: parts.join("."), node }] : [];
    });
  }

  /** Where the method reads a local variable. */
  loads(name: string): NameExpr[] {
    return this.#expressions.filter(
      (node): node is NameExpr => node.type === "Name" && node.name === name && !this.isTarget(node),
    );
  }

  /** True for names and attributes that are assigned to. */
  isTarget(node: Expr): boolean {
    let inner = node;
    let outer = this.parent(inner);
    while (
      outer !== undefined &&
      (outer.type === "Tuple" || outer.type === "List" || outer.type === "Starred" || outer.type === "Paren")
    ) {
      inner = outer;
      outer = this.parent(inner);
    }
    if (outer === undefined) return false;
    if (outer.type === "Assign" || outer.type === "Delete") return outer.targets.includes(inner);
    return (outer.type === "AugAssign" || outer.type === "For") && outer.target === inner;
  }

  /** True if the expression depends on a local variable other than self, so that its value is an activation. */
  meetsData(root: Expr): boolean {
    let found = false;
    walkExpression(root, (node) => {
      if (node.type === "Name" && node.name !== this.selfName && !this.module.bindings.has(node.name))
        found = true;
    });
    return found;
  }
}
