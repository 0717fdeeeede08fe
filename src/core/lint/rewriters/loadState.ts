import type { Expr } from "../../syntax/ast.js";
import { unwrap } from "../../syntax/walk.js";
import type { FileContext } from "../context.js";
import { failed } from "../outcome.js";
import { bindingsOf, bodyAround } from "../sharing.js";
import { convertTemplate } from "../template.js";
import type { Rewriter } from "./rewriter.js";

/** Values from another layer of the program fit as they are; a checkpoint has to be converted, which the code cannot tell. */
export const loadState: Rewriter = ({ context, call, form, binding, callee }) => {
  const index = binding?.bound.get("state_dict")?.[0];
  const state = index === undefined ? undefined : call?.args[index]?.value;
  if (call === null || binding === null || state === undefined) return failed("The call is not understood.");
  if (!isOwnState(context, state))
    return failed(
      "Convert the checkpoint (Linear weights are transposed), then call set_state_dict, which returns missing and unexpected keys and never raises for them.",
    );
  return convertTemplate(context, call, callee, binding, form, "{helper}({self}, {state_dict}, {strict})");
};

function isOwnState(context: FileContext, value: Expr): boolean {
  const expr = unwrap(value);
  if (expr.type === "Name") {
    const stmt = context.parent(expr)?.stmt;
    const values = stmt === undefined ? [] : bindingsOf(bodyAround(context, stmt), expr.name);
    return values.length > 0 && values.every((bound) => bound !== null && isStateCall(context, bound));
  }
  return isStateCall(context, expr);
}

/** `module.state_dict()` of a module. */
function isStateCall(context: FileContext, value: Expr): boolean {
  const expr = unwrap(value);
  if (expr.type !== "Call" || expr.callee.type !== "Attribute" || expr.callee.attribute.name !== "state_dict")
    return false;
  const { type } = context.typeOf(expr.callee.object);
  return type.kind === "object" || (type.kind === "instance" && type.of.startsWith("torch.nn."));
}
