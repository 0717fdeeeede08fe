import { members } from "../../semantics/types.js";
import type { AttributeExpr, Expr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import type { Finding, Fix } from "../finding.js";
import { insert, rewrite } from "../fix.js";
import { defineRule } from "../rule.js";

/** A gradient is changed in place, or thrown away. */
export const rule = defineRule({
  code: "PP508",
  name: "gradient-changed",
  summary: "A gradient is changed in place, or set to None.",
  severity: "warning",
  docs: {
    what: "Reports `p.grad.zero_()`, `p.grad[0] = 1` and the like, and `p.grad = None`.",
    why: "Paddle's gradients count as leaves that record gradients themselves, which it does not let anybody change in place; and before 3.3 it does not take None for a gradient.",
    fixSafety:
      "`p.grad.detach()` is the same storage without a record, and `p.clear_gradient(False)` leaves None.",
    limits: "Gradients under another name are not followed.",
  },
  check: (context) => [
    ...context
      .attributesNamed("grad")
      .flatMap((expr) => (isGradient(context, expr) ? changed(context, expr) : [])),
    ...context.statementsOf("Assign").flatMap((statement): Finding[] => {
      if (statement.value?.type !== "Constant" || statement.value.value !== null) return [];
      const [target, ...others] = statement.targets;
      if (target?.type !== "Attribute" || others.length > 0 || !isGradient(context, target)) return [];
      const parts = [{ start: target.object.start, end: target.object.end }, ".clear_gradient(False)"];
      return [
        found(
          statement,
          "Before 3.3 Paddle does not take None for a gradient.",
          fix("Clear the gradient", rewrite(statement, parts)),
        ),
      ];
    }),
  ],
});

function isGradient(context: FileContext, expr: AttributeExpr): boolean {
  return (
    expr.attribute.name === "grad" &&
    members(context.typeOf(expr.object).type).every(
      (type) => type.kind === "tensor" && type.framework === "torch",
    )
  );
}

function changed(context: FileContext, gradient: AttributeExpr): Finding[] {
  return isChanged(context, gradient)
    ? [
        found(
          gradient,
          "Paddle's gradients record gradients themselves, and are not to be changed in place.",
          fix("Change what it holds", insert(gradient.end, ".detach()")),
        ),
      ]
    : [];
}

/** True for the receiver of a method that changes it, and for what an item of is assigned. */
function isChanged(context: FileContext, expr: Expr): boolean {
  const parent = context.parent(expr);
  if (parent?.expr?.type === "Subscript" && parent.expr.object === expr) {
    const { expr: item, stmt } = { expr: parent.expr, stmt: parent.stmt };
    return (
      (stmt.type === "Assign" && stmt.targets.includes(item)) ||
      (stmt.type === "AugAssign" && stmt.target === item) ||
      isChanged(context, item)
    );
  }
  if (parent?.expr?.type !== "Attribute") return false;
  const { name } = parent.expr.attribute;
  const call = context.parent(parent.expr)?.expr;
  return (
    call?.type === "Call" &&
    call.callee === parent.expr &&
    (context.catalog.method(name)?.effect === "inplace" || /[a-z]_$/.test(name)) &&
    !["detach_", "requires_grad_"].includes(name)
  );
}

function fix(title: string, change: Fix["rewrites"][number]): Fix {
  return { title, applicability: "safe", rewrites: [change], helpers: [], needsPaddle: false };
}

function found(at: { start: number; end: number }, message: string, repair: Fix): Finding {
  return {
    code: "PP508",
    severity: "warning",
    range: { start: at.start, end: at.end },
    message,
    fix: repair,
    blocks: true,
  };
}
