import type { Range } from "../../text/range.js";
import type {
  Block,
  ClassStmt,
  Decorator,
  DottedName,
  ExceptHandler,
  FunctionStmt,
  ImportedName,
  Stmt,
} from "../ast.js";
import type { TextOwner } from "./expressionReader.js";
import { ExpressionReader } from "./expressionReader.js";
import { statementTypes } from "./tables.js";

/** What a function has besides its place and its body. */
export type FunctionHead = Pick<FunctionStmt, "name" | "decorators" | "params" | "returns" | "async">;

/** What a class has besides its place and its body. */
export type ClassHead = Pick<ClassStmt, "name" | "decorators" | "bases">;

/** Makes the classes and functions of a file, each of them once: what is met again is the same. */
export interface Definitions extends TextOwner {
  /** @param at where its head and its body are written */
  functionAt(place: Range, at: number): FunctionStmt;
  classAt(place: Range, at: number): ClassStmt;
}

/** Reads what `SyntaxWriter` has written. */
export class SyntaxReader extends ExpressionReader {
  #definitions: Definitions | null = null;

  /** Goes to what is written at a place of a file's syntax. */
  open(bytes: Uint8Array, at: number, definitions: Definitions): this {
    this.goTo(bytes, at, definitions);
    this.#definitions = definitions;
    return this;
  }

  block(): Block {
    return { start: this.startOf(), end: this.end(), body: this.#statements() };
  }

  /** The body that is written after a head. */
  blockAfterHead(): Block {
    this.bytes.skip();
    this.bytes.enter();
    return this.block();
  }

  ranges(): readonly Range[] {
    return this.all(() => this.range());
  }

  functionHead(): FunctionHead {
    this.bytes.enter();
    return {
      name: this.identifier(),
      decorators: this.all(this.#decorator),
      params: this.all(this.parameter),
      returns: this.maybe(),
      async: this.flag(),
    };
  }

  classHead(): ClassHead {
    this.bytes.enter();
    return {
      name: this.identifier(),
      decorators: this.all(this.#decorator),
      bases: this.all(this.argument),
    };
  }

  #statements(): readonly Stmt[] {
    return this.all(this.#statement);
  }

  readonly #block = (): Block => this.block();

  readonly #statement = (): Stmt => {
    const type = statementTypes[this.bytes.uint()] ?? "Error";
    const start = this.startOf();
    const end = this.end();
    switch (type) {
      case "Expression":
        return { type, start, end, value: this.expression() };
      case "Assign":
        return {
          type,
          start,
          end,
          targets: this.all(this.expression),
          annotation: this.maybe(),
          value: this.maybe(),
        };
      case "AugAssign":
        return {
          type,
          start,
          end,
          target: this.expression(),
          operator: this.string(),
          operatorRange: this.range(),
          value: this.expression(),
        };
      case "Return":
        return { type, start, end, value: this.maybe() };
      case "Delete":
        return { type, start, end, targets: this.all(this.expression) };
      case "Raise":
        return { type, start, end, values: this.all(this.expression) };
      case "Assert":
        return { type, start, end, values: this.all(this.expression) };
      case "Global":
      case "Nonlocal":
        return { type, start, end, names: this.all(this.identifier) };
      case "Import":
        return { type, start, end, names: this.all(this.#imported) };
      case "ImportFrom":
        return {
          type,
          start,
          end,
          level: this.bytes.uint(),
          module: this.optional(this.#dotted),
          names: this.all(this.#imported),
          star: this.flag(),
          future: this.flag(),
        };
      case "If":
        return {
          type,
          start,
          end,
          test: this.expression(),
          then: this.block(),
          orElse: this.optional(this.#block),
        };
      case "For":
        return {
          type,
          start,
          end,
          target: this.expression(),
          iterable: this.expression(),
          body: this.block(),
          orElse: this.optional(this.#block),
        };
      case "While":
        return {
          type,
          start,
          end,
          test: this.expression(),
          body: this.block(),
          orElse: this.optional(this.#block),
        };
      case "Try":
        return {
          type,
          start,
          end,
          body: this.block(),
          handlers: this.all(this.#handler),
          orElse: this.optional(this.#block),
          finally: this.optional(this.#block),
        };
      case "With":
        return {
          type,
          start,
          end,
          items: this.all(() => ({ context: this.expression(), target: this.maybe() })),
          body: this.block(),
        };
      case "Function":
        return this.#known.functionAt({ start, end }, this.#passed());
      case "Class":
        return this.#known.classAt({ start, end }, this.#passed());
      case "Match":
        return {
          type,
          start,
          end,
          subject: this.expression(),
          cases: this.all(() => ({
            captures: this.all(() => ({ ...this.identifier(), of: this.maybe() })),
            names: this.all(this.expression),
            guard: this.maybe(),
            body: this.block(),
          })),
        };
      default:
        return { type, start, end };
    }
  };

  get #known(): Definitions {
    if (this.#definitions === null) throw new Error("packed syntax is read before it is opened");
    return this.#definitions;
  }

  /** Passes over a head and a body. @returns where they begin */
  #passed(): number {
    const { at } = this.bytes;
    this.bytes.skip();
    this.bytes.skip();
    return at;
  }

  readonly #handler = (): ExceptHandler => ({
    start: this.startOf(),
    end: this.end(),
    exception: this.maybe(),
    name: this.optional(this.identifier),
    body: this.block(),
  });

  readonly #decorator = (): Decorator => ({
    start: this.startOf(),
    end: this.end(),
    expression: this.expression(),
  });

  readonly #dotted = (): DottedName => ({
    start: this.startOf(),
    end: this.end(),
    parts: this.all(this.identifier),
    text: this.string(),
  });

  readonly #imported = (): ImportedName => ({
    start: this.startOf(),
    end: this.end(),
    name: this.#dotted(),
    alias: this.optional(this.identifier),
  });
}
