import type { Catalog } from "../api/catalog.js";
import type { AttributeExpr, CallExpr, Expr } from "../syntax/ast.js";
import { walkExpression } from "../syntax/walk.js";
import type { KeptRange, Rewrite } from "../text/edits.js";
import type { FileContext } from "./context.js";
import { replace, rewrite } from "./fix.js";
import type { Conversion } from "./outcome.js";
import { converted, failed } from "./outcome.js";
import { renderTarget } from "./references.js";

/**
 * True behind the `else` of `… if isinstance(x, paddle.Tensor) else …`, and in the last function of `on_tensor(…)`: an
 * earlier port has told the two apart.
 */
function isDispatched(context: FileContext, use: Expr, receiver: Expr): boolean {
  if (receiver.type !== "Name") return false;
  const around = context.parent(use)?.expr;
  if (around?.type === "Lambda") {
    const call = context.parent(around)?.expr;
    const [, , other] = call?.type === "Call" && isName(call.callee, "on_tensor") ? call.args : [];
    const [parameter] = around.params;
    return other?.value === around && parameter?.name.name === receiver.name;
  }
  let inner: Expr = use;
  let outer = context.parent(inner)?.expr;
  while (outer?.type === "Paren") {
    inner = outer;
    outer = context.parent(outer)?.expr;
  }
  if (outer?.type !== "Conditional" || outer.orElse !== inner || outer.test.type !== "Call") return false;
  const [value, of] = outer.test.args;
  const type = of === undefined ? undefined : context.typeOf(of.value).type;
  return (
    isName(outer.test.callee, "isinstance") &&
    value !== undefined &&
    isName(value.value, receiver.name) &&
    type?.kind === "external" &&
    type.name === "paddle.Tensor"
  );
}

function isName(expr: Expr, name: string): boolean {
  return expr.type === "Name" && expr.name === name;
}

/**
 * Writes the use of a member so that it is right for a tensor and for whatever else the receiver may be:
 * `x.reshape([2, 2]) if isinstance(x, paddle.Tensor) else x.view(2, 2)`. A receiver that is more than a name is
 * evaluated once, by a helper: `on_tensor(rows[0], lambda x: x.reshape([2, 2]), lambda x: x.view(2, 2))`.
 * @param tensor what the use becomes for a tensor
 * @param other what it becomes for anything else; nothing where it stays as it is
 */
export function dispatched(
  context: FileContext,
  use: CallExpr | AttributeExpr,
  receiver: Expr,
  tensor: Conversion,
  other: Conversion = converted([]),
): Conversion {
  if (isDispatched(context, use, receiver)) return converted([]);
  const problems = [...tensor.problems, ...other.problems];
  if (problems.length > 0) return { ...failed(""), problems };
  if (context.comments(use).length > 0) return failed("Comments inside the call would be written twice.");
  if (context.isTaken("isinstance")) return failed("`isinstance` is a name of the file's own.");
  const whole = { start: use.start, end: use.end };
  const common = {
    helpers: [...tensor.helpers, ...other.helpers],
    needsPaddle: tensor.needsPaddle || other.needsPaddle,
    given: tensor.given,
    problems: [],
  };
  if (receiver.type === "Name") {
    const rendered = renderTarget(context, "paddle.Tensor", null);
    const parts: (string | KeptRange)[] = [
      copy(whole, tensor.rewrites),
      ` if isinstance(${receiver.name}, ${rendered.text}) else `,
      copy(whole, other.rewrites),
    ];
    return {
      ...common,
      rewrites: [rewrite(use, standsAlone(context, use) ? parts : ["(", ...parts, ")"])],
      needsPaddle: common.needsPaddle || rendered.needsPaddle,
    };
  }
  if (!fitsLambda(context, use))
    return failed("It cannot be put into a function: store the receiver in a variable first.");
  const name = ["x", "value", "it", "given"].find(
    (candidate) => !new RegExp(`\\b${candidate}\\b`).test(context.source(use)),
  );
  if (name === undefined) return failed("Store the receiver in a variable first.");
  const inside = (rewrites: readonly Rewrite[]): KeptRange => ({
    ...copy(whole, [replace(receiver, name), ...rewrites]),
    own: { start: receiver.start, end: receiver.end },
  });
  return {
    ...common,
    helpers: [...common.helpers, "on_tensor"],
    rewrites: [
      rewrite(use, [
        "on_tensor(",
        { start: receiver.start, end: receiver.end },
        `, lambda ${name}: `,
        inside(tensor.rewrites),
        `, lambda ${name}: `,
        inside(other.rewrites),
        ")",
      ]),
    ],
  };
}

function copy(range: { start: number; end: number }, rewrites: readonly Rewrite[]): KeptRange {
  return { ...range, rewrites };
}

/** True where a conditional expression needs no parentheses: the whole of a statement's value or of an argument. */
function standsAlone(context: FileContext, use: Expr): boolean {
  if (context.source(use).includes("\n")) return false;
  const parent = context.parent(use);
  if (parent === undefined) return false;
  if (parent.expr === null) return ["Assign", "Return", "Expression"].includes(parent.stmt.type);
  if (parent.expr.type === "Call")
    return (
      parent.expr.callee !== use &&
      parent.expr.args.some(
        (argument) => argument.value === use && argument.kind !== "star" && argument.kind !== "doubleStar",
      )
    );
  return ["Paren", "List", "Tuple"].includes(parent.expr.type);
}

/** A lambda sees no names of a class body, and holds no `yield`, `await` or `:=` of the function around it. */
function fitsLambda(context: FileContext, use: Expr): boolean {
  const bound: Expr[] = [];
  walkExpression(use, (inner) => {
    if (inner.type === "Yield" || inner.type === "Await" || inner.type === "Walrus") bound.push(inner);
  });
  return bound.length === 0 && !context.inClassBody(use);
}

const otherMembers = new WeakMap<Catalog, ReadonlySet<string>>();

/**
 * True for a member that instances of PyTorch classes other than tensors and modules have too, so that what is not a
 * tensor may still have to be changed.
 */
export function hasOtherOwners(catalog: Catalog, name: string): boolean {
  let known = otherMembers.get(catalog);
  if (known === undefined) {
    const names = new Set<string>(["numel"]);
    for (const row of catalog.rows) {
      const [, owner, member] = /^(.*)\.(\w+)$/.exec(row.name) ?? [];
      if (row.kind !== "method" && row.kind !== "attribute") continue;
      if (member === undefined || owner === "torch.Tensor" || row.paddle.every((form) => form.same === true))
        continue;
      names.add(member);
    }
    known = names;
    otherMembers.set(catalog, known);
  }
  return known.has(name);
}
