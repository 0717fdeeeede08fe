import type { SourceFile } from "../../../src/core/semantics/project.js";
import type { SourceModule } from "../../../src/core/semantics/symbols.js";
import type { Inferred, Type } from "../../../src/core/semantics/types.js";
import { members } from "../../../src/core/semantics/types.js";
import type { Expr } from "../../../src/core/syntax/ast.js";
import { typedExpressions } from "../../support/typedExpressions.js";

/** What a mark says about an expression. */
export interface Mark {
  readonly line: number;
  readonly expression: string;
  readonly expected: string;
}

/** Splits a fixture at its `# file:` lines; without any it is one file. */
export function splitFiles(name: string, text: string): SourceFile[] {
  const parts = text.split(/^# file: (.+)\n/m);
  if (parts.length === 1) return [{ path: name, text }];
  return Array.from({ length: (parts.length - 1) / 2 }, (_, index) => ({
    path: parts[2 * index + 1] ?? "",
    text: parts[2 * index + 2] ?? "",
  }));
}

export function marksOf(text: string): Mark[] {
  return text.split("\n").flatMap((line, index) => {
    const [, expression, expected] = /# type: (.+?) = (.+)$/.exec(line) ?? [];
    return expression === undefined || expected === undefined ? [] : [{ line: index, expression, expected }];
  });
}

/** The types of the last expression with the mark's text on its line; a name is also looked up where it is bound. */
export function inferredAt(module: SourceModule, mark: Mark): Inferred | undefined {
  let found: Expr | undefined;
  for (const expr of typedExpressions(module)) {
    if (module.lines.positionAt(expr.start).line !== mark.line) continue;
    if (module.text.slice(expr.start, expr.end) !== mark.expression) continue;
    if (found === undefined || expr.start >= found.start) found = expr;
  }
  return found === undefined ? undefined : module.types.get(found);
}

/** An inferred type in the notation of the marks, with as much detail as the mark asks for. */
export function describe(inferred: Inferred, expected: string): string {
  const suffix = { certain: "", likely: " ~", unknown: " ?" }[inferred.confidence];
  return show(inferred.type, expected.includes("tensor(")) + suffix;
}

function show(type: Type, ranks: boolean): string {
  switch (type.kind) {
    case "tensor":
      return `${type.framework === "torch" ? "" : "paddle."}tensor${ranks ? `(${type.rank ?? "?"})` : ""}`;
    case "builtin":
      return type.name;
    case "none":
      return "None";
    case "tuple":
      return `(${type.items.map((item) => show(item, ranks)).join(", ")})`;
    case "tupleOf":
      return `tupleof[${show(type.element, ranks)}]`;
    case "list":
    case "set":
    case "iterator":
      return `${type.kind}[${show(type.element, ranks)}]`;
    case "dict":
      return `dict[${show(type.value, ranks)}]`;
    case "external":
      return type.name;
    case "instance":
      return type.of;
    case "method":
      return `${show(type.receiver, ranks)}.${type.name}`;
    case "object":
    case "class":
    case "function":
      return type.of.name;
    case "union":
      return members(type)
        .map((member) => show(member, ranks))
        .sort((a, b) => Number(a === "None") - Number(b === "None"))
        .join(" | ");
    default:
      return type.kind;
  }
}
