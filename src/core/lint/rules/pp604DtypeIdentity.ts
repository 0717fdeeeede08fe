import type { Expr } from "../../syntax/ast.js";
import { members } from "../../semantics/types.js";
import { replace } from "../fix.js";
import type { Finding } from "../finding.js";
import { defineRule } from "../rule.js";

/** dtypes are compared by identity or turned into text. */
export const rule = defineRule({
  code: "PP604",
  name: "dtype-identity",
  summary: "A dtype is compared with `is`.",
  severity: "error",
  docs: {
    what: "Reports `x.dtype is torch.float32`.",
    why: "Paddle 3.0 makes a new object for each dtype, so `is` says no.",
    fixSafety: "`==` instead of `is` is safe on both frameworks.",
    limits: "Only dtypes that are known as such are seen.",
  },
  check: (context) =>
    context.ofType("Compare").flatMap((expr): Finding[] => {
      const isDtype = (inner: Expr): boolean =>
        members(context.typeOf(inner).type).some((type) => type.kind === "dtype");
      return expr.operators.flatMap((operator, index): Finding[] => {
        const [left, right] = [expr.operands[index], expr.operands[index + 1]];
        if (
          left === undefined ||
          right === undefined ||
          !operator.startsWith("is") ||
          !isDtype(left) ||
          !isDtype(right)
        )
          return [];
        const gap = { start: left.end, end: right.start };
        const token = /is(\s+not)?/.exec(context.source(gap));
        if (token === null) return [];
        const range = { start: gap.start + token.index, end: gap.start + token.index + token[0].length };
        const text = operator === "is" ? "==" : "!=";
        const fix = {
          title: `Write \`${text}\``,
          applicability: "safe" as const,
          rewrites: [replace(range, text)],
          helpers: [],
          needsPaddle: false,
        };
        return [
          {
            code: "PP604",
            severity: "error",
            range,
            message: "Paddle's dtypes have to be compared by value: before 3.3 each is a new object.",
            fix,
            blocks: true,
          },
        ];
      });
    }),
});
