import type { Block, Decorator, ExceptHandler, Expr, Identifier, Stmt } from "./ast.js";
import { deepest, ExpressionBuilder } from "./buildExpression.js";
import { futureImport, importedNames, importFrom } from "./buildImport.js";
import { parameters } from "./buildParameters.js";
import type { KnownStatement } from "./knownStatements.js";
import { moveStatement } from "./knownStatements.js";
import type { Names } from "./names.js";
import { notPython } from "./notPython.js";
import type { RawNode } from "./raw.js";
import { capturedClass, captures, dottedName, patternNames } from "./buildPattern.js";
import { exact, field, isDeeper, named, splitAlias } from "./rawNodes.js";
import type { Range } from "../text/range.js";

/** Builds statements of the abstract syntax from raw nodes. */
export class StatementBuilder {
  readonly expressions: ExpressionBuilder;

  #depth = 0;
  /** Those of the block that is being built. */
  #statements: KnownStatement[] = [];

  /**
   * @param rejected receives the ranges of what is not Python, or nested deeper than any analysis follows
   * @param known nodes whose statements are taken from the version before
   */
  constructor(
    private readonly text: string,
    names: Names,
    private readonly rejected: Range[],
    private readonly known: ReadonlyMap<RawNode, KnownStatement> = new Map(),
  ) {
    this.expressions = new ExpressionBuilder(text, names, rejected);
  }

  /** What has been built, for the next version of the text. */
  get statements(): readonly KnownStatement[] {
    return this.#statements;
  }

  block(node: RawNode): Block {
    const statements = named(node);
    this.rejected.push(...notPython(this.text, node, statements));
    const body = exact(statements.flatMap((child) => this.statement(child)));
    return { start: node.start, end: node.end, body };
  }

  private optionalBlock(node: RawNode | undefined): Block | null {
    return node === undefined ? null : this.block(node);
  }

  private bodyOf(node: RawNode): Block {
    const body = field(node, "body") ?? node.children.find((child) => child.type === "block");
    return body === undefined ? { start: node.end, end: node.end, body: [] } : this.block(body);
  }

  statement(node: RawNode): Stmt[] {
    if (this.#depth >= deepest) {
      this.rejected.push({ start: node.start, end: node.end });
      return [{ type: "Error", start: node.start, end: node.end }];
    }
    const known = this.known.get(node);
    if (known !== undefined) {
      moveStatement(known, node.start - known.start, this.expressions.takeIds(known.ids) - known.firstId);
      this.#statements.push(known);
      return [...known.statements];
    }
    const around = this.#statements;
    const inner: KnownStatement[] = (this.#statements = []);
    const depth = this.#depth++;
    const firstId = this.expressions.idEnd;
    const statements = this.#statement(node);
    this.#depth = depth;
    this.#statements = around;
    const ids = this.expressions.idEnd - firstId;
    const { type, start, end } = node;
    around.push({ type, start, end, statements, firstId, ids, depth, inner });
    return statements;
  }

  #statement(node: RawNode): Stmt[] {
    const { start, end } = node;
    const build = (child: RawNode): Expr => this.expressions.build(child);
    switch (node.type) {
      case "expression_statement":
        return this.expressionStatement(node);
      case "import_statement":
        return [{ type: "Import", start, end, names: importedNames(this.expressions, node) }];
      case "import_from_statement":
        return [importFrom(this.expressions, node)];
      case "future_import_statement":
        return [futureImport(this.expressions, node)];
      case "return_statement":
        return [{ type: "Return", start, end, value: this.expressions.optional(named(node)[0]) }];
      case "pass_statement":
        return [{ type: "Pass", start, end }];
      case "break_statement":
        return [{ type: "Break", start, end }];
      case "continue_statement":
        return [{ type: "Continue", start, end }];
      case "delete_statement":
        return [
          {
            type: "Delete",
            start,
            end,
            targets: named(node)
              .flatMap((child) => (child.type === "expression_list" ? named(child) : [child]))
              .map(build),
          },
        ];
      case "raise_statement":
        return [{ type: "Raise", start, end, values: named(node).map(build) }];
      case "assert_statement":
        return [{ type: "Assert", start, end, values: named(node).map(build) }];
      case "global_statement":
      case "nonlocal_statement":
        return [
          {
            type: node.type === "global_statement" ? "Global" : "Nonlocal",
            start,
            end,
            names: named(node).map((child) => this.expressions.identifier(child)),
          },
        ];
      case "if_statement":
        return this.ifStatement(node);
      case "for_statement": {
        const [left, right] = [field(node, "left"), field(node, "right")];
        if (left === undefined || right === undefined) return [{ type: "Error", start, end }];
        return [
          {
            type: "For",
            start,
            end,
            target: build(left),
            iterable: build(right),
            body: this.bodyOf(node),
            orElse: this.elseOf(node),
          },
        ];
      }
      case "while_statement": {
        const condition = field(node, "condition");
        if (condition === undefined) return [{ type: "Error", start, end }];
        return [
          {
            type: "While",
            start,
            end,
            test: build(condition),
            body: this.bodyOf(node),
            orElse: this.elseOf(node),
          },
        ];
      }
      case "try_statement":
        return [this.tryStatement(node)];
      case "with_statement":
        return [this.withStatement(node)];
      case "function_definition":
        return [this.functionDefinition(node, [], node)];
      case "class_definition":
        return [this.classDefinition(node, [], node)];
      case "decorated_definition":
        return this.decorated(node);
      case "match_statement":
        return this.matchStatement(node);
      case "ERROR":
        return [{ type: "Error", start, end }];
      default: {
        const id = this.expressions.newId();
        const value: Expr = { type: "Opaque", id, start, end, children: named(node).map(build) };
        return [{ type: "Expression", start, end, value }];
      }
    }
  }

