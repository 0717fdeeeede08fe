import { asTensor } from "../../semantics/types.js";
import type { Expr } from "../../syntax/ast.js";
import { unwrap } from "../../syntax/walk.js";
import type { Range } from "../../text/range.js";
import { argumentRange } from "../arguments.js";
import { operand, rewrite } from "../fix.js";
import { converted, failed } from "../outcome.js";
import { renderTarget } from "../references.js";
import type { Rewriter } from "./rewriter.js";

/**
 * PyTorch's `transpose(dim0, dim1)` exchanges two dimensions; Paddle's `transpose` wants all of them in their new order.
 * With a known rank the order is written out; else a form that does not need the rank.
 */
export const swapAxes: Rewriter = ({ context, call, binding, callee }) => {
  if (call === null || binding === null) return failed("transpose is not called here.");
  const names = ["dim0", "dim1"].every((name) => binding.bound.has(name))
    ? ["dim0", "dim1"]
    : ["axis0", "axis1"];
  const ranges = names.map((name) => argumentRange(call, binding, name));
  const [first, second] = ranges;
  const input = binding.bound.get("input")?.[0];
  const receiver =
    callee.kind === "method" ? callee.receiver : input === undefined ? undefined : call.args[input]?.value;
  if (first == null || second == null || receiver === undefined)
    return failed("transpose needs two dimensions.");
  const tensor = asTensor(context.typeOf(receiver).type);
  const [a, b] = [
    literal(
      call.args.map((argument) => argument.value),
      first,
    ),
    literal(
      call.args.map((argument) => argument.value),
      second,
    ),
  ];
  if (a !== null && b !== null && tensor !== null && tensor.rank !== null) {
    const perm = permutation(a, b, tensor.rank);
    if (perm === null)
      return failed(`The tensor has ${tensor.rank} dimensions; ${a} and ${b} are not two of them.`);
    const tail = [...operand(receiver), `.transpose([${perm.join(", ")}])`];
    return converted([rewrite(call, tail)]);
  }
  const kept: Range = { start: receiver.start, end: receiver.end };
  if (a !== null && b !== null && a !== b && a < 0 === b < 0) {
    const rendered = renderTarget(context, "paddle.moveaxis", null);
    return converted(
      [rewrite(call, [`${rendered.text}(`, kept, `, [${a}, ${b}], [${b}, ${a}])`])],
      [],
      rendered.needsPaddle,
    );
  }
  return converted([rewrite(call, ["swap_axes(", kept, ", ", first, ", ", second, ")"])], ["swap_axes"]);
};

function literal(values: readonly Expr[], range: Range): number | null {
  const found = values.find((value) => value.start === range.start && value.end === range.end);
  const expr = found === undefined ? undefined : unwrap(found);
  if (expr?.type === "Number" && expr.of === "int") return expr.value;
  if (
    expr?.type === "Unary" &&
    expr.operator === "-" &&
    expr.operand.type === "Number" &&
    expr.operand.of === "int"
  )
    return -expr.operand.value;
  return null;
}

function permutation(a: number, b: number, rank: number): number[] | null {
  const [first, second] = [a < 0 ? a + rank : a, b < 0 ? b + rank : b];
  if (first < 0 || second < 0 || first >= rank || second >= rank) return null;
  const perm = Array.from({ length: rank }, (_, index) => index);
  perm[first] = second;
  perm[second] = first;
  return perm;
}
