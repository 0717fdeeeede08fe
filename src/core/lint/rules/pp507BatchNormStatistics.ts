import { mayHold } from "../../semantics/handedOut.js";
import type { ProjectClass } from "../../semantics/symbols.js";
import type { Type } from "../../semantics/types.js";
import { members } from "../../semantics/types.js";
import type { CallExpr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import type { Finding } from "../finding.js";
import { defineRule } from "../rule.js";

/** The running statistics of BatchNorm have other names on Paddle, and one of them is missing. */
export const rule = defineRule({
  code: "PP507",
  name: "batch-norm-statistics",
  summary: "The buffers or the state dict of a model with BatchNorm are gone through.",
  severity: "warning",
  docs: {
    what: "Reports `buffers()`, `named_buffers()`, and going through the names of `state_dict()`, of a model that is seen to hold a BatchNorm.",
    why: "PyTorch keeps `running_mean`, `running_var` and `num_batches_tracked`; Paddle keeps `_mean` and `_variance`, and does not count batches.",
    fixSafety: "No fix: which names are meant is for a person to say.",
    limits:
      "A state dict that is stored in a variable first, saved or loaded is not reported; weights are renamed by `paddle-port plan`. Models whose layers cannot be seen are not reported.",
  },
  check: (context) => {
    const search = new Search(context);
    return context.calls.flatMap((call) => inspect(context, call, search));
  },
});

const batchNorm = /\.(BatchNorm[123]d|SyncBatchNorm)$/;

/** Looks for BatchNorm once in each class: of a base class of many models, that is a look at all of them. */
class Search {
  readonly #known = new Map<ProjectClass, boolean>();

  constructor(private readonly context: FileContext) {}

  finds(type: Type): boolean {
    return members(type).some((member) => {
      if (member.kind !== "object") return this.#holds(member);
      let found = this.#known.get(member.of);
      if (found === undefined) this.#known.set(member.of, (found = this.#holds(member)));
      return found;
    });
  }

  #holds(type: Type): boolean {
    return mayHold(type, batchNorm, false, this.context.catalog);
  }
}

function inspect(context: FileContext, call: CallExpr, search: Search): Finding[] {
  const { callee } = call;
  if (callee.type !== "Attribute") return [];
  const { name } = callee.attribute;
  if (name !== "buffers" && name !== "named_buffers" && name !== "state_dict") return [];
  if (name === "state_dict" && !isGoneThrough(context, call)) return [];
  if (!search.finds(context.typeOf(callee.object).type)) return [];
  return [
    {
      code: "PP507",
      severity: "warning",
      range: { start: callee.attribute.start, end: callee.attribute.end },
      message:
        "BatchNorm keeps `_mean` and `_variance` on Paddle, where PyTorch has `running_mean`, `running_var` and `num_batches_tracked`.",
      fix: null,
      blocks: true,
    },
  ];
}

/** `for name in m.state_dict()`, `list(m.state_dict())`, `m.state_dict().items()`. */
function isGoneThrough(context: FileContext, call: CallExpr): boolean {
  const parent = context.parent(call);
  if (parent === undefined) return false;
  if (parent.expr === null) return parent.stmt.type === "For" && parent.stmt.iterable === call;
  switch (parent.expr.type) {
    case "Attribute":
      return ["keys", "items", "values"].includes(parent.expr.attribute.name);
    case "Comprehension":
    case "Compare":
      return true;
    case "Call":
      return (
        parent.expr.callee.type === "Name" &&
        ["list", "sorted", "set", "len", "tuple", "enumerate"].includes(parent.expr.callee.name)
      );
    default:
      return false;
  }
}
