import type { CallArgument } from "../api/binding.js";
import type { CallExpr } from "../syntax/ast.js";

/** A call's arguments as far as binding them to a signature is concerned. */
export function callArguments(call: CallExpr): CallArgument[] {
  return call.args.map((argument) =>
    argument.kind === "keyword"
      ? { kind: "keyword", name: argument.keyword?.name ?? "" }
      : { kind: argument.kind },
  );
}
