import type { Expr, Identifier } from "./ast.js";
import type { RawNode } from "./raw.js";
import { named } from "./rawNodes.js";

/** The names that a `case` pattern binds: lone identifiers, but not class names, keywords of classes or dotted values. */
export function captures(clause: RawNode): RawNode[] {
  const result: RawNode[] = [];
  const visit = (node: RawNode): void => {
    const [first, ...rest] = node.children;
    if (node.type === "dotted_name") {
      if (first !== undefined && rest.length === 0) result.push(first);
      return;
    }
    if (node.type === "splat_pattern" || node.type === "as_pattern")
      result.push(...node.children.filter((child) => child.type === "identifier"));
    const named = node.type === "class_pattern" || node.type === "keyword_pattern";
    for (const child of named ? rest : node.children)
      if (child.field !== "consequence" && child.field !== "guard") visit(child);
  };
  visit(clause);
  return result;
}

/** The dotted names that a `case` pattern tests against: classes and values, which are looked up as anywhere else. */
export function patternNames(clause: RawNode): RawNode[] {
  const result: RawNode[] = [];
  const visit = (node: RawNode, isClass: boolean): void => {
    if (node.type === "dotted_name") {
      if (isClass || named(node).length > 1) result.push(node);
      return;
    }
    if (node.field === "consequence" || node.field === "guard") return;
    for (const [index, child] of node.children.entries())
      visit(child, node.type === "class_pattern" && index === 0);
  };
  visit(clause, false);
  return result;
}

/** The class that a captured name is an instance of: `case Class() as name`. */
export function capturedClass(clause: RawNode, capture: RawNode): RawNode | undefined {
  const visit = (node: RawNode): RawNode | undefined => {
    if (node.type === "as_pattern" && node.children.includes(capture)) {
      const pattern = node.children.find((child) => child.type === "case_pattern")?.children[0];
      return pattern?.type === "class_pattern" ? pattern.children[0] : undefined;
    }
    for (const child of node.children) {
      const found = child.field === "consequence" ? undefined : visit(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(clause);
}

/** What patterns need of the expression builder. */
interface Builder {
  newId(): number;
  identifier(node: RawNode): Identifier;
}

/** A dotted name of a pattern as the expression that it is elsewhere. */
export function dottedName(builder: Builder, node: RawNode | undefined): Expr | null {
  const [first, ...rest] =
    node?.type === "dotted_name" ? named(node).map((child) => builder.identifier(child)) : [];
  if (first === undefined) return null;
  return rest.reduce<Expr>(
    (object, attribute) => ({
      type: "Attribute",
      id: builder.newId(),
      start: first.start,
      end: attribute.end,
      object,
      attribute,
    }),
    { type: "Name", id: builder.newId(), start: first.start, end: first.end, name: first.name },
  );
}
