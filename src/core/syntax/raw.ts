import type { Tree, TreeCursor } from "web-tree-sitter";

/**
 * A syntax node as plain data. Every access to a tree-sitter node crosses into WebAssembly, so the tree is copied
 * once and freed; the analyses, which visit nodes many times, then run at the speed of ordinary objects.
 */
export interface RawNode {
  readonly type: string;
  readonly field: string | null;
  readonly start: number;
  readonly end: number;
  readonly named: boolean;
  readonly missing: boolean;
  readonly children: readonly RawNode[];
}

/** Copies a tree-sitter tree. Iterative, because expressions may be nested thousands of levels deep. */
export function copyTree(tree: Tree): RawNode {
  const cursor = tree.walk();
  try {
    return copyFrom(cursor);
  } finally {
    cursor.delete();
  }
}

function copyFrom(cursor: TreeCursor): RawNode {
  const root = read(cursor);
  const stack: { children: RawNode[] }[] = [root];
  if (!cursor.gotoFirstChild()) return root;
  for (;;) {
    const node = read(cursor);
    stack.at(-1)?.children.push(node);
    if (cursor.gotoFirstChild()) {
      stack.push(node);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      stack.pop();
      if (stack.length === 0 || !cursor.gotoParent()) return root;
      if (stack.length === 0) return root;
    }
  }
}

function read(cursor: TreeCursor): RawNode & { children: RawNode[] } {
  return {
    type: cursor.nodeType,
    field: cursor.currentFieldName,
    start: cursor.startIndex,
    end: cursor.endIndex,
    named: cursor.nodeIsNamed,
    missing: cursor.nodeIsMissing,
    children: [],
  };
}
