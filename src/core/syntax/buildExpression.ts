import type { Range } from "../text/range.js";
import type { Argument, CallExpr, ComprehensionClause, Expr, Identifier } from "./ast.js";
import { concatenatedLiteral, numberLiteral, stringLiteral } from "./buildLiteral.js";
import type { Names } from "./names.js";
import { parameters } from "./buildParameters.js";
import { literalAttribute, ownsGetattr } from "./literalAttribute.js";
import type { RawNode } from "./raw.js";
import { exact, field, fields, named, withoutStar } from "./rawNodes.js";

/** Builds expressions of the abstract syntax from raw nodes. Unknown syntax becomes `Opaque`, never an exception. */

/** Levels of nesting that are followed; CPython's own parser gives up far earlier for parentheses. */
export const deepest = 400;

export class ExpressionBuilder {
  #depth = 0;
  #idEnd = 0;
  /** The file may mean something of its own by `getattr`. */
  readonly ownsGetattr: boolean;

  /**
   * @param text the source the raw nodes point into
   * @param names of the program
   * @param tooDeep receives the ranges of what is nested deeper than any analysis follows
   */
  constructor(
    private readonly text: string,
    private readonly names: Names,
    private readonly tooDeep: Range[],
  ) {
    this.ownsGetattr = ownsGetattr(text);
  }

  /** As many expressions as there are so far. */
  get idEnd(): number {
    return this.#idEnd;
  }

  newId(): number {
    return this.#idEnd++;
  }

  /** @returns the first of so many new ids */
  takeIds(count: number): number {
    const first = this.#idEnd;
    this.#idEnd += count;
    return first;
  }

  slice(node: RawNode): string {
    return this.text.slice(node.start, node.end);
  }

  identifier(node: RawNode): Identifier {
    return { start: node.start, end: node.end, name: this.names.get(this.slice(node)) };
  }

  optional(node: RawNode | undefined): Expr | null {
    return node === undefined ? null : this.build(node);
  }

  all(nodes: readonly RawNode[]): Expr[] {
    return nodes.map((node) => this.build(node));
  }

  build(node: RawNode): Expr {
    // The analyses recurse over expressions; beyond this depth nothing is looked at and nothing is edited.
    if (this.#depth >= deepest) {
      this.tooDeep.push({ start: node.start, end: node.end });
      return { type: "Opaque", id: this.newId(), start: node.start, end: node.end, children: [] };
    }
    this.#depth += 1;
    try {
      return this.#build(node);
    } finally {
      this.#depth -= 1;
    }
  }