  private expressionStatement(node: RawNode): Stmt[] {
    const { start, end } = node;
    const inner = named(node);
    const [only] = inner;
    if (inner.length !== 1 || only === undefined) {
      const id = this.expressions.newId();
      const value: Expr = { type: "Tuple", id, start, end, items: this.expressions.all(inner) };
      return [{ type: "Expression", start, end, value }];
    }
    if (only.type === "assignment") return [this.assignment(only)];
    if (only.type === "augmented_assignment") {
      const [left, operator, right] = [field(only, "left"), field(only, "operator"), field(only, "right")];
      if (left === undefined || operator === undefined || right === undefined)
        return [{ type: "Error", start, end }];
      return [
        {
          type: "AugAssign",
          start,
          end,
          target: this.expressions.build(left),
          operator: operator.type,
          operatorRange: { start: operator.start, end: operator.end },
          value: this.expressions.build(right),
        },
      ];
    }
    return [{ type: "Expression", start, end, value: this.expressions.build(only) }];
  }

  private assignment(node: RawNode): Stmt {
    const targets: Expr[] = [];
    let current: RawNode | undefined = node;
    let annotation: Expr | null = null;
    while (current !== undefined && current.type === "assignment") {
      const left = field(current, "left");
      if (left !== undefined) targets.push(this.expressions.build(left));
      annotation ??= this.expressions.optional(field(current, "type"));
      current = field(current, "right");
    }
    return {
      type: "Assign",
      start: node.start,
      end: node.end,
      targets: exact(targets),
      annotation,
      value: this.expressions.optional(current),
    };
  }

  private ifStatement(node: RawNode): Stmt[] {
    const alternatives = node.children.filter((child) => child.field === "alternative");
    const condition = field(node, "condition");
    const then = field(node, "consequence");
    if (condition === undefined) return [{ type: "Error", start: node.start, end: node.end }];
    return [this.ifChain(node, condition, then, alternatives)];
  }

  private ifChain(
    node: RawNode,
    condition: RawNode,
    then: RawNode | undefined,
    rest: readonly RawNode[],
  ): Stmt {
    const [next, ...others] = rest;
    let orElse: Block | null = null;
    if (next !== undefined && rest.length > deepest) {
      // A chain of this many branches is nested as deeply in the abstract syntax.
      this.rejected.push({ start: next.start, end: node.end });
    } else if (next?.type === "elif_clause") {
      const test = field(next, "condition");
      const end = rest.at(-1)?.end ?? next.end;
      if (test !== undefined) {
        const nested = this.ifChain({ ...next, end }, test, field(next, "consequence"), others);
        orElse = { start: next.start, end, body: [nested] };
      }
    } else if (next !== undefined) {
      orElse = this.bodyOf(next);
    }
    const empty: Block = { start: condition.end, end: condition.end, body: [] };
    return {
      type: "If",
      start: node.start,
      end: node.end,
      test: this.expressions.build(condition),
      then: then === undefined ? empty : this.block(then),
      orElse,
    };
  }

  private elseOf(node: RawNode): Block | null {
    const clause = node.children.find((child) => child.type === "else_clause");
    return clause === undefined ? null : this.bodyOf(clause);
  }

