import type { Range } from "../../text/range.js";
import type {
  Argument,
  Block,
  CallExpr,
  Decorator,
  DottedName,
  Expr,
  FunctionStmt,
  Identifier,
  ImportedName,
  ModuleAst,
  Parameter,
  Stmt,
  StringExpr,
} from "../ast.js";
import type { ByteWriter } from "./bytes.js";
import type { Constants } from "./tables.js";
import {
  argumentKinds,
  comprehensionKinds,
  constants as constantValues,
  expressionTypes,
  numberKinds,
  parameterKinds,
  statementTypes,
} from "./tables.js";

const expressionCodes = new Map<string | null, number>(expressionTypes.map((type, code) => [type, code]));
const statementCodes = new Map<string, number>(statementTypes.map((type, code) => [type, code]));

/** What is longer is a description, seldom written twice and seldom asked for. */
const longLiteral = 200;

/**
 * Writes syntax as bytes, each node's own parts in the order in which `SyntaxReader` reads them. Places are written as
 * distances from the node before, so that most take one byte.
 */
export class SyntaxWriter {
  #start = 0;
  #id = 0;

  constructor(
    private readonly bytes: ByteWriter,
    private readonly text: string,
    private readonly constants: Constants,
  ) {}

  /** Writes the body of a file. @returns where it begins */
  module({ start, end, body }: ModuleAst): number {
    return this.#apart(() => {
      this.#block({ start, end, body });
    });
  }

  /** @returns where they begin */
  ranges(ranges: readonly Range[]): number {
    return this.#apart(() => {
      this.#all(ranges, (range) => {
        this.#range(range);
      });
    });
  }

  /** Writes what can be read by itself, and be passed over. @returns where it begins */
  #apart(write: () => void): number {
    const [start, id] = [this.#start, this.#id];
    this.#start = this.#id = 0;
    const at = this.bytes.counted(write);
    [this.#start, this.#id] = [start, id];
    return at;
  }

  #range({ start, end }: Range): void {
    this.bytes.int(start - this.#start);
    this.bytes.uint(end - start);
    this.#start = start;
  }

  #flag(value: boolean): void {
    this.bytes.uint(value ? 1 : 0);
  }

  #string(value: string): void {
    this.bytes.uint(this.constants.placeOf(value));
  }

  #all<Item>(items: readonly Item[], write: (item: Item) => void): void {
    this.bytes.uint(items.length);
    for (const item of items) write(item);
  }

  #optional<Item>(item: Item | null, write: (item: Item) => void): void {
    this.#flag(item !== null);
    if (item !== null) write(item);
  }

  readonly #identifier = (identifier: Identifier): void => {
    this.#range(identifier);
    this.#string(identifier.name);
  };

  readonly #block = (block: Block): void => {
    this.#range(block);
    this.#all(block.body, this.#statement);
  };

  readonly #statement = (node: Stmt): void => {
    this.bytes.uint(statementCodes.get(node.type) ?? 0);
    this.#range(node);
    switch (node.type) {
      case "Expression":
        this.#expression(node.value);
        return;
      case "Assign":
        this.#all(node.targets, this.#expression);
        this.#expression(node.annotation);
        this.#expression(node.value);
        return;
      case "AugAssign":
        this.#expression(node.target);
        this.#string(node.operator);
        this.#range(node.operatorRange);
        this.#expression(node.value);
        return;
      case "Return":
        this.#expression(node.value);
        return;
      case "Delete":
        this.#all(node.targets, this.#expression);
        return;
      case "Raise":
      case "Assert":
        this.#all(node.values, this.#expression);
        return;
      case "Global":
      case "Nonlocal":
        this.#all(node.names, this.#identifier);
        return;
      case "Import":
        this.#all(node.names, this.#imported);
        return;
      case "ImportFrom":
        this.bytes.uint(node.level);
        this.#optional(node.module, this.#dotted);
        this.#all(node.names, this.#imported);
        this.#flag(node.star);
        this.#flag(node.future);
        return;
      case "If":
        this.#expression(node.test);
        this.#block(node.then);
        this.#optional(node.orElse, this.#block);
        return;
      case "For":
        this.#expression(node.target);
        this.#expression(node.iterable);
        this.#block(node.body);
        this.#optional(node.orElse, this.#block);
        return;
      case "While":
        this.#expression(node.test);
        this.#block(node.body);
        this.#optional(node.orElse, this.#block);
        return;
      case "Try":
        this.#block(node.body);
        this.#all(node.handlers, (handler) => {
          this.#range(handler);
          this.#expression(handler.exception);
          this.#optional(handler.name, this.#identifier);
          this.#block(handler.body);
        });
        this.#optional(node.orElse, this.#block);
        this.#optional(node.finally, this.#block);
        return;
      case "With":
        this.#all(node.items, (item) => {
          this.#expression(item.context);
          this.#expression(item.target);
        });
        this.#block(node.body);
        return;
      case "Function":
        this.#function(node);
        return;
      case "Class":
        this.#apart(() => {
          this.#identifier(node.name);
          this.#all(node.decorators, this.#decorator);
          this.#all(node.bases, this.#argument);
        });
        this.#body(node.body);
        return;
      case "Match":
        this.#expression(node.subject);
        this.#all(node.cases, (clause) => {
          this.#all(clause.captures, (capture) => {
            this.#identifier(capture);
            this.#expression(capture.of);
          });
          this.#all(clause.names, this.#expression);
          this.#expression(clause.guard);
          this.#block(clause.body);
        });
        return;
      default:
        return;
    }
  };

  #function(node: FunctionStmt): void {
    this.#apart(() => {
      this.#identifier(node.name);
      this.#all(node.decorators, this.#decorator);
      this.#all(node.params, this.#parameter);
      this.#expression(node.returns);
      this.#flag(node.async);
    });
    this.#body(node.body);
  }

  #body(body: Block): void {
    this.#apart(() => {
      this.#block(body);
    });
  }

  readonly #decorator = (decorator: Decorator): void => {
    this.#range(decorator);
    this.#expression(decorator.expression);
  };

  readonly #parameter = (param: Parameter): void => {
    this.#range(param);
    this.bytes.uint(parameterKinds.indexOf(param.kind));
    this.#identifier(param.name);
    this.#expression(param.annotation);
    this.#expression(param.default);
  };

  readonly #dotted = (name: DottedName): void => {
    this.#range(name);
    this.#all(name.parts, this.#identifier);
    this.#string(name.text);
  };

  readonly #imported = (imported: ImportedName): void => {
    this.#range(imported);
    this.#dotted(imported.name);
    this.#optional(imported.alias, this.#identifier);
  };

  readonly #argument = (argument: Argument): void => {
    this.bytes.uint(argumentKinds.indexOf(argument.kind));
    this.#optional(argument.keyword, this.#identifier);
    this.#expression(argument.value);
    this.#range(argument);
  };

  readonly #expression = (node: Expr | null): void => {
    this.bytes.uint(expressionCodes.get(node?.type ?? null) ?? 0);
    if (node === null) return;
    this.bytes.int(node.id - this.#id);
    this.#id = node.id;
    this.#range(node);
    switch (node.type) {
      case "Name":
        this.#string(node.name);
        return;
      case "Attribute":
        this.#expression(node.object);
        this.#identifier(node.attribute);
        return;
      case "Call":
        this.#call(node);
        return;
      case "Subscript":
        this.#expression(node.object);
        this.#all(node.indices, this.#expression);
        return;
      case "Slice":
        this.#all(node.parts, this.#expression);
        return;
      case "Binary":
        this.#string(node.operator);
        this.#range(node.operatorRange);
        this.#expression(node.left);
        this.#expression(node.right);
        return;
      case "Unary":
        this.#string(node.operator);
        this.#expression(node.operand);
        return;
      case "Bool":
        this.#flag(node.operator === "or");
        this.#expression(node.left);
        this.#expression(node.right);
        return;
      case "Compare":
        this.#all(node.operands, this.#expression);
        this.#all(node.operators, (operator) => {
          this.#string(operator);
        });
        return;
      case "Conditional":
        this.#expression(node.body);
        this.#expression(node.test);
        this.#expression(node.orElse);
        return;
      case "Lambda":
        this.#all(node.params, this.#parameter);
        this.#expression(node.body);
        return;
      case "Walrus":
        this.#expression(node.target);
        this.#expression(node.value);
        return;
      case "Await":
      case "Yield":
      case "Starred":
        this.#expression(node.value);
        return;
      case "List":
      case "Tuple":
      case "Set":
        this.#all(node.items, this.#expression);
        return;
      case "Dict":
        this.#all(node.entries, (entry) => {
          this.#expression(entry.key);
          this.#expression(entry.value);
        });
        return;
      case "Comprehension":
        this.bytes.uint(comprehensionKinds.indexOf(node.of));
        this.#expression(node.key);
        this.#expression(node.element);
        this.#all(node.clauses, (clause) => {
          this.#expression(clause.target);
          this.#expression(clause.iterable);
          this.#all(clause.conditions, this.#expression);
        });
        return;
      case "String":
        this.#literal(node);
        return;
      case "Number":
        this.bytes.uint(numberKinds.indexOf(node.of));
        this.#number(node.value);
        return;
      case "Constant":
        this.bytes.uint(constantValues.indexOf(node.value));
        return;
      case "Paren":
        this.#expression(node.inner);
        return;
      case "Opaque":
        this.#all(node.children, this.#expression);
        return;
    }
  };

  #call(node: CallExpr): void {
    this.#expression(node.callee);
    this.#all(node.args, this.#argument);
    this.#range(node.argumentList);
    this.#flag(node.bareGenerator);
  }

  /** Short values are the same again and again; a long one is most often a part of the text, between its quotes. */
  #literal({ start, end, value, bytes, interpolations }: StringExpr): void {
    this.#flag(bytes);
    this.#all(interpolations, this.#expression);
    const quotes =
      value === null || value.length < longLiteral
        ? undefined
        : [1, 3].find((length) => this.#ends(start, end - length, value));
    if (value === null) this.bytes.uint(0);
    else if (quotes === undefined) {
      this.bytes.uint(1);
      this.#string(value);
    } else {
      this.bytes.uint(1 + quotes);
      this.bytes.uint(value.length);
    }
  }

  #ends(start: number, end: number, value: string): boolean {
    return end - value.length >= start && this.text.startsWith(value, end - value.length);
  }

  #number(value: number): void {
    // A float such as 1.0 is the same number to JavaScript; minus zero is never written without its sign.
    const small = Number.isInteger(value) && value >= 0 && value < 2 ** 31;
    this.#flag(small);
    this.bytes.uint(small ? value : this.constants.addNumber(value));
  }
}
