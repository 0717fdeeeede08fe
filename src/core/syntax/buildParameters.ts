import type { Expr, Identifier, Parameter, ParameterKind } from "./ast.js";
import type { RawNode } from "./raw.js";
import { exact, field, named } from "./rawNodes.js";

/** What parameters need of the expression builder. */
interface Builder {
  identifier(node: RawNode): Identifier;
  optional(node: RawNode | undefined): Expr | null;
}

/** The parameters of a function or lambda. */
export function parameters(builder: Builder, node: RawNode | undefined): Parameter[] {
  if (node === undefined) return [];
  const result: Parameter[] = [];
  let kind: ParameterKind = "plain";
  for (const child of named(node)) {
    if (child.type === "keyword_separator") kind = "keywordOnly";
    else if (child.type === "positional_separator") {
      for (const [index, earlier] of result.entries()) result[index] = { ...earlier, kind: "positionalOnly" };
    } else {
      const found = parameter(builder, child, kind);
      if (found === null) continue;
      result.push(found);
      if (found.kind === "varPositional") kind = "keywordOnly";
    }
  }
  return exact(result);
}

function parameter(builder: Builder, node: RawNode, kind: ParameterKind): Parameter | null {
  const annotation = builder.optional(field(node, "type"));
  const value = builder.optional(field(node, "value"));
  const inner = node.type === "identifier" ? node : (field(node, "name") ?? named(node)[0]);
  if (inner === undefined) return null;
  const splat =
    inner.type === "list_splat_pattern" || node.type === "list_splat_pattern"
      ? "varPositional"
      : inner.type === "dictionary_splat_pattern" || node.type === "dictionary_splat_pattern"
        ? "varKeyword"
        : kind;
  const name = inner.type === "identifier" ? inner : named(inner)[0];
  if (name === undefined || name.type !== "identifier") return null;
  return {
    start: node.start,
    end: node.end,
    kind: splat,
    name: builder.identifier(name),
    annotation,
    default: value,
  };
}