  private tryStatement(node: RawNode): Stmt {
    const handlers = node.children
      .filter((child) => child.type === "except_clause" || child.type === "except_group_clause")
      .map((clause): ExceptHandler => {
        const value = named(clause).find((child) => child.type !== "block");
        const pattern = value?.type === "as_pattern" ? value : undefined;
        const alias = pattern === undefined ? field(clause, "alias") : field(pattern, "alias");
        const exception = pattern === undefined ? value : named(pattern)[0];
        const name = alias === undefined ? undefined : alias.type === "identifier" ? alias : named(alias)[0];
        return {
          start: clause.start,
          end: clause.end,
          exception: this.expressions.optional(exception),
          name: name?.type === "identifier" ? this.expressions.identifier(name) : null,
          body: this.bodyOf(clause),
        };
      });
    const final = node.children.find((child) => child.type === "finally_clause");
    return {
      type: "Try",
      start: node.start,
      end: node.end,
      body: this.bodyOf(node),
      handlers,
      orElse: this.elseOf(node),
      finally:
        final === undefined
          ? null
          : this.optionalBlock(final.children.find((child) => child.type === "block")),
    };
  }

  private withStatement(node: RawNode): Stmt {
    const clause = node.children.find((child) => child.type === "with_clause");
    const items = (clause === undefined ? [] : named(clause)).flatMap((item) => {
      const value = field(item, "value") ?? named(item)[0];
      if (value === undefined) return [];
      const { context, alias } = splitAlias(value);
      return [{ context: this.expressions.build(context), target: this.expressions.optional(alias) }];
    });
    return { type: "With", start: node.start, end: node.end, items, body: this.bodyOf(node) };
  }

  private functionDefinition(node: RawNode, decorators: readonly Decorator[], outer: RawNode): Stmt {
    const name = field(node, "name");
    if (name === undefined) return { type: "Error", start: node.start, end: node.end };
    return {
      type: "Function",
      start: outer.start,
      end: outer.end,
      name: this.expressions.identifier(name),
      decorators,
      params: parameters(this.expressions, field(node, "parameters")),
      returns: this.expressions.optional(field(node, "return_type")),
      body: this.bodyOf(node),
      async: node.children.some((child) => child.type === "async"),
    };
  }

  private classDefinition(node: RawNode, decorators: readonly Decorator[], outer: RawNode): Stmt {
    const name = field(node, "name");
    if (name === undefined) return { type: "Error", start: node.start, end: node.end };
    const superclasses = field(node, "superclasses");
    return {
      type: "Class",
      start: outer.start,
      end: outer.end,
      name: this.expressions.identifier(name),
      decorators,
      bases: superclasses === undefined ? [] : this.expressions.arguments(superclasses),
      body: this.bodyOf(node),
    };
  }

  private decorated(node: RawNode): Stmt[] {
    const decorators = node.children
      .filter((child) => child.type === "decorator")
      .flatMap((child): Decorator[] => {
        const [expression] = named(child);
        return expression === undefined
          ? []
          : [{ start: child.start, end: child.end, expression: this.expressions.build(expression) }];
      });
    const definition = field(node, "definition");
    if (definition?.type === "function_definition")
      return [this.functionDefinition(definition, decorators, node)];
    if (definition?.type === "class_definition") return [this.classDefinition(definition, decorators, node)];
    return [{ type: "Error", start: node.start, end: node.end }];
  }

  #rejectDeepPattern(clause: RawNode): boolean {
    const patterns = clause.children.filter((child) => child.field === null && child.type === "case_pattern");
    const deep = patterns.some((pattern) => isDeeper(pattern, deepest));
    if (deep) this.rejected.push({ start: clause.start, end: clause.end });
    return deep;
  }

  private matchStatement(node: RawNode): Stmt[] {
    const subject = field(node, "subject");
    const body = field(node, "body");
    if (subject === undefined || body === undefined)
      return [{ type: "Error", start: node.start, end: node.end }];
    const cases = named(body)
      .filter((child) => child.type === "case_clause" && !this.#rejectDeepPattern(child))
      .map((clause) => {
        const consequence = field(clause, "consequence");
        const guard = field(clause, "guard");
        const identifier = (name: RawNode): Identifier => this.expressions.identifier(name);
        return {
          captures: captures(clause).map((capture) => ({
            ...identifier(capture),
            of: dottedName(this.expressions, capturedClass(clause, capture)),
          })),
          names: patternNames(clause)
            .map((name) => dottedName(this.expressions, name))
            .filter((name) => name !== null),
          guard: guard === undefined ? null : this.expressions.optional(named(guard)[0]),
          body:
            consequence === undefined
              ? { start: clause.end, end: clause.end, body: [] }
              : this.block(consequence),
        };
      });
    return [
      { type: "Match", start: node.start, end: node.end, subject: this.expressions.build(subject), cases },
    ];
  }
}
