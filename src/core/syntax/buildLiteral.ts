import type { Expr, StringExpr } from "./ast.js";
import type { RawNode } from "./raw.js";
import { interpolated, named } from "./rawNodes.js";

/** What literals need of the expression builder. */
export interface Builder {
  newId(): number;
  slice(node: RawNode): string;
  build(node: RawNode): Expr;
}

export function stringLiteral(builder: Builder, node: RawNode): StringExpr {
  const opening = node.children.find((child) => child.type === "string_start");
  const prefix =
    opening === undefined
      ? ""
      : builder
          .slice(opening)
          .replace(/['"]+$/, "")
          .toLowerCase();
  const interpolations = interpolated(node).map((expression) => builder.build(expression));
  const content = node.children.filter((child) => child.type === "string_content");
  const text = content.map((child) => builder.slice(child)).join("");
  const plain =
    !prefix.includes("f") &&
    !prefix.includes("b") &&
    !prefix.includes("t") &&
    (prefix.includes("r") || !text.includes("\\"));
  return {
    type: "String",
    id: builder.newId(),
    start: node.start,
    end: node.end,
    value: plain ? text : null,
    bytes: prefix.includes("b"),
    interpolations,
  };
}

export function concatenatedLiteral(builder: Builder, node: RawNode): StringExpr {
  const parts = named(node)
    .filter((child) => child.type === "string")
    .map((child) => stringLiteral(builder, child));
  const value = parts.every((part) => part.value !== null)
    ? parts.map((part) => part.value ?? "").join("")
    : null;
  return {
    type: "String",
    id: builder.newId(),
    start: node.start,
    end: node.end,
    value,
    bytes: parts.some((part) => part.bytes),
    interpolations: parts.flatMap((part) => part.interpolations),
  };
}

export function numberLiteral(builder: Builder, node: RawNode): Expr {
  const source = builder.slice(node).replaceAll("_", "").toLowerCase();
  const of = source.endsWith("j") ? "complex" : node.type === "integer" ? "int" : "float";
  return {
    type: "Number",
    id: builder.newId(),
    start: node.start,
    end: node.end,
    of,
    value: Number(source.replace(/[jl]$/, "")),
  };
}
