import { members } from "../semantics/types.js";
import type { CallExpr } from "../syntax/ast.js";
import { alternatives } from "./alternatives.js";
import type { FileContext } from "./context.js";
import { replace, wrap } from "./fix.js";
import type { Finding } from "./finding.js";
import { unknownReceiver } from "./reporter.js";

/**
 * Calls of a tensor method that older Paddle versions do not have, on Paddle tensors.
 * @param method PyTorch's name, such as `view`
 * @param name Paddle's method that takes the same values as one list
 */
export function halfPortedCalls(context: FileContext, code: string, method: string, name: string): Finding[] {
  if (!context.olderThan("3.2")) return [];
  return context.calls.flatMap((call) => inspect(context, call, code, method, name));
}

function inspect(
  context: FileContext,
  call: CallExpr,
  code: string,
  method: string,
  name: string,
): Finding[] {
  if (call.callee.type !== "Attribute" || call.callee.attribute.name !== method) return [];
  const { attribute, object } = call.callee;
  const value = context.typeOf(object);
  const kindsOfValue = alternatives(value.type);
  const tensors = kindsOfValue.filter((type) => type.kind === "tensor" && type.framework === "paddle");
  if (tensors.length === 0) return [];
  // Something else may have a method of that name, which must not be renamed.
  if (tensors.length < kindsOfValue.length) return [unknownReceiver(call.callee, method, value.reason)];
  const [first] = call.args;
  const last = call.args.at(-1);
  if (
    first === undefined ||
    last === undefined ||
    call.args.some((argument) => argument.keyword !== null || argument.kind === "doubleStar")
  )
    return [];
  const kinds = members(context.typeOf(first.value).type).map((type) =>
    type.kind === "builtin" ? type.name : type.kind,
  );
  if (kinds.some((kind) => kind === "dtype" || kind === "str")) return [];
  // The list form of `view` exists on every version; only separate numbers fail.
  const isList = kinds.every((kind) => ["list", "tuple", "tupleOf", "size"].includes(kind));
  if (method === "view" && call.args.length === 1 && first.kind === "positional" && isList) return [];
  const several = call.args.length > 1 || first.kind === "star" || kinds.every((kind) => kind === "int");
  const list = several ? [wrap({ start: first.start, end: last.end }, "[", "]")] : [];
  const known = several || kinds.every((kind) => ["list", "tuple", "tupleOf", "size"].includes(kind));
  return [
    {
      code,
      severity: "error",
      range: { start: attribute.start, end: attribute.end },
      message: `Tensors of Paddle ${context.target} have no \`${attribute.name}\` that takes dimensions; write \`${name}\` with one list.`,
      fix: known
        ? {
            title: `Write \`${name}\``,
            applicability: value.confidence === "certain" ? "safe" : "unsafe",
            rewrites: [replace(attribute, name), ...list],
            helpers: [],
            needsPaddle: false,
          }
        : null,
      blocks: true,
    },
  ];
}
