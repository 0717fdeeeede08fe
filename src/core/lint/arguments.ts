import type { Binding } from "../api/binding.js";
import type { ArgumentRule, TargetForm } from "../api/schema.js";
import type { Parameter } from "../api/signature.js";
import { members } from "../semantics/types.js";
import type { Argument, CallExpr, Expr } from "../syntax/ast.js";
import type { Rewrite } from "../text/edits.js";
import type { Range } from "../text/range.js";
import type { FileContext } from "./context.js";
import { addArguments, isAtomic, removeArguments, replace, rewrite, wrap } from "./fix.js";

/** What becomes of a call's arguments: rewrites, or the reasons why a person has to decide. */
export interface ArgumentResult {
  readonly rewrites: readonly Rewrite[];
  readonly helpers: readonly string[];
  /** What stands in the way, one sentence each; empty when the rewrites are complete. */
  readonly problems: readonly string[];
  /** True when the rewrite rests on a type that is not known: a helper decides at run time. */
  readonly dispatches: boolean;
}

/** Rewrites the arguments of a call according to a row's form. */
export function convertArguments(
  context: FileContext,
  call: CallExpr,
  binding: Binding,
  form: TargetForm,
): ArgumentResult {
  return new ArgumentConversion(context, call, binding, form).run();
}

class ArgumentConversion {
  readonly #rewrites: Rewrite[] = [];
  readonly #helpers: string[] = [];
  readonly #problems: string[] = [];
  readonly #removed = new Set<number>();

  constructor(
    private readonly context: FileContext,
    private readonly call: CallExpr,
    private readonly binding: Binding,
    private readonly form: TargetForm,
  ) {}

  run(): ArgumentResult {
    for (const [name, indices] of this.binding.bound) this.#parameter(name, indices);
    this.#positions();
    this.#rewrites.push(...removeArguments(this.context, this.call, this.#removed));
    const added = Object.entries(this.form.add ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join(", ");
    if (added !== "")
      this.#rewrites.push(
        addArguments(this.context, this.call, added, this.call.args.length > this.#removed.size),
      );
    return {
      rewrites: this.#rewrites,
      helpers: this.#helpers,
      problems: this.#problems,
      dispatches: this.#helpers.length > 0,
    };
  }

  #rule(name: string): ArgumentRule {
    return this.form.arguments?.[name] ?? {};
  }

  #parameter(name: string, indices: readonly number[]): void {
    const rule = this.#rule(name);
    const given = indices.map((index) => this.call.args[index]).filter((argument) => argument !== undefined);
    const [only] = given;
    const [index] = indices;
    if (only === undefined || index === undefined) return;
    const parameter = this.binding.signature.parameters.find((candidate) => candidate.name === name);
    const literal = rule.values !== undefined && Object.hasOwn(rule.values, this.#text(only.value));
    if (rule.unsupported !== undefined && !literal) {
      if (
        given.length === 1 &&
        parameter?.default !== undefined &&
        this.#text(only.value) === parameter.default
      )
        this.#removed.add(index);
      else this.#problems.push(`${name}=${this.#text(only.value)}: ${rule.unsupported}`);
      return;
    }
    if (rule.drop !== undefined) {
      for (const each of indices) this.#removed.add(each);
      return;
    }
    if (rule.to !== undefined && only.keyword !== null) this.#rewrites.push(replace(only.keyword, rule.to));
    this.#value(rule, only, index);
    if (rule.as === "list") this.#list(given);
  }

  #value(rule: ArgumentRule, argument: Argument, index: number): void {
    const literal = this.#text(argument.value);
    const mapped =
      rule.values !== undefined && Object.hasOwn(rule.values, literal) ? rule.values[literal] : undefined;
    if (mapped === null) this.#removed.add(index);
    else if (mapped !== undefined) this.#rewrites.push(replace(argument.value, mapped));
    else if (rule.convert !== undefined) {
      const kept = { start: argument.value.start, end: argument.value.end };
      const value = isAtomic(argument.value) ? [kept] : ["(", kept, ")"];
      const parts = rule.convert
        .split("{}")
        .flatMap((text, place) => (place === 0 ? [text] : [...value, text]));
      this.#rewrites.push(rewrite(argument.value, parts));
    }
  }

  /** Several values become one list; a single value is a list already, or becomes one. */
  #list(given: readonly Argument[]): void {
    const [first] = given;
    const last = given.at(-1);
    if (first === undefined || last === undefined) return;
    if (given.length > 1 || first.kind === "star") {
      this.#rewrites.push(wrap({ start: first.start, end: last.end }, "[", "]"));
      return;
    }
    const kinds = members(this.context.typeOf(first.value).type).map((type) =>
      type.kind === "builtin" ? type.name : type.kind,
    );
    if (kinds.every((kind) => ["list", "tuple", "tupleOf", "size"].includes(kind))) return;
    if (kinds.every((kind) => kind === "int" || kind === "bool")) {
      this.#rewrites.push(wrap(first.value, "[", "]"));
      return;
    }
    this.#helpers.push("as_list");
    this.#rewrites.push(wrap(first.value, "as_list(", ")"));
  }

  /** Writes `name=` before positional arguments that Paddle takes at another place. */
  #positions(): void {
    const order = this.#targetOrder();
    let position = 0;
    let named = false;
    for (const parameter of this.binding.signature.parameters) {
      const indices = this.binding.bound.get(parameter.name);
      const [index] = indices ?? [];
      const argument = index === undefined ? undefined : this.call.args[index];
      if (indices === undefined || index === undefined || argument === undefined) continue;
      if (argument.kind === "keyword" || this.#removed.has(index)) continue;
      const rule = this.#rule(parameter.name);
      const name = rule.to ?? parameter.name;
      const variadic = parameter.kind === "star" && rule.as !== "list";
      if (!named && (order[position] === name || variadic)) {
        position += 1;
        continue;
      }
      if (variadic) {
        this.#problems.push(`The values of *${name} stand at another place in Paddle.`);
        return;
      }
      named = true;
      this.#rewrites.unshift(wrap(argument, `${name}=`, ""));
    }
  }

  /** Paddle's parameters by position; without a signature of its own, PyTorch's order under Paddle's names. */
  #targetOrder(): string[] {
    const parameters =
      this.form.signature === undefined
        ? this.binding.signature.parameters
        : this.context.catalog.formSignature(this.form.signature).parameters;
    const positional = parameters.filter(
      (parameter: Parameter) => parameter.kind !== "keyword" && parameter.kind !== "doubleStar",
    );
    if (this.form.signature !== undefined) return positional.map((parameter) => parameter.name);
    return positional.map((parameter) => this.#rule(parameter.name).to ?? parameter.name);
  }

  #text(expr: Expr): string {
    return this.context.source(expr);
  }
}

/** The range of a parameter's only argument, for templates; null when it is not given or given several times. */
export function argumentRange(call: CallExpr, binding: Binding, name: string): Range | null {
  const indices = binding.bound.get(name) ?? [];
  const [index] = indices;
  const argument = index === undefined || indices.length !== 1 ? undefined : call.args[index];
  return argument === undefined ? null : { start: argument.value.start, end: argument.value.end };
}
