import { detached } from "../../text/detached.js";
import type { Expr, Stmt } from "../ast.js";

/** Strings and numbers of packed syntax, each once for all files of a project. */
export class Constants {
  readonly #strings: string[] = [];
  readonly #places = new Map<string, number>();
  readonly #numbers: number[] = [];

  placeOf(value: string): number {
    let place = this.#places.get(value);
    if (place === undefined) {
      const kept = detached(value);
      this.#places.set(kept, (place = this.#strings.push(kept) - 1));
    }
    return place;
  }

  string(place: number): string {
    const value = this.#strings[place];
    if (value === undefined) throw new Error(`packed syntax has no string ${place}`);
    return value;
  }

  addNumber(value: number): number {
    return this.#numbers.push(value) - 1;
  }

  number(place: number): number {
    return this.#numbers[place] ?? Number.NaN;
  }
}

/** The numbers that stand for the types of nodes are their places here; 0 stands for a node that is not there. */
export const expressionTypes = [
  null,
  "Name",
  "Attribute",
  "Call",
  "Subscript",
  "Slice",
  "Binary",
  "Unary",
  "Bool",
  "Compare",
  "Conditional",
  "Lambda",
  "Walrus",
  "Await",
  "Yield",
  "List",
  "Tuple",
  "Set",
  "Dict",
  "Comprehension",
  "String",
  "Number",
  "Constant",
  "Starred",
  "Paren",
  "Opaque",
] as const satisfies readonly (Expr["type"] | null)[];

export const statementTypes = [
  "Expression",
  "Assign",
  "AugAssign",
  "Return",
  "Pass",
  "Break",
  "Continue",
  "Delete",
  "Raise",
  "Assert",
  "Global",
  "Nonlocal",
  "Import",
  "ImportFrom",
  "If",
  "For",
  "While",
  "Try",
  "With",
  "Function",
  "Class",
  "Match",
  "Error",
] as const satisfies readonly Stmt["type"][];

export const argumentKinds = ["positional", "keyword", "star", "doubleStar"] as const;
export const parameterKinds = [
  "plain",
  "keywordOnly",
  "positionalOnly",
  "varPositional",
  "varKeyword",
] as const;
export const comprehensionKinds = ["list", "set", "dict", "generator"] as const;
export const numberKinds = ["int", "float", "complex"] as const;
export const constants = [true, false, null, "..."] as const;
