import type { Language, Tree, TreeCursor } from "web-tree-sitter";

import type { FindKnown, KnownStatement } from "./knownStatements.js";

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

/** A tree, and in source order those of its nodes that statements are not made of. */
export interface TreeCopy {
  readonly root: RawNode;
  /** Nodes that stand for statements which were built before: they have been left without children. */
  readonly known: ReadonlyMap<RawNode, KnownStatement>;
  readonly comments: readonly RawNode[];
  /** What could not be read, and places where something is missing. */
  readonly errors: readonly RawNode[];
}

/** What the grammar says about all nodes of one type, looked up once instead of at every node. */
interface Kind {
  readonly type: string;
  readonly named: boolean;
  /** Never has children, so there is nothing to step into. */
  readonly leaf: boolean;
  /** Punctuation and keywords, which nothing in the abstract syntax is read from. */
  readonly dropped: boolean;
  readonly comment: boolean;
  /** What the node directly holds are statements. */
  readonly body: boolean;
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

const errorKind: Kind = {
  type: "ERROR",
  named: true,
  leaf: false,
  dropped: false,
  comment: false,
  body: false,
};
/** Shared by all leaves; nothing is ever added to it. */
const noChildren: RawNode[] = [];

function kinds(language: Language): readonly Kind[] {
  const known = kindsOf.get(language);
  if (known !== undefined) return known;
  const all = language.types.map((type, id): Kind => {
    const named = language.nodeTypeIsNamed(id);
    return {
      type,
      named,
      leaf: !named || leaves.has(type),
      dropped: !named && punctuation.test(type),
      comment: type === "comment",
      body: type === "module" || type === "block",
    };
  });
  kindsOf.set(language, all);
  return all;
}

/** The functions of tree-sitter's WebAssembly module that walk a tree, each on the tree at an address. */
type TreeFunctions = Readonly<Record<(typeof functionNames)[number], (tree: number) => number>>;

const functionNames = [
  "_ts_tree_root_node_wasm",
  "_ts_tree_cursor_new_wasm",
  "_ts_tree_cursor_delete_wasm",
  "_ts_tree_cursor_goto_first_child_wasm",
  "_ts_tree_cursor_goto_next_sibling_wasm",
  "_ts_tree_cursor_goto_parent_wasm",
  "_ts_tree_cursor_current_node_type_id_wasm",
  "_ts_tree_cursor_current_field_id_wasm",
  "_ts_tree_cursor_current_node_is_missing_wasm",
  "_ts_tree_cursor_start_index_wasm",
  "_ts_tree_cursor_end_index_wasm",
] as const;

/**
 * What `Parser.init` is given, and what Emscripten then puts the functions of the module on. A cursor of the library
 * copies its state into the module and out of it with every step, which takes longer than the step; called directly,
 * the functions leave the state where it is.
 */
export type TreeModule = Readonly<Record<string, unknown>>;

function hasTreeFunctions(module: TreeModule): module is TreeModule & TreeFunctions {
  return functionNames.every((name) => typeof module[name] === "function");
}

/** A place in a tree, and the way on from it. */
interface Walker {
  kind(): number;
  field(): number;
  start(): number;
  end(): number;
  missing(): boolean;
  firstChild(): boolean;
  nextSibling(): boolean;
  parent(): boolean;
  delete(): void;
}

/** Walks by the library's cursor. */
class CursorWalker implements Walker {
  constructor(private readonly cursor: TreeCursor) {}

  kind(): number {
    return this.cursor.nodeTypeId;
  }
  field(): number {
    return this.cursor.currentFieldId;
  }
  start(): number {
    return this.cursor.startIndex;
  }
  end(): number {
    return this.cursor.endIndex;
  }
  missing(): boolean {
    return this.cursor.nodeIsMissing;
  }
  firstChild(): boolean {
    return this.cursor.gotoFirstChild();
  }
  nextSibling(): boolean {
    return this.cursor.gotoNextSibling();
  }
  parent(): boolean {
    return this.cursor.gotoParent();
  }
  delete(): void {
    this.cursor.delete();
  }
}

/** Walks by the module's functions. Only one tree can be walked like this at a time. */
class DirectWalker implements Walker {
  constructor(
    private readonly module: TreeFunctions,
    private readonly tree: number,
  ) {
    // The root node that the first function leaves in the module is where the second one begins.
    module._ts_tree_root_node_wasm(tree);
    module._ts_tree_cursor_new_wasm(tree);
  }

