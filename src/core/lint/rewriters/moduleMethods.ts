import type { Rewrite } from "../../text/edits.js";
import { convertArguments } from "../arguments.js";
import { insert, replace, rewrite, wrap } from "../fix.js";
import { converted, failed } from "../outcome.js";
import { isConsumedByItems, isStatement } from "../surroundings.js";
import type { Rewriter } from "./rewriter.js";

const counterparts: Readonly<Record<string, { name: string; argument: string | null; add: string | null }>> =
  {
    parameters: { name: "parameters", argument: "include_sublayers", add: null },
    buffers: { name: "buffers", argument: "include_sublayers", add: null },
    modules: { name: "sublayers", argument: null, add: "include_self=True" },
  };

/** PyTorch's `parameters()` is an iterator, Paddle's a list: only where it is iterated over makes that no difference. */
export const parametersIterator: Rewriter = ({ context, call, binding, callee, row }) => {
  const counterpart = counterparts[row.name.split(".").at(-1) ?? ""];
  if (
    call === null ||
    binding === null ||
    callee.kind !== "method" ||
    counterpart === undefined ||
    call.callee.type !== "Attribute"
  ) {
    return failed("The call is not understood.");
  }
  if (counterpart.argument === null && call.args.length > 0)
    return failed("Its arguments have no counterpart in Paddle.");
  const rename = counterpart.argument === null ? {} : { recurse: { to: counterpart.argument } };
  const args = convertArguments(context, call, binding, {
    since: "3.0",
    to: counterpart.name,
    arguments: rename,
  });
  if (args.problems.length > 0) return { ...failed(""), problems: args.problems };
  const rewrites: Rewrite[] = [...args.rewrites];
  if (counterpart.name !== call.callee.attribute.name)
    rewrites.push(replace(call.callee.attribute, counterpart.name));
  if (counterpart.add !== null) rewrites.push(insert(call.argumentList.end - 1, counterpart.add));
  if (!isConsumedByItems(context, call)) rewrites.unshift(wrap(call, "iter(", ")"));
  return converted(rewrites);
};

/** `train()` and `eval()` return the module in PyTorch, and nothing in Paddle before 3.3. */
export const trainMode: Rewriter = ({ context, call, callee, row }) => {
  if (call === null || callee.kind !== "method") return failed("The call is not understood.");
  if (isStatement(context, call) && call.args.length === 0) return converted([]);
  const evaluates = row.name.endsWith(".eval");
  const { receiver } = callee;
  const [mode] = call.args;
  if (receiver.type === "Call" && receiver.callee.type === "Name" && receiver.callee.name === "super") {
    return failed("train() is overridden here: write `super().train() if mode else super().eval()`.");
  }
  const kept = { start: receiver.start, end: receiver.end };
  const value = evaluates ? ", False" : mode === undefined ? "" : ", ";
  const parts = [
    "set_training(",
    kept,
    value,
    ...(mode === undefined || evaluates ? [] : [{ start: mode.value.start, end: mode.value.end }]),
    ")",
  ];
  return converted([rewrite(call, parts)], ["set_training"]);
};
