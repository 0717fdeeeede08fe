import { convertArguments } from "../arguments.js";
import { isLinearWeight } from "../linearWeight.js";
import { failed } from "../outcome.js";
import { renameReference } from "../renaming.js";
import { convertTemplate } from "../template.js";
import type { Rewriter } from "./rewriter.js";

/**
 * Paddle's function takes the weight as [in, out]. A layer of the port stores its own like that already, so it is
 * handed over as it is; any other matrix has PyTorch's layout and is transposed.
 */
export const functionalLinear: Rewriter = ({ context, call, binding, callee, form }) => {
  if (call === null || binding === null || callee.kind !== "reference")
    return failed("linear is not called here.");
  const [index] = binding.bound.get("weight") ?? [];
  const weight = index === undefined ? undefined : call.args[index];
  if (weight === undefined) return failed("linear needs a weight.");
  if (!isLinearWeight(context, weight.value)) {
    const template = "paddle.nn.functional.linear({input}, {weight}.t(), {bias})";
    return convertTemplate(context, call, callee, binding, form, template);
  }
  const args = convertArguments(context, call, binding, { ...form, arguments: { input: { to: "x" } } });
  const named = renameReference(context, callee.reference, "paddle.nn.functional.linear");
  return { ...named, rewrites: [...named.rewrites, ...args.rewrites], problems: args.problems };
};
