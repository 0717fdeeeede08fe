import type { Expr } from "../../syntax/ast.js";
import { convertArguments } from "../arguments.js";
import { failed } from "../outcome.js";
import { renameReference } from "../renaming.js";
import type { Rewriter } from "./rewriter.js";

/** PyTorch cuts off where a pad is negative; Paddle refuses it. */
export const padding: Rewriter = ({ context, call, binding, callee, form }) => {
  if (call === null || binding === null || callee.kind !== "reference")
    return failed("pad is not called here.");
  const [index] = binding.bound.get("pad") ?? [];
  const pad = index === undefined ? undefined : call.args[index]?.value;
  if (pad !== undefined && (pad.type === "Tuple" || pad.type === "List") && pad.items.some(isNegative))
    return failed("Paddle refuses a negative pad: cut the tensor off by a slice instead.");
  const args = convertArguments(context, call, binding, form);
  const named = renameReference(context, callee.reference, "paddle.nn.functional.pad");
  return { ...named, rewrites: [...named.rewrites, ...args.rewrites], problems: args.problems };
};

function isNegative(expr: Expr): boolean {
  return expr.type === "Unary" && expr.operator === "-";
}
