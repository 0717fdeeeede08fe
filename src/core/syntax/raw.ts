import type { Language, Tree, TreeCursor } from "web-tree-sitter";

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

/** What the grammar says about all nodes of one type, looked up once instead of at every node. */
interface Kind {
  readonly type: string;
  readonly named: boolean;
  /** Never has children, so there is nothing to step into. */
  readonly leaf: boolean;
  /** Punctuation and keywords, which nothing in the abstract syntax is read from. */
  readonly dropped: boolean;
}

const leaves = new Set([
  "identifier",
  "integer",
  "float",
  "true",
  "false",
  "none",
  "comment",
  "string_start",
  "string_end",
  "ellipsis",
  "line_continuation",
  "pass_statement",
  "break_statement",
  "continue_statement",
]);

/** Tokens that are never an operator, and so carry no meaning of their own once the tree has its shape. */
const punctuation =
  /^([()[\]{},:;.=]|->|def|class|if|elif|else|for|while|return|import|from|as|with|try|except|finally|lambda|raise|assert|del|global|nonlocal|yield|await|match|case)$/;

const kindsOf = new WeakMap<Language, readonly Kind[]>();

const errorKind: Kind = { type: "ERROR", named: true, leaf: false, dropped: false };
/** Shared by all leaves; nothing is ever added to it. */
const noChildren: RawNode[] = [];

function kinds(language: Language): readonly Kind[] {
  const known = kindsOf.get(language);
  if (known !== undefined) return known;
  const all = language.types.map((type, id): Kind => {
    const named = language.nodeTypeIsNamed(id);
    return { type, named, leaf: !named || leaves.has(type), dropped: !named && punctuation.test(type) };
  });
  kindsOf.set(language, all);
  return all;
}

/**
 * Copies a tree-sitter tree. Iterative, because expressions may be nested thousands of levels deep.
 * @param keep `meaning` leaves out the punctuation of texts without errors
 */
export function copyTree(tree: Tree, keep: "all" | "meaning"): RawNode {
  const cursor = tree.walk();
  try {
    // A token that the parser made up where one is missing tells of an error, so then every token counts.
    const all = keep === "all" || tree.rootNode.hasError;
    return copyFrom(cursor, kinds(tree.language), all);
  } finally {
    cursor.delete();
  }
}

function copyFrom(cursor: TreeCursor, known: readonly Kind[], all: boolean): RawNode {
  const root = read(cursor, known[cursor.nodeTypeId] ?? errorKind, all);
  const stack: RawNode[][] = [];
  let siblings = root.children;
  if (!cursor.gotoFirstChild()) return root;
  for (;;) {
    const kind = known[cursor.nodeTypeId] ?? errorKind;
    if (!kind.dropped || all) {
      const node = read(cursor, kind, all);
      siblings.push(node);
      if (node.children !== noChildren && cursor.gotoFirstChild()) {
        stack.push(siblings);
        siblings = node.children;
        continue;
      }
    }
    while (!cursor.gotoNextSibling()) {
      const outer = stack.pop();
      if (outer === undefined || !cursor.gotoParent()) return root;
      siblings = outer;
    }
  }
}

function read(cursor: TreeCursor, kind: Kind, all: boolean): RawNode & { children: RawNode[] } {
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  return {
    type: kind.type,
    field: cursor.currentFieldName,
    start,
    end,
    named: kind.named,
    missing: all && start === end && cursor.nodeIsMissing,
    children: kind.leaf ? noChildren : [],
  };
}
