import type { Expr } from "../../syntax/ast.js";
import type { Finding } from "../finding.js";
import { defineRule } from "../rule.js";

/** A script decides by pieces of names which weights to transpose. */
export const rule = defineRule({
  code: "PP505",
  name: "transpose-by-name",
  summary: "Weights are chosen for transposing by pieces of their names.",
  severity: "warning",
  docs: {
    what: 'Reports lists such as `need_transpose = {"mlp.fc1.weight", "q_proj.weight", …}` in conversion scripts: a name with "transpose" in it that holds names of weights.',
    why: "A piece of a name says nothing about what uses the weight. For Jina-CLIP-v2 the published list matches none of 264 matrices, 120 of which are square: no shape check notices. Embeddings, and raw parameters that are used with `@`, must not be transposed, whatever they are called.",
    fixSafety:
      "There is no fix. `paddle-port plan` decides from the layers that use the weights, checks that each tensor is used once, and `paddle-port script` writes the script.",
    limits: "Only lists of literal names are seen.",
  },
  check: (context) =>
    context.statementsOf("Assign").flatMap((statement): Finding[] => {
      if (statement.value === null || !isNames(statement.value) || !context.mentionsFramework) return [];
      return statement.targets
        .filter((target) => /transpose/i.test(context.source(target)))
        .map(({ start, end }) => ({
          code: "PP505",
          severity: "warning",
          range: { start, end },
          message:
            "Pieces of names do not say which weights a Linear layer uses: let `paddle-port plan` decide by the layers, and write the script from that.",
          fix: null,
          blocks: false,
        }));
    }),
});

function isNames(expr: Expr): boolean {
  if (expr.type !== "Set" && expr.type !== "List" && expr.type !== "Tuple") return false;
  const names = expr.items.filter((item) => item.type === "String");
  return (
    names.length > 0 &&
    names.length === expr.items.length &&
    names.some(({ value }) => /(weight|proj|fc\d*|dense)$/.test(value ?? ""))
  );
}
