import type { RawNode } from "./raw.js";

/** Comments and backslashes at line ends may stand between any two tokens, and are no part of what they stand in. */
function isExtra(node: RawNode): boolean {
  return node.type === "comment" || node.type === "line_continuation";
}

/** True when nodes are nested deeper than a limit. Iterative, since that is what it guards against. */
export function isDeeper(root: RawNode, limit: number): boolean {
  let level: readonly RawNode[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((node) => node.children);
  }
  return false;
}

/** Children of a raw node without comments and punctuation. */
export function named(node: RawNode): RawNode[] {
  const found: RawNode[] = [];
  for (const child of node.children) if (child.named && !isExtra(child)) found.push(child);
  return found;
}

/**
 * The same items without room for more. An array that has grown keeps room for sixteen, and most of those that the abstract
 * syntax is made of have one or two: that would be a fifth of its memory.
 */
export function exact<T>(items: readonly T[]): T[] {
  return items.slice();
}

export function field(node: RawNode, name: string): RawNode | undefined {
  for (const child of node.children) if (child.field === name && !isExtra(child)) return child;
  return undefined;
}

export function fields(node: RawNode, name: string): RawNode[] {
  return node.children.filter((child) => child.field === name && child.named && !isExtra(child));
}

/** Format specifications may hold fields once; Python takes no more, and a few more levels harm nobody. */
const deepestFormat = 50;

/** The expressions of an f-string's replacement fields, those inside format specifications included. */
export function interpolated(node: RawNode, depth = 0): RawNode[] {
  if (depth > deepestFormat) return [];
  return node.children.flatMap((child) => {
    if (
      child.type !== "interpolation" &&
      child.type !== "format_specifier" &&
      child.type !== "format_expression"
    )
      return [];
    return [...fields(child, "expression"), ...interpolated(child, depth + 1)];
  });
}

/**
 * The grammar reads `*x.shape[1:]` in a list as `(*x.shape)[1:]`, and `*x.f()` as `(*x).f()`; Python takes the star last.
 * @returns the expression without the star, or null when none is misplaced
 */
export function withoutStar(node: RawNode): RawNode | null {
  const chain: RawNode[] = [];
  let base: RawNode | undefined = node;
  while (base !== undefined && ["subscript", "attribute", "call"].includes(base.type)) {
    // No longer chain begins with a star; each of its links asks.
    if (chain.length === 40) return null;
    chain.push(base);
    base = base.children[0];
  }
  if (base?.type !== "list_splat" || chain.length === 0) return null;
  const [inner] = named(base);
  if (inner === undefined) return null;
  return chain.reduceRight<RawNode>((first, link) => {
    const field = link.children[0]?.field;
    return { ...link, start: first.start, children: [withField(first, field), ...link.children.slice(1)] };
  }, inner);
}

function withField(node: RawNode, name: RawNode["field"] | undefined): RawNode {
  return name === undefined ? node : { ...node, field: name };
}

/**
 * Takes `context as target` apart. The grammar binds `as` to the last operand of a conditional expression:
 * `a if c else b as f` reads as `a if c else (b as f)`.
 */
export function splitAlias(value: RawNode): {
  readonly context: RawNode;
  readonly alias: RawNode | undefined;
} {
  if (value.type === "as_pattern") return { context: named(value)[0] ?? value, alias: field(value, "alias") };
  const last = value.children.at(-1);
  if (value.type !== "conditional_expression" || last?.type !== "as_pattern")
    return { context: value, alias: undefined };
  const inner = splitAlias(last);
  const context = {
    ...value,
    end: inner.context.end,
    children: [...value.children.slice(0, -1), inner.context],
  };
  return { context, alias: inner.alias };
}
