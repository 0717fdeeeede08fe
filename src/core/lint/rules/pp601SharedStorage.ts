import { members } from "../../semantics/types.js";
import type { AugAssignStmt, Expr, Stmt } from "../../syntax/ast.js";
import { statementExpressions, unwrap, walkExpression } from "../../syntax/walk.js";
import { contains } from "../../text/range.js";
import type { FileContext } from "../context.js";
import type { Finding, Fix } from "../finding.js";
import { isRepeatable, rewrite } from "../fix.js";
import { defineRule } from "../rule.js";
import {
  binds,
  bindingsOf,
  bodyAround,
  eachOwn,
  isAliased,
  isFresh,
  isParameter,
  unsharedOnPaddle,
} from "../sharing.js";

/** Writing in place to a tensor that another name may share: Paddle does not always share where PyTorch does. */
export const rule = defineRule({
  code: "PP601",
  name: "shared-storage",
  summary: "A tensor is changed in place that another name may share.",
  severity: "warning",
  docs: {
    what: "Reports `x += y` on a tensor that another live name may hold (a parameter, an alias, an item of a container), and writing into the results of `numpy()`, `expand` and the like.",
    why: "PyTorch's `x += y` changes the tensor for everyone who holds it; Paddle's binds a new tensor to `x` and leaves the others as they were. NumPy arrays and expanded tensors are copies in Paddle, and share storage in PyTorch.",
    fixSafety:
      '`x = change_in_place(x, "+", y)` writes into the tensor on every version and does with anything else what Python does. For writing into copies there is no fix.',
    limits:
      "Values of unknown type are not reported. Whether another name is still alive is judged within one function. Where a gradient is recorded and the tensor may be a view, `change_in_place` raises an error, because Paddle would lose gradients.",
  },
  check: (context) =>
    context.statements.flatMap((statement): Finding[] => {
      if (statement.type === "AugAssign") return augmented(context, statement);
      if (statement.type === "Assign")
        return statement.targets.flatMap((target) =>
          target.type === "Subscript" ? written(context, statement, target.object) : [],
        );
      if (
        statement.type !== "Expression" ||
        statement.value.type !== "Call" ||
        statement.value.callee.type !== "Attribute"
      )
        return [];
      const { callee } = statement.value;
      const inPlace =
        context.catalog.method(callee.attribute.name)?.effect === "inplace" ||
        /[a-z]_$/.test(callee.attribute.name);
      return inPlace ? written(context, statement, callee.object) : [];
    }),
});

function holdsTensor(context: FileContext, expr: Expr): boolean {
  return members(context.typeOf(expr).type).some(
    (type) => type.kind === "tensor" && type.framework === "torch",
  );
}

/** True for a container of Python, whose items are tensors of their own and not parts of one. */
function holdsItems(context: FileContext, expr: Expr): boolean {
  return members(context.typeOf(expr).type).some((type) =>
    ["list", "dict", "tuple", "tupleOf"].includes(type.kind),
  );
}

function augmented(context: FileContext, statement: AugAssignStmt): Finding[] {
  const { target } = statement;
  const why = "Paddle binds a new tensor here; whoever else holds the old one keeps the old values.";
  if (target.type === "Subscript" && !holdsItems(context, target.object))
    return written(context, statement, target.object);
  // `x @= y` makes a new tensor on both.
  if (!holdsTensor(context, target) || statement.operator === "@=") return [];
  const copied = target.type === "Name" ? keptCopy(context, statement, target.name) : null;
  if (copied !== null) return [found(statement, showsNothing(copied))];
  const fix = inPlaceFix(context, statement);
  if (target.type !== "Name") return [found(statement, `This may be shared under another name. ${why}`, fix)];
  const body = bodyAround(context, statement);
  const values = bindingsOf(body, target.name);
  const fresh = values.length > 0 && values.every((value) => value !== null && isFresh(context, value));
  const only =
    fresh &&
    !isAliased(body, target.name, [target]) &&
    (!isParameter(context, statement, target.name) || reboundBefore(body, target.name, statement));
  return only ? [] : [found(statement, `\`${target.name}\` may be shared under another name. ${why}`, fix)];
}

