import { speaksForTensor } from "../semantics/library.js";
import { members } from "../semantics/types.js";
import type { CallExpr, Expr } from "../syntax/ast.js";
import type { FileContext } from "./context.js";
import { rewrite } from "./fix.js";
import { converted } from "./outcome.js";
import { renderTarget } from "./references.js";
import type { Reporter } from "./reporter.js";

/** `hasattr(x, "permute")`: what is asked for by text is not renamed with the methods. */
export function lookUpByText(
  context: FileContext,
  report: Reporter,
  call: CallExpr,
  function_: string,
): void {
  const [first, second] = call.args;
  if (function_ === "getattr" && first !== undefined && second !== undefined)
    lookUpDynamically(context, report, call, first.value, second.value);
  if (
    !["hasattr", "getattr", "setattr", "delattr"].includes(function_) ||
    second?.value.type !== "String" ||
    first === undefined
  )
    return;
  const name = second.value.value;
  const value = context.typeOf(first.value);
  const mayBe = members(value.type).some(
    (type) => type.kind === "tensor" || (type.kind === "unknown" && name !== null && speaksForTensor(name)),
  );
  const row = name === null || !mayBe ? undefined : context.catalog.method(name);
  const form = row === undefined ? undefined : context.catalog.form(row, context.target);
  if (row === undefined || form?.same === true) return;
  const rendered = renderTarget(context, "paddle.Tensor", null);
  if (function_ === "hasattr" && first.value.type === "Name" && !context.isTaken("isinstance")) {
    // Each tensor has what PyTorch's tensors have, under whatever name the port writes it.
    const test = `isinstance(${first.value.name}, ${rendered.text}) or `;
    const parts = ["(", test, { start: call.start, end: call.end }, ")"];
    report.use(call, row, converted([rewrite(call, parts)], [], rendered.needsPaddle), "likely", null);
    return;
  }
  report.escapes(call, row.name, "it is looked up by its name as text, which Paddle's tensors may not have.");
}

/** `getattr(tensor, name)`: whoever gave the name expects PyTorch's member of it. */
function lookUpDynamically(
  context: FileContext,
  report: Reporter,
  call: CallExpr,
  object: Expr,
  name: Expr,
): void {
  if (name.type === "String" && name.value !== null) return;
  const { type } = context.typeOf(object);
  const hands = context.enclosingFunction(call);
  // A class that hands on what it does not have itself may wrap a tensor.
  const wraps = hands === "__getattr__" || hands === "__getattribute__";
  if (!members(type).some((member) => member.kind === "tensor" || (wraps && member.kind === "unknown")))
    return;
  report.escapes(call, "torch.Tensor", "which of its members is looked up cannot be seen here.");
}
