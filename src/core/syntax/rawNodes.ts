import type { RawNode } from "./raw.js";

/** Children of a raw node without comments and punctuation. */
export function named(node: RawNode): RawNode[] {
  return node.children.filter((child) => child.named && child.type !== "comment");
}

export function field(node: RawNode, name: string): RawNode | undefined {
  return node.children.find((child) => child.field === name && child.type !== "comment");
}

export function fields(node: RawNode, name: string): RawNode[] {
  return node.children.filter((child) => child.field === name && child.named && child.type !== "comment");
}

/** Every lone identifier in a pattern binds a name; dotted ones are values. */
export function captures(clause: RawNode): RawNode[] {
  const result: RawNode[] = [];
  const visit = (node: RawNode): void => {
    if (node.type === "dotted_name" && node.children.length === 1 && node.children[0] !== undefined)
      result.push(node.children[0]);
    else if (node.type === "splat_pattern" || node.type === "as_pattern")
      result.push(...node.children.filter((child) => child.type === "identifier"));
    for (const child of node.children)
      if (child.field !== "consequence" && child.field !== "guard") visit(child);
  };
  visit(clause);
  return result;
}
