import type { Expr } from "../../syntax/ast.js";
import type { Range } from "../../text/range.js";
import { argumentRange } from "../arguments.js";
import { isRepeatable, operand, rewrite } from "../fix.js";
import { converted, failed } from "../outcome.js";
import { renderTarget } from "../references.js";
import { members } from "../../semantics/types.js";
import type { FileContext } from "../context.js";
import type { Rewriter } from "./rewriter.js";

/** `x.new_zeros(2, 3)` is `paddle.zeros([2, 3], dtype=x.dtype)`. */
export const newFilled: Rewriter = ({ context, call, binding, callee, row }) => {
  if (call === null || binding === null || callee.kind !== "method")
    return failed("The call is not understood.");
  const name = row.name.split(".new_").at(-1) ?? "";
  const given = (binding.bound.get("size") ?? []).map((index) => call.args[index]?.value);
  const unknown = [...binding.bound].find(([parameter, [index]]) => {
    const argument = index === undefined ? undefined : call.args[index];
    const plain = argument !== undefined && ["False", "None"].includes(context.source(argument.value));
    return !plain && !["size", "fill_value", "dtype", "device"].includes(parameter);
  })?.[0];
  if (unknown !== undefined) return failed(`${unknown}: Paddle has no such argument.`);
  if (context.comments(call).length > 0)
    return failed("Comments inside the call would be lost: rewrite it by hand.");
  const { receiver } = callee;
  const written = argumentRange(call, binding, "dtype");
  const dtype = written !== null && context.source(written) === "None" ? null : written;
  if (dtype === null && !isRepeatable(receiver))
    return failed("The tensor is needed twice: store it in a variable first.");
  const size = sizeParts(context, given);
  if (size === null) return failed("The size has to be written as one list.");
  const fill = argumentRange(call, binding, "fill_value");
  const rendered = renderTarget(context, `paddle.${name}`, null);
  return converted(
    [
      rewrite(call, [
        `${rendered.text}(`,
        ...size.parts,
        ...(fill === null ? [] : [", ", fill]),
        ", dtype=",
        ...(dtype === null ? [...operand(receiver), ".dtype"] : [dtype]),
        ")",
      ]),
    ],
    size.helper ? ["as_list"] : [],
    rendered.needsPaddle,
  );
};

function sizeParts(
  context: FileContext,
  given: readonly (Expr | undefined)[],
): { parts: (string | Range)[]; helper: boolean } | null {
  const values = given.filter((value) => value !== undefined);
  const [only] = values;
  if (only === undefined || values.length !== given.length) return null;
  const range = (value: Expr): Range => ({ start: value.start, end: value.end });
  if (values.length > 1 || only.type === "Starred") {
    const last = values.at(-1) ?? only;
    return { parts: ["[", { start: only.start, end: last.end }, "]"], helper: false };
  }
  const kinds = members(context.typeOf(only).type).map((type) =>
    type.kind === "builtin" ? type.name : type.kind,
  );
  if (kinds.every((kind) => ["list", "tuple", "tupleOf", "size"].includes(kind)))
    return { parts: [range(only)], helper: false };
  if (kinds.every((kind) => kind === "int" || kind === "bool"))
    return { parts: ["[", range(only), "]"], helper: false };
  return { parts: ["as_list(", range(only), ")"], helper: true };
}
