import { isLeftoverTodo } from "../paddleCode.js";
import { defineRule } from "../rule.js";

/** A comment of an earlier port says that something is left to do. */
export const rule = defineRule({
  code: "PP009",
  name: "leftover-todo",
  summary: "A comment of an earlier port says what is left to do.",
  severity: "info",
  docs: {
    what: "Reports the comments `# TODO(paddle-port …)` that a port leaves above what it could not do.",
    why: "A ported file imports PyTorch no longer, so what is open in it can no longer be found by its names. The comment is what remembers it.",
    fixSafety: "There is no fix. Do what the comment says, then delete it.",
    limits: "Only comments in the form that a port writes are seen.",
  },
  check: (context) =>
    context.module.ast.comments.filter(isLeftoverTodo).map((comment) => ({
      code: "PP009",
      severity: "info" as const,
      range: { start: comment.start, end: comment.end },
      message: "An earlier port left this to be done by hand.",
      fix: null,
      blocks: true,
    })),
});
