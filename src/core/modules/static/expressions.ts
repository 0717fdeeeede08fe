import type { ComprehensionExpr, Expr, SliceExpr, StringExpr, SubscriptExpr } from "../../syntax/ast.js";
import { getAttribute } from "./attributes.js";
import type { Engine } from "./engine.js";
import { elements } from "./iteration.js";
import { binary, compare, formatPercent, slice, subscript, unary } from "./operators.js";
import type { Scope } from "./sources.js";
import { assign } from "./statements.js";
import {
  constant,
  none,
  operandText,
  symbol,
  textOf,
  truth,
  type CallArguments,
  type Item,
  type SequenceValue,
  type Value,
} from "./values.js";

/** Evaluates an expression as far as it is decided; the rest becomes a symbol with the expression's text. */
export function evaluate(engine: Engine, expression: Expr, scope: Scope): Value {
  if (!engine.step()) return symbol("…");
  const source = (): string =>
    scope.module.text.slice(expression.start, expression.end).replaceAll(/\s+/g, " ");
  switch (expression.type) {
    case "Name":
      return engine.lookup(expression.name, scope);
    case "Constant":
      return expression.value === "..." ? symbol("...") : constant(expression.value);
    case "Number":
      return expression.of === "complex"
        ? symbol(source())
        : constant(expression.value, expression.of === "float");
    case "String":
      return text(engine, expression, scope);
    case "Paren":
      return evaluate(engine, expression.inner, scope);
    case "Attribute":
      return getAttribute(
        engine,
        evaluate(engine, expression.object, scope),
        expression.attribute.name,
        scope,
      );
    case "Call": {
      const callee = evaluate(engine, expression.callee, scope);
      return engine.call(callee, callArguments(engine, expression.args, scope), scope, expression);
    }
    case "Binary": {
      const left = evaluate(engine, expression.left, scope);
      const right = evaluate(engine, expression.right, scope);
      if (
        expression.operator === "%" &&
        left.type === "const" &&
        typeof left.value === "string" &&
        right.type === "sequence"
      ) {
        return (
          formatPercent(
            left.value,
            right.items.map((item) => item.value),
          ) ?? symbol(source(), true)
        );
      }
      return remake(engine, binary(expression.operator, left, right));
    }
    case "Unary":
      return unary(expression.operator, evaluate(engine, expression.operand, scope));
    case "Bool": {
      const left = evaluate(engine, expression.left, scope);
      const known = truth(left);
      if (known === null) {
        const right = evaluate(engine, expression.right, scope);
        // Whatever the left side is, `x or True` and `x and False` are decided.
        if (
          truth(right) === (expression.operator === "or") &&
          right.type === "const" &&
          typeof right.value === "boolean"
        )
          return right;
        return symbol(`${operandText(left)} ${expression.operator} ${operandText(right)}`, true);
      }
      return known === (expression.operator === "or") ? left : evaluate(engine, expression.right, scope);
    }
    case "Compare": {
      const values = expression.operands.map((operand) => evaluate(engine, operand, scope));
      const results = expression.operators.map((operator, index) => {
        const [left, right] = [values[index], values[index + 1]];
        return left === undefined || right === undefined ? null : compare(operator, left, right);
      });
      const known = results.includes(false) ? false : results.includes(null) ? null : true;
      const parts = values.map(
        (value, index) =>
          `${index === 0 ? "" : `${expression.operators[index - 1] ?? "?"} `}${operandText(value)}`,
      );
      return known === null ? symbol(parts.join(" "), true) : constant(known);
    }
    case "Conditional":
      return conditional(engine, expression, scope);
    case "Lambda":
      return { type: "function", definition: expression, name: "lambda", scope, owner: null };
    case "Walrus": {
      const value = evaluate(engine, expression.value, scope);
      scope.names.set(expression.target.name, value);
      return value;
    }
    case "List":
    case "Tuple":
    case "Set": {
      const of = expression.type === "List" ? "list" : expression.type === "Tuple" ? "tuple" : "set";
      return engine.made({
        type: "sequence",
        of,
        items: itemsOf(engine, expression.items, scope),
      } satisfies SequenceValue);
    }
    case "Dict":
      return dictionary(engine, expression.entries, scope);
    case "Comprehension":
      return comprehension(engine, expression, scope);
    case "Subscript":
      return element(engine, expression, scope);
    default:
      return symbol(source(), true);
  }
}