/** `x += y` as `x = change_in_place(x, "+", y)`, which is what Python makes of it, where naming x twice costs nothing. */
function inPlaceFix(context: FileContext, statement: AugAssignStmt): Fix | null {
  const { target, operator, value } = statement;
  if (!isRepeatableTarget(target) || context.comments(statement).length > 0) return null;
  const kept = { start: target.start, end: target.end };
  // Paddle's gradients record gradients themselves: what they hold is changed, not they.
  const gradient = target.type === "Attribute" && target.attribute.name === "grad";
  const parts = [
    ...(gradient ? ["change_in_place(", kept, ".detach()"] : [kept, " = change_in_place(", kept]),
    `, "${operator.replace(/=$/, "")}", `,
    { start: value.start, end: value.end },
    ")",
  ];
  return {
    title: "Change it in place on Paddle too",
    applicability: "safe",
    rewrites: [rewrite(statement, parts)],
    helpers: ["change_in_place"],
    needsPaddle: false,
  };
}

/** Python itself evaluates the parts of such a target once, and their order does not show. */
function isRepeatableTarget(expr: Expr): boolean {
  if (expr.type === "Attribute") return isRepeatableTarget(expr.object);
  if (expr.type === "Subscript")
    return isRepeatableTarget(expr.object) && expr.indices.every(isRepeatableTarget);
  return isRepeatable(expr);
}

/** A parameter that is given a value of its own on the way is no longer the caller's. */
function reboundBefore(body: readonly Stmt[], name: string, at: Stmt): boolean {
  return body.some(
    (statement) =>
      statement.end <= at.start &&
      statement.type === "Assign" &&
      statement.value !== null &&
      statement.targets.some((target) => target.type === "Name" && target.name === name),
  );
}

/** A write into a piece or array that Paddle copies. */
function written(context: FileContext, statement: Stmt, object: Expr): Finding[] {
  let root = object;
  while (root.type === "Subscript" || root.type === "Paren")
    root = root.type === "Paren" ? root.inner : root.object;
  if (root.type === "Call") return isUnshared(context, root) ? [found(statement, copies(root))] : [];
  if (root.type !== "Name") return [];
  const { name } = root;
  const kept = keptCopy(context, statement, name);
  if (kept !== null) return [found(statement, showsNothing(kept))];
  const sources: Expr[] = [];
  eachOwn(bodyAround(context, statement), (other) => {
    if (
      other.type === "Assign" &&
      other.value !== null &&
      other.targets.some((target) => binds(target, name))
    )
      sources.push(other.value);
    if (other.type === "For" && binds(other.target, name)) sources.push(other.iterable);
  });
  if (isHandedToTorch(context, statement, name))
    return [
      found(
        statement,
        "`torch.from_numpy` shares this array's storage, Paddle copies it: the tensor does not see what is written here.",
      ),
    ];
  const source = sources.find(
    (candidate) => isUnshared(context, candidate) || splitWithGradients(context, statement, candidate),
  );
  return source === undefined ? [] : [found(statement, copies(source))];
}

/**
 * What is computed from a tensor under another name before the tensor is written, is used afterwards, and is a copy in
 * Paddle: it does not see what is written.
 */
function keptCopy(context: FileContext, at: Stmt, name: string): Expr | null {
  const body = bodyAround(context, at);
  const loops: Stmt[] = [];
  const copies: { readonly statement: Stmt; readonly source: Expr; readonly names: readonly string[] }[] = [];
  eachOwn(body, (statement) => {
    if ((statement.type === "For" || statement.type === "While") && contains(statement, at))
      loops.push(statement);
    if (statement.type !== "Assign" || statement.value === null || statement === at) return;
    const source = unwrap(statement.value);
    if (!isUnshared(context, source) || !isTakenFrom(source, name)) return;
    const names = statement.targets.flatMap(boundBy);
    if (!names.includes(name)) copies.push({ statement, source, names });
  });
  const together = (other: Stmt): boolean => loops.some((loop) => contains(loop, other));
  for (const { statement, source, names } of copies) {
    if (statement.start > at.start && !together(statement)) continue;
    let live = names.length === 0;
    eachOwn(body, (other) => {
      if (live || other === statement || (other.start <= at.start && !together(other))) return;
      for (const root of statementExpressions(other))
        walkExpression(root, (expr) => {
          if (expr.type === "Name" && names.includes(expr.name)) live = true;
        });
    });
    if (live) return source;
  }
  return null;
}

