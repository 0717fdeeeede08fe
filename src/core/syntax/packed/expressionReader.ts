import type { Range } from "../../text/range.js";
import type { Argument, Expr, Identifier, NameExpr, Parameter, StringExpr } from "../ast.js";
import { ByteReader } from "./bytes.js";
import type { Constants } from "./tables.js";
import {
  argumentKinds,
  comprehensionKinds,
  constants as constantValues,
  expressionTypes,
  numberKinds,
  parameterKinds,
} from "./tables.js";

/** Has the text that long string literals are parts of. */
export interface TextOwner {
  readonly text: string;
}

/**
 * Reads the expressions of what `SyntaxWriter` has written. The parts of a node are read in the order in which the
 * parser's builders give them, so that nodes of one type are alike for the machine wherever they come from.
 */
export class ExpressionReader {
  protected readonly bytes = new ByteReader();
  #owner: TextOwner | null = null;
  #start = 0;
  #id = 0;

  constructor(private readonly constants: Constants) {}

  protected goTo(bytes: Uint8Array, at: number, owner: TextOwner): void {
    this.bytes.open(bytes, at);
    this.#owner = owner;
    this.#start = this.#id = 0;
  }

  protected startOf(): number {
    return (this.#start += this.bytes.int());
  }

  protected end(): number {
    return this.#start + this.bytes.uint();
  }

  protected range(): Range {
    return { start: this.startOf(), end: this.end() };
  }

  protected idOf(): number {
    return (this.#id += this.bytes.int());
  }

  protected flag(): boolean {
    return this.bytes.uint() === 1;
  }

  protected string(): string {
    return this.constants.string(this.bytes.uint());
  }

  protected all<Item>(read: () => Item): Item[] {
    const count = this.bytes.uint();
    // An array that is made for its items takes no room for more.
    const items = new Array<Item>(count);
    for (let index = 0; index < count; index++) items[index] = read();
    return items;
  }

  protected optional<Item>(read: () => Item): Item | null {
    return this.flag() ? read() : null;
  }

  protected readonly identifier = (): Identifier => ({
    start: this.startOf(),
    end: this.end(),
    name: this.string(),
  });

  protected readonly parameter = (): Parameter => ({
    start: this.startOf(),
    end: this.end(),
    kind: parameterKinds[this.bytes.uint()] ?? "plain",
    name: this.identifier(),
    annotation: this.maybe(),
    default: this.maybe(),
  });

  protected readonly argument = (): Argument => ({
    kind: argumentKinds[this.bytes.uint()] ?? "positional",
    keyword: this.optional(this.identifier),
    value: this.expression(),
    start: this.startOf(),
    end: this.end(),
  });

  protected readonly expression = (): Expr => {
    const expr = this.maybe();
    if (expr === null) throw new Error("packed syntax lacks an expression");
    return expr;
  };

  protected maybe(): Expr | null {
    const type = expressionTypes[this.bytes.uint()] ?? null;
    if (type === null) return null;
    const id = this.idOf();
    const start = this.startOf();
    const end = this.end();
    switch (type) {
      case "Name":
        return { type, id, start, end, name: this.string() };
      case "Attribute":
        return { type, id, start, end, object: this.expression(), attribute: this.identifier() };
      case "Call":
        return {
          type,
          id,
          start,
          end,
          callee: this.expression(),
          args: this.all(this.argument),
          argumentList: this.range(),
          bareGenerator: this.flag(),
        };
      case "Subscript":
        return {
          type,
          id,
          start,
          end,
          object: this.expression(),
          indices: this.all(this.expression),
        };
      case "Slice":
        return { type, id, start, end, parts: this.all(this.expression) };
      case "Binary":
        return {
          type,
          id,
          start,
          end,
          operator: this.string(),
          operatorRange: this.range(),
          left: this.expression(),
          right: this.expression(),
        };
      case "Unary":
        return { type, id, start, end, operator: this.string(), operand: this.expression() };
      case "Bool":
        return {
          type,
          id,
          start,
          end,
          operator: this.flag() ? "or" : "and",
          left: this.expression(),
          right: this.expression(),
        };
      case "Compare":
        return {
          type,
          id,
          start,
          end,
          operands: this.all(this.expression),
          operators: this.all(() => this.string()),
        };
      case "Conditional":
        return {
          type,
          id,
          start,
          end,
          body: this.expression(),
          test: this.expression(),
          orElse: this.expression(),
        };
      case "Lambda":
        return { type, id, start, end, params: this.all(this.parameter), body: this.expression() };
      case "Walrus":
        return { type, id, start, end, target: this.#name(), value: this.expression() };
      case "Await":
        return { type, id, start, end, value: this.expression() };
      case "Yield":
        return { type, id, start, end, value: this.maybe() };
      case "List":
      case "Tuple":
      case "Set":
        return { type, id, start, end, items: this.all(this.expression) };
      case "Dict":
        return {
          type,
          id,
          start,
          end,
          entries: this.all(() => ({ key: this.maybe(), value: this.expression() })),
        };
      case "Comprehension":
        return {
          type,
          id,
          start,
          end,
          of: comprehensionKinds[this.bytes.uint()] ?? "list",
          key: this.maybe(),
          element: this.expression(),
          clauses: this.all(() => ({
            target: this.expression(),
            iterable: this.expression(),
            conditions: this.all(this.expression),
          })),
        };
      case "String":
        return this.#literal(id, start, end);
      case "Number":
        return {
          type,
          id,
          start,
          end,
          of: numberKinds[this.bytes.uint()] ?? "int",
          value: this.#number(),
        };
      case "Constant":
        return { type, id, start, end, value: constantValues[this.bytes.uint()] ?? null };
      case "Starred":
        return { type, id, start, end, value: this.expression() };
      case "Paren":
        return { type, id, start, end, inner: this.expression() };
      case "Opaque":
        return { type, id, start, end, children: this.all(this.expression) };
    }
  }

  #name(): NameExpr {
    const expr = this.expression();
    if (expr.type !== "Name") throw new Error("packed syntax lacks a name");
    return expr;
  }

  #literal(id: number, start: number, end: number): StringExpr {
    const bytes = this.flag();
    const interpolations = this.all(this.expression);
    const how = this.bytes.uint();
    if (how > 1) {
      if (this.#owner === null) throw new Error("packed syntax is read before it is opened");
      const valueEnd = end - (how - 1);
      const value = { start: valueEnd - this.bytes.uint(), end: valueEnd };
      return new LongString(id, start, end, bytes, interpolations, this.#owner, value);
    }
    const value = how === 0 ? null : this.string();
    return { type: "String", id, start, end, value, bytes, interpolations };
  }

  #number(): number {
    return this.flag() ? this.bytes.uint() : this.constants.number(this.bytes.uint());
  }
}

/** A literal whose value is looked up in the text when somebody asks for it: few are asked. */
class LongString implements StringExpr {
  readonly type = "String";

  constructor(
    readonly id: number,
    readonly start: number,
    readonly end: number,
    readonly bytes: boolean,
    readonly interpolations: readonly Expr[],
    private readonly owner: TextOwner,
    private readonly place: Range,
  ) {}

  get value(): string {
    return this.owner.text.slice(this.place.start, this.place.end);
  }
}