function remake(engine: Engine, value: Value): Value {
  return value.type === "sequence" ? engine.made(value) : value;
}

function conditional(engine: Engine, expression: Expr & { type: "Conditional" }, scope: Scope): Value {
  const test = evaluate(engine, expression.test, scope);
  const known = truth(test);
  if (known !== null) return evaluate(engine, known ? expression.body : expression.orElse, scope);
  const [body, orElse] = [
    evaluate(engine, expression.body, scope),
    evaluate(engine, expression.orElse, scope),
  ];
  if (textOf(body) === textOf(orElse) && body.type !== "module") return body;
  if (
    [body, orElse].some((value) => value.type === "module" || (value.type === "tensor" && value.parameter))
  ) {
    engine.note(
      scope.module,
      expression,
      `the condition "${textOf(test)}" is not known from source; what depends on it is left out.`,
    );
  }
  return symbol(`${operandText(body)} if ${operandText(test)} else ${operandText(orElse)}`, true);
}

/** Evaluates the arguments of a call; `*` and `**` of known content are spread out. */
export function callArguments(
  engine: Engine,
  args: readonly (Expr & { type: "Call" })["args"][number][],
  scope: Scope,
): CallArguments {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  let open = false;
  for (const argument of args) {
    const value = evaluate(engine, argument.value, scope);
    if (argument.kind === "positional") positional.push(value);
    else if (argument.kind === "keyword") keywords.set(argument.keyword?.name ?? "", value);
    else if (argument.kind === "star") {
      if (value.type === "sequence" || value.type === "module") {
        for (const item of elements(value, null))
          positional.push(item.repeated ? repeatedArgument(item.value) : item.value);
      } else open = true;
    } else if (value.type === "dict")
      for (const [key, inner] of value.entries) keywords.set(String(key), inner);
    else if (value.type === "object" && value.cls === null)
      for (const [key, inner] of value.attributes) keywords.set(key, inner);
    else open = true;
  }
  return { positional, keywords, open };
}

/** An element of unknown number, passed on with `*`: a container that takes it repeats it. */
function repeatedArgument(value: Value): Value {
  return { type: "sequence", of: "set", items: [{ value, repeated: true }] };
}

function itemsOf(engine: Engine, expressions: readonly Expr[], scope: Scope): Item[] {
  return expressions.flatMap((inner): readonly Item[] => {
    if (inner.type === "Starred") return elements(evaluate(engine, inner.value, scope), null);
    return [{ value: evaluate(engine, inner, scope), repeated: false }];
  });
}

function dictionary(engine: Engine, entries: (Expr & { type: "Dict" })["entries"], scope: Scope): Value {
  const result = new Map<string | number, Value>();
  for (const { key, value } of entries) {
    const evaluated = evaluate(engine, value, scope);
    if (key === null) {
      if (evaluated.type === "dict") for (const [name, inner] of evaluated.entries) result.set(name, inner);
      continue;
    }
    const name = evaluate(engine, key, scope);
    result.set(
      name.type === "const" && name.value !== null && typeof name.value !== "boolean"
        ? name.value
        : textOf(name),
      evaluated,
    );
  }
  return engine.made({ type: "dict", entries: result });
}

