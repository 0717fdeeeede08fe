import type { Expr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import { isLeftoverTodo, usesPaddle } from "../paddleCode.js";
import { defineRule } from "../rule.js";

/** Code that was ported by hand still says `torch` somewhere, or PyTorch code does so without importing that name. */
export const rule = defineRule({
  code: "PP010",
  name: "unbound-torch",
  summary: "`torch` is used in a file that does not import it.",
  severity: "error",
  docs: {
    what: "Reports the name `torch` in a file that binds it nowhere, and imports Paddle or parts of PyTorch: `nn.Parameter(torch.zeros(…))` left behind by a port.",
    why: "The line raises `NameError` when it is reached, which may be in a branch that no test takes.",
    fixSafety: "There is no fix: import `torch` for a moment, and the line is ported like any other.",
    limits:
      "Files with `from … import *` are passed over, since the star may bring the name, and statements that an earlier port marked with a TODO comment.",
  },
  check: (context) => {
    const { imports } = context;
    const paddle = usesPaddle(context);
    // What cannot be read may be the import.
    if (!paddle && (imports.torch.length === 0 || context.importsBroken)) return [];
    const star = context.statementsOf("ImportFrom").some((statement) => statement.star);
    if (star || context.isTaken("torch") || imports.byLocal.has("torch")) return [];
    return context
      .ofType("Name")
      .filter((expr) => expr.name === "torch" && !isMarked(context, expr))
      .map(({ start, end }) => ({
        code: "PP010",
        severity: "error" as const,
        range: { start, end },
        message: paddle
          ? "This file does not import `torch`: the line is left over from PyTorch and raises NameError."
          : "This file does not import `torch`: the line raises NameError and cannot be ported.",
        fix: null,
        blocks: true,
      }));
  },
});

/** An earlier port left this statement as it was and says so above it (PP009). */
function isMarked(context: FileContext, expr: Expr): boolean {
  const statement = context.parent(expr)?.stmt;
  if (statement === undefined) return false;
  const before = context.module.text.slice(0, statement.start).trimEnd();
  const comment = context.module.ast.comments.find(({ end }) => end === before.length);
  return comment !== undefined && isLeftoverTodo(comment);
}
