import type { Type } from "../../semantics/types.js";
import { members } from "../../semantics/types.js";
import type { ProjectFunction } from "../../semantics/symbols.js";
import type { ExceptHandler, Expr, Stmt, TryStmt } from "../../syntax/ast.js";
import { childStatements, statementExpressions, walkExpression } from "../../syntax/walk.js";
import type { FileContext } from "../context.js";
import type { Finding } from "../finding.js";
import { defineRule } from "../rule.js";

/** Exceptions that operations of PyTorch raise, and for which Paddle often raises another one. */
const raised =
  /^builtins\.(RuntimeError|ValueError|TypeError|IndexError|NotImplementedError|AssertionError|ArithmeticError|LookupError|ZeroDivisionError)$/;
/** Calls that are followed. */
const deepest = 3;
const everything = /^builtins\.(Exception|BaseException)$/;

/** Code goes on where an operation of PyTorch fails with one exception, and Paddle fails with another. */
export const rule = defineRule({
  code: "PP608",
  name: "caught-exception",
  summary: "An exception of PyTorch's operations is caught by its class.",
  severity: "warning",
  docs: {
    what: "Reports `except RuntimeError`, `except ValueError` and the like around operations on tensors, where the handler does not raise in turn.",
    why: "Paddle raises other exceptions: for shapes that do not fit `ValueError` where PyTorch has `RuntimeError`, for the truth of many elements `AssertionError`, and some things that PyTorch refuses it computes. The handler is not reached, or for another reason.",
    fixSafety:
      "No fix: what is to happen is for a person to say, best by asking for the shapes or dtypes beforehand.",
    limits:
      "Handlers of `Exception`, and those of all exceptions, catch both and are not reported. Functions of the same file are followed three calls deep.",
  },
  check: (context) => context.statementsOf("Try").flatMap((statement) => inspect(context, statement)),
});

function inspect(context: FileContext, statement: TryStmt): Finding[] {
  const handlers = statement.handlers.filter((handler) => catches(context, handler) && goesOn(handler));
  if (handlers.length === 0 || !operates(context, statement.body.body, new Set())) return [];
  return handlers.map((handler) => ({
    code: "PP608",
    severity: "warning",
    range: { start: handler.exception?.start ?? handler.start, end: handler.exception?.end ?? handler.end },
    message: "Where PyTorch's operations above raise this, Paddle's may raise another exception, or none.",
    fix: null,
    blocks: true,
  }));
}

function catches(context: FileContext, { exception }: ExceptHandler): boolean {
  if (exception === null) return false;
  const listed = exception.type === "Paren" ? exception.inner : exception;
  const all = listed.type === "Tuple" ? listed.items : [listed];
  const names = all.map((item) => {
    const { type } = context.typeOf(item);
    return type.kind === "external" ? type.name : "";
  });
  return names.some((name) => raised.test(name)) && !names.some((name) => everything.test(name));
}

/** A handler that raises only changes the words of a failure. */
function goesOn({ body }: ExceptHandler): boolean {
  return body.body.at(-1)?.type !== "Raise";
}

/** True when statements, or functions of the project that they call, do something with tensors. */
function operates(
  context: FileContext,
  body: readonly Stmt[],
  seen: Set<ProjectFunction>,
  depth = 0,
): boolean {
  return body.some((statement) => {
    if (statement.type === "Function" || statement.type === "Class") return false;
    const inside: Expr[] = [];
    for (const root of statementExpressions(statement)) walkExpression(root, (expr) => inside.push(expr));
    return (
      inside.some((expr) => isOperation(context, expr, seen, depth)) ||
      operates(context, childStatements(statement), seen, depth)
    );
  });
}

function isOperation(context: FileContext, expr: Expr, seen: Set<ProjectFunction>, depth: number): boolean {
  const isTensor = (inner: Expr): boolean =>
    members(context.typeOf(inner).type).some((type) => type.kind === "tensor" && type.framework === "torch");
  switch (expr.type) {
    case "Binary":
      return isTensor(expr.left) || isTensor(expr.right);
    case "Conditional":
      return isTensor(expr.test);
    case "Subscript":
      return isTensor(expr.object);
    case "Call":
      return (
        isTensor(expr) ||
        expr.args.some(({ value }) => isTensor(value)) ||
        members(context.typeOf(expr.callee).type).some((type) => runs(context, type, seen, depth))
      );
    default:
      return false;
  }
}

/** True when calling this computes something with PyTorch. */
function runs(context: FileContext, type: Type, seen: Set<ProjectFunction>, depth: number): boolean {
  if (type.kind === "method") return type.receiver.kind === "tensor";
  if (type.kind === "external") return context.catalog.row(type.name)?.kind === "function";
  if (type.kind === "instance") return type.of.startsWith("torch.nn.");
  if (type.kind === "object") return type.of.methods.has("forward");
  if (type.kind !== "function" || depth >= deepest || seen.has(type.of)) return false;
  // Only functions of the same file have their types at hand.
  const { node, module } = type.of;
  if (module !== context.module || node.type !== "Function") return false;
  seen.add(type.of);
  return operates(context, node.body.body, seen, depth + 1);
}