function comprehension(engine: Engine, expression: ComprehensionExpr, scope: Scope): Value {
  const inner: Scope = { module: scope.module, parent: scope, names: new Map() };
  const items: Item[] = [];
  const entries = new Map<string | number, Value>();
  const visit = (index: number, repeated: boolean): void => {
    const clause = expression.clauses[index];
    if (clause === undefined) {
      const value = evaluate(engine, expression.element, inner);
      items.push({ value, repeated });
      if (expression.key !== null) {
        const key = evaluate(engine, expression.key, inner);
        entries.set(
          repeated
            ? "{N}"
            : key.type === "const" && key.value !== null && typeof key.value !== "boolean"
              ? key.value
              : textOf(key),
          value,
        );
      }
      return;
    }
    for (const item of elements(evaluate(engine, clause.iterable, inner), clause.target)) {
      if (!engine.step()) return;
      assign(engine, clause.target, item.value, inner);
      const conditions = clause.conditions.map((condition) => truth(evaluate(engine, condition, inner)));
      if (conditions.includes(false)) continue;
      const unknown = item.repeated || conditions.includes(null);
      if (unknown) engine.repeating++;
      visit(index + 1, repeated || unknown);
      if (unknown) engine.repeating--;
    }
  };
  visit(0, false);
  if (expression.of === "dict") return engine.made({ type: "dict", entries });
  return engine.made({ type: "sequence", of: expression.of === "set" ? "set" : "list", items });
}

function element(engine: Engine, expression: SubscriptExpr, scope: Scope): Value {
  const object = evaluate(engine, expression.object, scope);
  const [index] = expression.indices;
  const source = scope.module.text.slice(expression.start, expression.end);
  if (expression.indices.length !== 1 || index === undefined) {
    return object.type === "tensor" ? { ...object, shape: null, parameter: false } : symbol(source);
  }
  if (index.type === "Slice") return sliced(engine, object, index, scope) ?? symbol(source);
  if (object.type === "tensor") return { ...object, shape: null, parameter: false };
  return subscript(object, evaluate(engine, index, scope));
}

function sliced(engine: Engine, object: Value, expression: SliceExpr, scope: Scope): Value | null {
  const words = scope.module.text.slice(expression.start, expression.end).split(":");
  let next = 0;
  const parts = words.map((word) => {
    if (word.trim() === "") return null;
    const part = expression.parts[next++];
    return part === undefined ? none : evaluate(engine, part, scope);
  });
  const numbers = parts.map((part) =>
    part?.type === "const" && typeof part.value === "number" ? part.value : null,
  );
  if (parts.some((part, index) => part !== null && numbers[index] === null)) return null;
  if (object.type === "tensor") return { ...object, shape: null, parameter: false };
  const result = slice(object, numbers);
  // A slice of a container of layers is itself one, whose elements are counted from 0 again.
  if (result?.type === "sequence" && object.type === "module") {
    return engine.call(
      { type: "api", name: "torch.nn.ModuleList" },
      { positional: [result], keywords: new Map(), open: false },
      scope,
      expression,
    );
  }
  return result === null ? null : remake(engine, result);
}

/** A string; of an f-string the parts that are known, with `{expression}` for the others. */
function text(engine: Engine, expression: StringExpr, scope: Scope): Value {
  if (expression.value !== null) return constant(expression.value);
  const source = scope.module.text.slice(expression.start, expression.end);
  const opening = /^([rRfFuUbB]*)("""|'''|"|')/.exec(source);
  if (opening === null || source.includes("\\") || !/f/i.test(opening[1] ?? "")) return symbol(source);
  const quotes = opening[2] ?? "";
  let position = expression.start + opening[0].length;
  let result = "";
  for (const inner of expression.interpolations) {
    result += scope.module.text.slice(position, inner.start).replace(/\{\s*$/, "");
    const value = evaluate(engine, inner, scope);
    result +=
      value.type === "const" && typeof value.value === "string"
        ? value.value
        : value.type === "const"
          ? textOf(value)
          : `{${textOf(value)}}`;
    const end = scope.module.text.indexOf("}", inner.end);
    if (end < 0 || scope.module.text.slice(inner.end, end).trim() !== "") return symbol(source);
    position = end + 1;
  }
  return constant(result + scope.module.text.slice(position, expression.end - quotes.length));
}
