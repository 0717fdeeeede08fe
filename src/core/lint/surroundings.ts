import type { Expr } from "../syntax/ast.js";
import type { FileContext } from "./context.js";

/** Questions about where an expression stands, which decide what may be written there. */

/** Methods and functions whose arguments are shapes: there a list is as good as a tuple. */
const takesShape =
  /^(view|reshape|expand|zeros|ones|empty|full|randn|rand|new_zeros|new_ones|new_full|new_empty|repeat|tile|broadcast_to|randint|normal|permute)$/;

export function isPlainIndex(context: FileContext, index: Expr): boolean {
  if (index.type === "Number") return index.of === "int";
  const { type } = context.typeOf(index);
  return type.kind === "builtin" && type.name === "int";
}

/** `shape[0]`: one item is taken, and it is a number whatever the shape's own type. */
export function isIndexedByInt(context: FileContext, expr: Expr): boolean {
  const parent = context.parent(expr)?.expr;
  const [index] = parent?.type === "Subscript" ? parent.indices : [];
  return (
    parent?.type === "Subscript" &&
    parent.object === expr &&
    parent.indices.length === 1 &&
    index !== undefined &&
    isPlainIndex(context, index)
  );
}

/** `a, b = shape`, `*shape`, `for n in shape`, `len(shape)`: only the items matter. */
export function isConsumedByItems(context: FileContext, expr: Expr): boolean {
  const parent = context.parent(expr);
  if (parent === undefined) return false;
  if (parent.expr === null) {
    const { stmt } = parent;
    if (stmt.type === "Assign" && stmt.value === expr)
      return stmt.targets.every((target) => target.type === "Tuple" || target.type === "List");
    return stmt.type === "For" && stmt.iterable === expr;
  }
  const outer = parent.expr;
  if (outer.type === "Starred") return true;
  if (outer.type === "Call") {
    const argument = outer.args.find((candidate) => candidate.value === expr);
    if (argument === undefined) return false;
    if (argument.kind === "star") return true;
    return (
      outer.callee.type === "Name" &&
      [
        "len",
        "list",
        "tuple",
        "sum",
        "max",
        "min",
        "set",
        "sorted",
        "enumerate",
        "zip",
        "any",
        "all",
        "iter",
      ].includes(outer.callee.name)
    );
  }
  return outer.type === "Comprehension" && outer.clauses.some((clause) => clause.iterable === expr);
}

/** The expression is the whole shape argument of a call that takes a shape. */
export function isShapeArgument(context: FileContext, expr: Expr): boolean {
  const parent = context.parent(expr)?.expr;
  if (parent?.type !== "Call") return false;
  const argument = parent.args.find((candidate) => candidate.value === expr);
  if (argument === undefined || parent.args.filter((candidate) => candidate.kind === "positional").length > 1)
    return false;
  const name =
    parent.callee.type === "Attribute"
      ? parent.callee.attribute.name
      : parent.callee.type === "Name"
        ? parent.callee.name
        : "";
  return (
    takesShape.test(name) &&
    (argument.kind === "positional" ? parent.args[0] === argument : argument.keyword?.name === "size")
  );
}

/** The expression is a statement of its own: its value is not used. */
export function isStatement(context: FileContext, expr: Expr): boolean {
  const parent = context.parent(expr);
  return parent?.expr === null && parent.stmt.type === "Expression";
}
