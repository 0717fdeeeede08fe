import { asTensor, members } from "../../semantics/types.js";
import { replace } from "../fix.js";
import { defineRule } from "../rule.js";

/** A list of lists as an index: PyTorch takes it apart, Paddle makes it one index array. */
export const rule = defineRule({
  code: "PP603",
  name: "nested-index-list",
  summary: "A list of lists indexes a tensor.",
  severity: "error",
  docs: {
    what: "Reports `x[[[0, 1], [1, 0]]]`, a list of lists as the index of a tensor.",
    why: "PyTorch takes one list for each dimension, as in `x[[0, 1], [1, 0]]`. Paddle makes one index array of shape [2, 2] of it and gives another result.",
    fixSafety: "Safe: without the outer brackets both frameworks take one list for each dimension.",
    limits: "A nested list in a variable is not seen.",
  },
  check: (context) =>
    context.ofType("Subscript").flatMap((expr) => {
      const { type } = context.typeOf(expr.object);
      if (!members(type).some((member) => member.kind === "tensor")) return [];
      const [index] = expr.indices;
      if (
        expr.indices.length !== 1 ||
        index?.type !== "List" ||
        index.items.length === 0 ||
        !index.items.every((item) => item.type === "List")
      )
        return [];
      const rewrites = [
        replace({ start: index.start, end: index.start + 1 }, ""),
        replace({ start: index.end - 1, end: index.end }, ""),
      ];
      const message =
        "PyTorch takes one list for each dimension here; Paddle makes one index array of the whole.";
      const fix = {
        title: "Remove the outer brackets",
        applicability: "safe" as const,
        rewrites,
        helpers: [],
        needsPaddle: false,
      };
      return [
        {
          code: "PP603",
          severity: "error" as const,
          range: { start: index.start, end: index.end },
          message,
          // An array of NumPy's would be indexed in Paddle's way.
          fix: asTensor(type) === null ? null : fix,
          blocks: true,
        },
      ];
    }),
});
