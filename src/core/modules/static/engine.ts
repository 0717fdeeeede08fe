import type { Expr, Stmt } from "../../syntax/ast.js";
import { callValue } from "./calls.js";
import { evaluate } from "./expressions.js";
import { run, type Completion } from "./statements.js";
import { place, type Scope, type SourceModule, type Sources } from "./sources.js";
import { symbol, type CallArguments, type Place, type Value } from "./values.js";

/** How much is evaluated before giving up: far above any real constructor, far below a visible delay. */
const MAXIMUM_STEPS = 5_000_000;
const MAXIMUM_DEPTH = 200;

/** The partial evaluator's state: one per reading of a model. */
export class Engine {
  readonly open = new Set<string>();
  /** The call that is being evaluated, for messages from deep inside. */
  here: Place | null = null;
  /** Depth of loops over an unknown count. */
  repeating = 0;
  depth = 0;
  #steps = 0;
  /** The loop depth at which each container was made: appending to it from further inside repeats an element. */
  readonly #born = new WeakMap<object, number>();

  constructor(readonly sources: Sources) {}

  /** Counts work; false when there has been too much of it. */
  step(): boolean {
    if (++this.#steps <= MAXIMUM_STEPS) return true;
    if (this.#steps === MAXIMUM_STEPS + 1)
      this.noteHere("the constructor runs too long to be followed further.");
    return false;
  }

  /** Runs `work` one call deeper, or returns undefined when the program recurses without end. */
  deeper<T>(work: () => T): T | undefined {
    if (this.depth >= MAXIMUM_DEPTH) return undefined;
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }

  note(module: SourceModule, node: { readonly start: number }, sentence: string): void {
    this.open.add(`${place(module, node)}: ${sentence}`);
  }

  noteHere(sentence: string): void {
    if (this.here !== null) this.note(this.here.module, this.here.node, sentence);
    else this.open.add(sentence);
  }

  /** Remembers where a container was made. */
  made<T extends Value>(value: T): T {
    this.#born.set(value, this.repeating);
    return value;
  }

  /** True if what is added to the container now stands for an unknown number of elements. */
  repeats(container: Value): boolean {
    return this.repeating > (this.#born.get(container) ?? 0);
  }

  evaluate(expression: Expr, scope: Scope): Value {
    return evaluate(this, expression, scope);
  }

  run(body: readonly Stmt[], scope: Scope): Completion {
    return run(this, body, scope);
  }

  call(
    callee: Value,
    args: CallArguments,
    scope: Scope,
    node: { readonly start: number; readonly end: number },
  ): Value {
    return callValue(this, callee, args, scope, node);
  }

  /** The value of a name, looked up from the inside out. */
  lookup(name: string, scope: Scope): Value {
    for (let inner: Scope | null = scope; inner !== null; inner = inner.parent) {
      const value = inner.names.get(name);
      if (value !== undefined) return value;
    }
    return this.global(scope.module, name) ?? { type: "api", name };
  }

  /** A name of a file, evaluated when it is first needed; undefined if the file does not bind it. */
  global(module: SourceModule, name: string): Value | undefined {
    const known = module.values.get(name);
    if (known !== undefined) return known;
    const binding = module.bindings.get(name);
    if (binding === undefined) return this.#fromStars(module, name);
    // A name that needs itself, as in circular imports, stays a name.
    module.values.set(name, symbol(name));
    const scope: Scope = { module, parent: null, names: new Map() };
    let value: Value;
    if (binding.of === "value") value = this.evaluate(binding.value, scope);
    else if (binding.of === "statement") value = definition(binding.statement, module, scope);
    else if (binding.of === "import") {
      const file = this.sources.resolve(module, 0, binding.module);
      value = file === undefined ? { type: "api", name: binding.module } : { type: "file", module: file };
    } else value = this.imported(module, binding.level, binding.module, binding.name);
    module.values.set(name, value);
    return value;
  }

  /** An attribute of an imported file, or undefined when the name is not a file of the project. */
  moduleAttribute(from: SourceModule, dotted: string, name: string): Value | undefined {
    const target = this.sources.resolve(from, 0, dotted);
    return target === undefined ? undefined : this.global(target, name);
  }

  /** What `from … import name` binds: a name of another file, a file, or a name from outside. */
  imported(from: SourceModule, level: number, dotted: string, name: string): Value {
    const target = this.sources.resolve(from, level, dotted);
    const found = target === undefined || target === from ? undefined : this.global(target, name);
    if (found !== undefined) return found;
    const file = this.sources.resolve(from, level, dotted === "" ? name : `${dotted}.${name}`);
    if (file !== undefined && file !== from) return { type: "file", module: file };
    return { type: "api", name: `${".".repeat(level)}${dotted}${dotted === "" ? "" : "."}${name}` };
  }

  #fromStars(module: SourceModule, name: string): Value | undefined {
    for (const star of module.stars) {
      const target = this.sources.resolve(module, star.level, star.module);
      const found = target === undefined || target === module ? undefined : this.global(target, name);
      if (found !== undefined) return found;
      if (target === undefined && /^(torch|paddle)(\.|$)/.test(star.module) && /^[A-Z]/.test(name)) {
        return { type: "api", name: `${star.module}.${name}` };
      }
    }
    return undefined;
  }
}

function definition(statement: Stmt, module: SourceModule, scope: Scope): Value {
  if (statement.type === "Class") return { type: "class", definition: statement, module, scope };
  if (statement.type === "Function") {
    return { type: "function", definition: statement, name: statement.name.name, scope, owner: null };
  }
  return symbol(module.text.slice(statement.start, statement.end));
}
