import type { Expr, Parameter, Stmt } from "../syntax/ast.js";
import { childExpressions, childStatements, statementExpressions } from "../syntax/walk.js";
import { Environment } from "./environment.js";
import { evaluateExpression } from "./evaluator.js";
import { execute } from "./executor.js";
import type { CallValue, Engine, Frame } from "./frame.js";
import { elementOf, itemOf } from "./operators.js";
import { shared } from "./ownership.js";
import { parameterType } from "./parameters.js";
import type { Project } from "./project.js";
import { bodyBindings, functionBindings, isGenerator, namesSharedWithNested } from "./scopes.js";
import type { ProjectFunction, SourceModule } from "./symbols.js";
import { nothingFound, withFound } from "./symbols.js";
import type { Inferred } from "./types.js";
import { certain, infer, joinAll, noneType, unknown } from "./types.js";

/** How often the project is gone through: what one round learns about attributes and call sites, the next one uses. */
const rounds = 2;

/**
 * Infers what every expression of a project's files is; the results are in their `types`.
 * @param wanted the files that are asked for; the others only inform
 */
export function analyse(project: Project, wanted: readonly SourceModule[] = project.modules): void {
  const analysis = new Analysis(project);
  for (const module of wanted) analysis.record(module);
}

/**
 * Looks at files of a project one after the other, each while its types are at hand: those of a large project take more
 * memory than its text.
 * @param wanted the files, each with what the look has to know about it
 * @returns what the looks gave, in the order of the files
 */
export function analyseEach<About, Result>(
  project: Project,
  wanted: ReadonlyMap<SourceModule, About>,
  look: (module: SourceModule, about: About) => Result,
): Result[] {
  const analysis = new Analysis(project);
  for (;;) {
    const before = project.handsOutWeights;
    const results = [...wanted].map(([module, about]) => {
      project.packed?.hold();
      analysis.record(module);
      const result = look(module, about);
      analysis.forget();
      project.packed?.release();
      return result;
    });
    // What a later file shows of the whole project holds for the earlier ones too.
    if (project.handsOutWeights === before) return results;
  }
}

/** Levels of nested code that are followed from function to function: more than real code has, and fit for the stack. */
const deepest = 600;

/**
 * What is known of a project: of the attributes, parameters and global names of all its files. What the expressions of a
 * file are follows from it, and is worked out for one file at a time, so that a large project need not hold all of it.
 */
class Analysis implements Engine {
  readonly #recorded: SourceModule[] = [];
  /** The file whose expressions are being recorded. */
  #recording: SourceModule | null = null;
  /** Levels of nesting in the functions that are being looked at, each on behalf of the one before. */
  #depth = 0;

  constructor(readonly project: Project) {
    for (let round = 1; round <= rounds; round++) this.#learn();
    // From here on nothing is learnt any more; what functions give is worked out once more from all that is known.
    for (const module of project.modules) module.hierarchy.settled = true;
    this.#begin();
    project.record = (module) => this.record(module);
  }

  /** Infers what every expression of a file is; the results are in its `types`. */
  record(module: SourceModule): void {
    this.#recording = module;
    module.types.reset(module.ast);
    for (const fn of module.functions) fn.result = null;
    this.#executeModule(module);
    for (const fn of module.functions) this.resultOf(fn);
    this.#recording = null;
    this.#recorded.push(module);
  }

  /** Drops what has been recorded. */
  forget(): void {
    for (const module of this.#recorded.splice(0)) module.types.clear();
  }

  #learn(): void {
    this.#begin();
    // Constructors first: they say what the attributes are that other methods use.
    const functions = this.project.modules.flatMap((module) => module.functions);
    for (const fn of functions) if (fn.name === "__init__") this.resultOf(fn);
    // The list may grow while nested functions are met.
    for (const module of this.project.modules) for (const fn of module.functions) this.resultOf(fn);
    for (const module of this.project.modules) {
      module.hierarchy.change();
      for (const of of module.classes) {
        of.attributes = of.foundAttributes;
        of.foundAttributes = nothingFound;
      }
      for (const fn of module.functions) {
        fn.seen = fn.foundCalls;
        fn.foundCalls = nothingFound;
        fn.enclosing = fn.foundEnclosing;
      }
    }
  }

