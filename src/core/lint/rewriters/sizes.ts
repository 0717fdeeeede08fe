import type { Expr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import { argumentRange } from "../arguments.js";
import { operand, rewrite } from "../fix.js";
import type { Conversion } from "../outcome.js";
import { converted, failed } from "../outcome.js";
import { isConsumedByItems, isIndexedByInt, isPlainIndex, isShapeArgument } from "../surroundings.js";
import type { Rewriter } from "./rewriter.js";

/**
 * `x.size()` is `x.shape` on Paddle, where `size` is the number of elements. Before 3.3 the shape is a list,
 * so wherever a tuple's behaviour may matter it is made a tuple.
 */
export const sizeCall: Rewriter = ({ context, call, binding, callee }) => {
  if (call === null || binding === null || callee.kind !== "method")
    return failed("size is not called on a tensor.");
  const dim = argumentRange(call, binding, "dim");
  const argument = call.args[0]?.value;
  if (dim !== null && argument !== undefined) {
    if (
      !isPlainIndex(context, argument) &&
      !(argument.type === "Unary" && isPlainIndex(context, argument.operand))
    ) {
      const { type } = context.typeOf(argument);
      if (type.kind !== "unknown")
        return failed("size() with something other than a number needs a decision by hand.");
    }
    return converted([rewrite(call, [...operand(callee.receiver), ".shape[", dim, "]"])]);
  }
  return converted([rewrite(call, shape(context, call, callee.receiver))]);
};

/** `x.shape` where PyTorch gives a tuple and older Paddle a list. */
export const shapeAttribute: Rewriter = ({ context, attribute }): Conversion => {
  if (attribute === undefined) return failed("shape is read in a way that is not understood.");
  if (itemsOnly(context, attribute)) return converted([]);
  return converted([rewrite(attribute, ["tuple(", { start: attribute.start, end: attribute.end }, ")"])]);
};

function shape(context: FileContext, use: Expr, receiver: Expr): (string | { start: number; end: number })[] {
  const plain = [...operand(receiver), ".shape"];
  return itemsOnly(context, use) ? plain : ["tuple(", ...plain, ")"];
}

function itemsOnly(context: FileContext, use: Expr): boolean {
  return isIndexedByInt(context, use) || isConsumedByItems(context, use) || isShapeArgument(context, use);
}