  #build(node: RawNode): Expr {
    const starless = withoutStar(node);
    if (starless !== null)
      return {
        type: "Starred",
        id: this.newId(),
        start: node.start,
        end: node.end,
        value: this.build(starless),
      };
    const id = this.newId();
    const { start, end } = node;
    switch (node.type) {
      case "identifier":
      case "keyword_identifier":
        return { type: "Name", id, start, end, name: this.names.get(this.slice(node)) };
      case "attribute": {
        const object = field(node, "object");
        const attribute = field(node, "attribute");
        if (object === undefined || attribute === undefined) return this.opaque(node);
        return {
          type: "Attribute",
          id,
          start,
          end,
          object: this.build(object),
          attribute: this.identifier(attribute),
        };
      }
      case "call":
        return this.call(node);
      case "subscript": {
        const value = field(node, "value");
        if (value === undefined) return this.opaque(node);
        return {
          type: "Subscript",
          id,
          start,
          end,
          object: this.build(value),
          indices: this.all(fields(node, "subscript")),
        };
      }
      case "slice":
        return { type: "Slice", id, start, end, parts: this.all(named(node)) };
      case "binary_operator": {
        const [left, operator, right] = [field(node, "left"), field(node, "operator"), field(node, "right")];
        if (left === undefined || operator === undefined || right === undefined) return this.opaque(node);
        const operatorRange = { start: operator.start, end: operator.end };
        return {
          type: "Binary",
          id,
          start,
          end,
          operator: this.slice(operator),
          operatorRange,
          left: this.build(left),
          right: this.build(right),
        };
      }
      case "boolean_operator": {
        const [left, operator, right] = [field(node, "left"), field(node, "operator"), field(node, "right")];
        if (left === undefined || operator === undefined || right === undefined) return this.opaque(node);
        return {
          type: "Bool",
          id,
          start,
          end,
          operator: operator.type === "or" ? "or" : "and",
          left: this.build(left),
          right: this.build(right),
        };
      }
      case "unary_operator":
      case "not_operator": {
        const argument = field(node, "argument");
        if (argument === undefined) return this.opaque(node);
        const operator = node.type === "not_operator" ? "not" : (field(node, "operator")?.type ?? "-");
        return { type: "Unary", id, start, end, operator, operand: this.build(argument) };
      }
      case "comparison_operator":
        return {
          type: "Compare",
          id,
          start,
          end,
          operands: this.all(named(node).filter((child) => child.field !== "operators")),
          operators: node.children.filter((child) => child.field === "operators").map((child) => child.type),
        };
      case "conditional_expression": {
        const [body, test, orElse] = named(node);
        if (body === undefined || test === undefined || orElse === undefined) return this.opaque(node);
        return {
          type: "Conditional",
          id,
          start,
          end,
          body: this.build(body),
          test: this.build(test),
          orElse: this.build(orElse),
        };
      }
      case "lambda": {
        const body = field(node, "body");
        if (body === undefined) return this.opaque(node);
        return {
          type: "Lambda",
          id,
          start,
          end,
          params: parameters(this, field(node, "parameters")),
          body: this.build(body),
        };
      }
      case "named_expression": {
        const [name, value] = [field(node, "name"), field(node, "value")];
        if (name === undefined || value === undefined) return this.opaque(node);
        return {
          type: "Walrus",
          id,
          start,
          end,
          target: {
            type: "Name",
            id: this.newId(),
            start: name.start,
            end: name.end,
            name: this.names.get(this.slice(name)),
          },
          value: this.build(value),
        };
      }
      case "await": {
        const [value] = named(node);
        return value === undefined
          ? this.opaque(node)
          : { type: "Await", id, start, end, value: this.build(value) };
      }
      case "yield":
        return { type: "Yield", id, start, end, value: this.optional(named(node)[0]) };
      case "list":
      case "list_pattern":
        return { type: "List", id, start, end, items: this.all(named(node)) };
      case "tuple":
      case "tuple_pattern":
      case "expression_list":
      case "pattern_list":
        return { type: "Tuple", id, start, end, items: this.all(named(node)) };
      case "set":
        return { type: "Set", id, start, end, items: this.all(named(node)) };
      case "dictionary":
        return this.dictionary(node);
      case "list_comprehension":
        return this.comprehension(node, "list");
      case "set_comprehension":
        return this.comprehension(node, "set");
      case "dictionary_comprehension":
        return this.comprehension(node, "dict");
      case "generator_expression":
        return this.comprehension(node, "generator");
      case "string":
        return stringLiteral(this, node);
      case "concatenated_string":
        return concatenatedLiteral(this, node);
      case "integer":
      case "float":
        return numberLiteral(this, node);
      case "true":
        return { type: "Constant", id, start, end, value: true };
      case "false":
        return { type: "Constant", id, start, end, value: false };
      case "none":
        return { type: "Constant", id, start, end, value: null };
      case "ellipsis":
        return { type: "Constant", id, start, end, value: "..." };
      case "list_splat":
      case "list_splat_pattern": {
        const [value] = named(node);
        return value === undefined
          ? this.opaque(node)
          : { type: "Starred", id, start, end, value: this.build(value) };
      }
      case "parenthesized_expression": {
        const inner = named(node);
        return inner.length === 1 && inner[0] !== undefined
          ? { type: "Paren", id, start, end, inner: this.build(inner[0]) }
          : this.opaque(node);
      }
      case "type":
      case "as_pattern_target": {
        const inner = named(node);
        return inner.length === 1 && inner[0] !== undefined ? this.build(inner[0]) : this.opaque(node);
      }
      case "generic_type":
        return this.genericType(node);
      case "union_type":
        return this.unionType(node);
      default:
        return this.opaque(node);
    }
  }

  opaque(node: RawNode): Expr {
    const children = this.all(named(node).filter((child) => child.type !== "ERROR"));
    return { type: "Opaque", id: this.newId(), start: node.start, end: node.end, children };
  }

  /** `Optional[Tensor]` inside an annotation has a node type of its own. */
  private genericType(node: RawNode): Expr {
    const [base, parameters] = named(node);
    if (base === undefined || parameters === undefined) return this.opaque(node);
    const [object, indices] = [this.build(base), this.all(named(parameters))];
    return { type: "Subscript", id: this.newId(), start: node.start, end: node.end, object, indices };
  }

  private unionType(node: RawNode): Expr {
    const [first, second] = named(node);
    if (first === undefined || second === undefined) return this.opaque(node);
    const bar = node.children.find((child) => child.type === "|") ?? second;
    const operatorRange = { start: bar.start, end: bar.end };
    const [left, right] = [this.build(first), this.build(second)];
    const { start, end } = node;
    return { type: "Binary", id: this.newId(), start, end, operator: "|", operatorRange, left, right };
  }

  private call(node: RawNode): Expr {
    const callee = field(node, "function");
    const list = field(node, "arguments");
    if (callee === undefined || list === undefined) return this.opaque(node);
    const bareGenerator = list.type === "generator_expression";
    const args = bareGenerator
      ? [
          {
            kind: "positional" as const,
            keyword: null,
            value: this.build(list),
            start: list.start,
            end: list.end,
          },
        ]
      : this.arguments(list);
    const call: CallExpr = {
      type: "Call",
      id: this.newId(),
      start: node.start,
      end: node.end,
      callee: this.build(callee),
      args,
      argumentList: { start: list.start, end: list.end },
      bareGenerator,
    };
    return (this.ownsGetattr ? null : literalAttribute(this, call)) ?? call;
  }

  arguments(list: RawNode): Argument[] {
    const found = named(list).flatMap((child): Argument[] => {
      const { start, end } = child;
      if (child.type === "keyword_argument") {
        const [name, value] = [field(child, "name"), field(child, "value")];
        if (name === undefined || value === undefined) return [];
        return [{ kind: "keyword", keyword: this.identifier(name), value: this.build(value), start, end }];
      }
      const splat =
        child.type === "list_splat" ? "star" : child.type === "dictionary_splat" ? "doubleStar" : null;
      const [inner] = named(child);
      if (splat !== null && inner !== undefined)
        return [{ kind: splat, keyword: null, value: this.build(inner), start, end }];
      return [{ kind: "positional", keyword: null, value: this.build(child), start, end }];
    });
    return exact(found);
  }

  private dictionary(node: RawNode): Expr {
    const entries = named(node).flatMap((child): { key: Expr | null; value: Expr }[] => {
      if (child.type === "pair") {
        const [key, value] = [field(child, "key"), field(child, "value")];
        return key === undefined || value === undefined
          ? []
          : [{ key: this.build(key), value: this.build(value) }];
      }
      const [inner] = named(child);
      return child.type === "dictionary_splat" && inner !== undefined
        ? [{ key: null, value: this.build(inner) }]
        : [];
    });
    return { type: "Dict", id: this.newId(), start: node.start, end: node.end, entries: exact(entries) };
  }

  private comprehension(node: RawNode, of: "list" | "set" | "dict" | "generator"): Expr {
    const body = field(node, "body");
    if (body === undefined) return this.opaque(node);
    const clauses: { target: Expr; iterable: Expr; conditions: Expr[] }[] = [];
    for (const child of named(node)) {
      if (child.type === "for_in_clause") {
        const [left, right] = [field(child, "left"), field(child, "right")];
        if (left === undefined || right === undefined) return this.opaque(node);
        clauses.push({ target: this.build(left), iterable: this.build(right), conditions: [] });
      } else if (child.type === "if_clause") {
        const [condition] = named(child);
        if (condition !== undefined) clauses.at(-1)?.conditions.push(this.build(condition));
      }
    }
    const pairKey = body.type === "pair" ? field(body, "key") : undefined;
    const pairValue = body.type === "pair" ? field(body, "value") : undefined;
    const done: readonly ComprehensionClause[] = clauses;
    return {
      type: "Comprehension",
      id: this.newId(),
      start: node.start,
      end: node.end,
      of,
      key: this.optional(pairKey),
      element: this.build(pairValue ?? body),
      clauses: done,
    };
  }
}