  /** Forgets what functions give, and looks at what is outside of them. */
  #begin(): void {
    for (const module of this.project.modules) {
      replace(module.earlierGlobals, module.globals);
      for (const fn of module.functions) fn.result = null;
    }
    for (const module of this.project.modules) this.#executeModule(module);
  }

  evaluate(expr: Expr, frame: Frame): Inferred {
    return evaluateExpression(this, expr, frame);
  }

  resultOf(fn: ProjectFunction): Inferred {
    if (fn.result !== null) return fn.result;
    // Where calls lead on and on, the rest is unknown here; each function still gets its own turn.
    const levels = bodyFacts(fn.node).levels + 8;
    if (fn.analysing || (this.#depth > 0 && this.#depth + levels > deepest)) return unknown;
    fn.analysing = true;
    this.#depth += levels;
    try {
      fn.result = this.#executeFunction(fn);
      return fn.result;
    } finally {
      this.#depth -= levels;
      fn.analysing = false;
    }
  }

  noteCall(fn: ProjectFunction, args: readonly CallValue[], bound: boolean): void {
    if (fn.module.hierarchy.settled) return;
    const plain = fn.node.params.filter((param) => param.kind === "plain" || param.kind === "positionalOnly");
    let position = bound ? 1 : 0;
    for (const arg of args) {
      const param =
        arg.kind === "positional"
          ? plain[position++]
          : arg.kind === "keyword"
            ? fn.node.params.find((candidate) => candidate.name.name === arg.name)
            : undefined;
      if (arg.kind === "star") {
        // Each of the parameters that follow may get any of the items.
        for (const rest of plain.slice(position)) note(fn, rest, elementOf(arg.value));
        position = Number.POSITIVE_INFINITY;
      }
      if (arg.kind === "doubleStar") {
        const item = infer(itemOf(arg.value.type, arg.value), "likely", "an item of the keyword arguments");
        for (const named of fn.node.params) if (named.default !== null) note(fn, named, item);
      }
      if (param === undefined) continue;
      note(fn, param, arg.value);
    }
  }

  #executeModule(module: SourceModule): void {
    const { body } = module.ast;
    const { locals, globals } = bodyBindings(body);
    const frame: Frame = {
      module,
      kind: "module",
      body,
      env: new Environment(),
      locals,
      globalNames: globals,
      shared: module.sharedNames,
      scope: null,
      bound: new Map(),
      owner: null,
      fn: null,
      returns: [],
      types: this.#recording === module ? module.types : null,
    };
    execute(this, body, frame);
  }

  #executeFunction(fn: ProjectFunction): Inferred {
    const facts = bodyFacts(fn.node);
    const body = fn.node.type === "Function" ? fn.node.body.body : noStatements;
    const frame: Frame = {
      module: fn.module,
      kind: "function",
      body,
      env: new Environment(),
      locals: new Set(facts.locals),
      globalNames: facts.globals,
      shared: facts.shared,
      scope: fn.enclosing,
      bound: new Map(),
      owner: fn.owner,
      fn,
      returns: [],
      types: this.#recording === fn.module ? fn.module.types : null,
    };
    for (const [index, param] of fn.node.params.entries()) {
      const type = parameterType(this, fn, param, index, frame);
      frame.env.set(param.name.name, type);
      frame.bound.set(param.name.name, type);
    }
    if (fn.node.type === "Lambda") return this.evaluate(fn.node.body, frame);
    execute(this, body, frame);
    // A generator's or coroutine's call gives the object, not what the body returns.
    if (facts.generator || fn.node.async) return unknown;
    if (!frame.env.dead) frame.returns.push(certain(noneType, "the end of the function"));
    if (frame.returns.length === 0) return unknown;
    const result = joinAll(frame.returns);
    // A decorator may keep what is returned, and give it to others too.
    return fn.node.decorators.length === 0 ? result : shared(result);
  }
}

/** Notes what a parameter gets at a call. */
function note(fn: ProjectFunction, param: Parameter, value: Inferred): void {
  fn.foundCalls = withFound(fn.foundCalls, param.name.name, shared(value));
}

/** Moves what a round has found to where the next one looks. */
function replace(target: Map<string, Inferred>, source: Map<string, Inferred>): void {
  target.clear();
  for (const [name, value] of source) target.set(name, value);
  source.clear();
}

/** What the syntax of a function says. */
interface BodyFacts {
  readonly locals: readonly string[];
  readonly globals: ReadonlySet<string>;
  /** Local names that nested functions may rebind. */
  readonly shared: ReadonlySet<string>;
  readonly generator: boolean;
  /** How deeply its statements and expressions are nested. */
  readonly levels: number;
}

/** How many statements and expressions are inside one another. Iterative, since depth is the input's to choose. */
function nesting(node: ProjectFunction["node"]): number {
  let most = 0;
  const statements = new Levels<Stmt>();
  const expressions = new Levels<Expr>();
  if (node.type === "Function") statements.add(node.body.body, 1);
  else expressions.add([node.body], 1);
  for (let next = statements.pop(); next !== undefined; next = statements.pop()) {
    most = Math.max(most, statements.level);
    const inside = statements.level + 1;
    statements.add(childStatements(next), inside);
    expressions.add(statementExpressions(next), inside);
  }
  for (let next = expressions.pop(); next !== undefined; next = expressions.pop()) {
    most = Math.max(most, expressions.level);
    expressions.add(childExpressions(next), expressions.level + 1);
  }
  return most;
}

/** What is still to be looked at, each with its level. */
class Levels<Item> {
  readonly #items: Item[] = [];
  readonly #levels: number[] = [];
  /** Of the item that was taken last. */
  level = 0;

  add(items: readonly Item[], level: number): void {
    for (const item of items) {
      this.#items.push(item);
      this.#levels.push(level);
    }
  }

  pop(): Item | undefined {
    this.level = this.#levels.pop() ?? 0;
    return this.#items.pop();
  }
}

const noStatements: readonly Stmt[] = [];
const noNames: ReadonlySet<string> = new Set();
const knownFacts = new WeakMap<ProjectFunction["node"], BodyFacts>();

/** What a body's syntax alone says; found once, since every round asks. */
function bodyFacts(node: ProjectFunction["node"]): BodyFacts {
  const known = knownFacts.get(node);
  if (known !== undefined) return known;
  const { locals, globals } = functionBindings(node);
  const shared = node.type === "Function" ? namesSharedWithNested(node.body.body) : noNames;
  // As a list the names take less than half the room; a set is made of them when the function is gone through.
  const facts = { locals: [...locals], globals, shared, generator: isGenerator(node), levels: nesting(node) };
  knownFacts.set(node, facts);
  return facts;
}