/** True when a call's tensor is one of that name, or a part of it. */
function isTakenFrom(source: Expr, name: string): boolean {
  const inner = unwrap(source);
  if (inner.type === "Name") return inner.name === name;
  if (inner.type === "Subscript") return isTakenFrom(inner.object, name);
  if (inner.type === "Attribute") return isTakenFrom(inner.object, name);
  if (inner.type !== "Call") return false;
  const [first] = inner.args;
  const { callee } = inner;
  return (
    (callee.type === "Attribute" && isTakenFrom(callee.object, name)) ||
    (first !== undefined && first.kind !== "doubleStar" && isTakenFrom(first.value, name))
  );
}

/** The plain names in a target; nothing where an attribute or an item is bound, which may live on. */
function boundBy(target: Expr): string[] {
  if (target.type === "Name") return [target.name];
  return target.type === "Tuple" || target.type === "List" ? target.items.flatMap(boundBy) : [];
}

/** True when the array of this name has become a tensor in the same body. */
function isHandedToTorch(context: FileContext, at: Stmt, name: string): boolean {
  const body = bodyAround(context, at);
  const calls = ["torch.from_numpy", "torch.as_tensor"].flatMap((handing) => context.callsTo(handing));
  return calls.some((call) => {
    const stmt = context.parent(call)?.stmt;
    return (
      call.args.some(({ value }) => value.type === "Name" && value.name === name) &&
      stmt !== undefined &&
      bodyAround(context, stmt) === body &&
      !context.inClassBody(call)
    );
  });
}

function isUnshared(context: FileContext, expr: Expr): boolean {
  if (expr.type === "Subscript") return isUnshared(context, expr.object);
  if (expr.type !== "Call") return false;
  const { callee } = expr;
  if (callee.type === "Name" && ["enumerate", "zip", "list", "tuple"].includes(callee.name)) {
    return expr.args.some((argument) => isUnshared(context, argument.value));
  }
  const name =
    callee.type === "Attribute" ? callee.attribute.name : callee.type === "Name" ? callee.name : "";
  if (!unsharedOnPaddle.test(name)) return false;
  const { type } = context.typeOf(callee);
  return (
    (type.kind === "external" && type.name.startsWith("torch.")) ||
    (callee.type === "Attribute" && holdsTensor(context, callee.object))
  );
}

/** Pieces that were cut while gradients were recorded are copies; PyTorch lets them be written to where none are. */
function splitWithGradients(context: FileContext, at: Stmt, source: Expr): boolean {
  const call = source.type === "Subscript" ? source.object : source;
  return (
    call.type === "Call" &&
    call.callee.type === "Attribute" &&
    /^(split|chunk)$/.test(call.callee.attribute.name) &&
    context.statements.some(
      (other) =>
        other.type === "With" &&
        contains(other, at) &&
        !contains(other, call) &&
        other.items.some((item) =>
          /no_grad|inference_mode|set_grad_enabled/.test(context.source(item.context)),
        ),
    )
  );
}

function copies(source: Expr): string {
  const name =
    source.type === "Call" && source.callee.type === "Attribute" ? source.callee.attribute.name : "this call";
  return `What \`${name}\` gives shares storage in PyTorch and is a copy in Paddle: writing into it does not reach the tensor it came from.`;
}

function showsNothing(source: Expr): string {
  const name =
    source.type === "Call" && source.callee.type === "Attribute" ? source.callee.attribute.name : "that call";
  return `What \`${name}\` made of it before shares its storage in PyTorch and is a copy in Paddle: it does not show what is written here.`;
}

function found(statement: Stmt, message: string, fix: Fix | null = null): Finding {
  return {
    code: "PP601",
    severity: "warning",
    range: { start: statement.start, end: statement.end },
    message,
    fix,
    blocks: true,
  };
}