  kind(): number {
    return this.module._ts_tree_cursor_current_node_type_id_wasm(this.tree);
  }
  field(): number {
    return this.module._ts_tree_cursor_current_field_id_wasm(this.tree);
  }
  start(): number {
    return this.module._ts_tree_cursor_start_index_wasm(this.tree);
  }
  end(): number {
    return this.module._ts_tree_cursor_end_index_wasm(this.tree);
  }
  missing(): boolean {
    return this.module._ts_tree_cursor_current_node_is_missing_wasm(this.tree) !== 0;
  }
  firstChild(): boolean {
    return this.module._ts_tree_cursor_goto_first_child_wasm(this.tree) !== 0;
  }
  nextSibling(): boolean {
    return this.module._ts_tree_cursor_goto_next_sibling_wasm(this.tree) !== 0;
  }
  parent(): boolean {
    return this.module._ts_tree_cursor_goto_parent_wasm(this.tree) !== 0;
  }
  delete(): void {
    this.module._ts_tree_cursor_delete_wasm(this.tree);
  }
}

/**
 * Copies a tree-sitter tree. Iterative, because expressions may be nested thousands of levels deep.
 * @param keep `meaning` leaves out the punctuation of texts without errors
 * @param module that the tree is in; without its functions the library's cursor does the same
 * @param find knows the statements that need not be copied
 */
export function copyTree(
  tree: Tree,
  keep: "all" | "meaning",
  module: TreeModule = {},
  find: FindKnown | null = null,
): TreeCopy {
  // A token that the parser made up where one is missing tells of an error, so then every token counts.
  const all = keep === "all" || tree.rootNode.hasError;
  // The library keeps the address of a tree in its first place.
  const address: unknown = Reflect.get(tree, 0);
  const walker =
    typeof address === "number" && hasTreeFunctions(module)
      ? new DirectWalker(module, address)
      : new CursorWalker(tree.walk());
  try {
    return new Copy(walker, tree.language, all, find).run();
  } finally {
    walker.delete();
  }
}

class Copy {
  readonly #kinds: readonly Kind[];
  readonly #fields: readonly (string | null)[];
  readonly #comments: RawNode[] = [];
  readonly #errors: RawNode[] = [];
  readonly #known = new Map<RawNode, KnownStatement>();

  constructor(
    private readonly walker: Walker,
    language: Language,
    private readonly all: boolean,
    private readonly find: FindKnown | null,
  ) {
    this.#kinds = kinds(language);
    this.#fields = language.fields;
  }

  run(): TreeCopy {
    return { root: this.#copy(), known: this.#known, comments: this.#comments, errors: this.#errors };
  }

  #copy(): RawNode {
    const { walker } = this;
    const rootKind = this.#kind();
    const root = this.#read(rootKind);
    const stack: RawNode[][] = [];
    const outerBodies: boolean[] = [];
    let siblings = root.children;
    let inBody = rootKind.body;
    let depth = 0;
    if (!walker.firstChild()) return root;
    for (;;) {
      const kind = this.#kind();
      if (!kind.dropped || this.all) {
        const node = this.#read(kind);
        siblings.push(node);
        const known = inBody ? this.find?.(node, depth) : undefined;
        if (known !== undefined) this.#known.set(node, known);
        else if (node.children !== noChildren && walker.firstChild()) {
          stack.push(siblings);
          outerBodies.push(inBody);
          siblings = node.children;
          if (inBody) depth += 1;
          inBody = kind.body;
          continue;
        }
      }
      while (!walker.nextSibling()) {
        const outer = stack.pop();
        if (outer === undefined || !walker.parent()) return root;
        siblings = outer;
        inBody = outerBodies.pop() ?? false;
        if (inBody) depth -= 1;
      }
    }
  }

  #kind(): Kind {
    return this.#kinds[this.walker.kind()] ?? errorKind;
  }

  #read(kind: Kind): RawNode & { children: RawNode[] } {
    const { walker } = this;
    const start = walker.start();
    const end = walker.end();
    const node = {
      type: kind.type,
      field: this.#fields[walker.field()] ?? null,
      start,
      end,
      named: kind.named,
      missing: this.all && start === end && walker.missing(),
      children: kind.leaf ? noChildren : [],
    };
    if (kind.comment) this.#comments.push(node);
    if (kind === errorKind || node.missing) this.#errors.push(node);
    return node;
  }
}
