import type { Argument, CallExpr, Expr, Stmt } from "../syntax/ast.js";
import { childExpressions, childStatements, statementExpressions, walkExpression } from "../syntax/walk.js";

/** What one body does with the containers that its names hold, as far as its syntax shows. */
export interface NameUses {
  /** Names whose container something else may come to hold: it has another name, an attribute, a nested function … */
  readonly leaks: ReadonlySet<string>;
  /** Names whose container the body itself puts something into. */
  readonly filled: ReadonlySet<string>;
  readonly returned: ReadonlySet<string>;
  /** Names whose items are asked for later than it is written: by a generator, by `values()` under a name. */
  readonly deferred: ReadonlySet<string>;
  /** Calls that get a name as an argument: what becomes of it is theirs to say. */
  readonly handed: ReadonlyMap<string, readonly Handed[]>;
}

export interface Handed {
  readonly call: CallExpr;
  readonly argument: Argument;
}

/** Methods of lists, dictionaries and sets that put nothing in, and whose result holds items only. */
const readers = new Set(
  "clear copy count difference discard get index intersection isdisjoint issubset issuperset items keys pop popitem remove reverse sort symmetric_difference union values".split(
    " ",
  ),
);
/** Those that put in what they are given. */
const fillers = new Set("add append extend insert update".split(" "));
/** Methods and functions whose result looks into the container when it is gone through. */
const lazy = new Set("items keys values enumerate filter iter map reversed zip".split(" "));

/**
 * Where an expression stands: `kept` by what is around it, used up where it stands (`read`: only its items or its
 * truth count), an argument, or handed to the caller of the function.
 */
type Place = "kept" | "read" | "argument" | "returned";

const known = new WeakMap<readonly Stmt[], NameUses>();

/** The uses of the names in a function's or a file's own body; found once. */
export function nameUses(body: readonly Stmt[]): NameUses {
  let uses = known.get(body);
  if (uses === undefined) {
    const collector = new Collector();
    collector.body(body);
    uses = collector.uses();
    known.set(body, uses);
  }
  return uses;
}

const noNames: ReadonlySet<string> = new Set();
const noneHanded: NameUses["handed"] = new Map();

class Collector {
  readonly leaks = new Set<string>();
  readonly filled = new Set<string>();
  readonly returned = new Set<string>();
  readonly deferred = new Set<string>();
  readonly handed = new Map<string, Handed[]>();

  /** What was found. Functions are many, and most have nothing of the kind: they share what is empty. */
  uses(): NameUses {
    const kept = (names: ReadonlySet<string>): ReadonlySet<string> => (names.size === 0 ? noNames : names);
    return {
      leaks: kept(this.leaks),
      filled: kept(this.filled),
      returned: kept(this.returned),
      deferred: kept(this.deferred),
      handed: this.handed.size === 0 ? noneHanded : this.handed,
    };
  }

  body(body: readonly Stmt[]): void {
    for (const statement of body) {
      this.#statement(statement);
      if (statement.type !== "Function" && statement.type !== "Class") this.body(childStatements(statement));
    }
  }

  #statement(statement: Stmt): void {
    switch (statement.type) {
      case "Function":
      case "Class":
        this.#nested(statement);
        return;
      case "Global":
      case "Nonlocal":
        for (const { name } of statement.names) this.leaks.add(name);
        return;
      case "Expression":
        if (statement.value.type === "Call") this.#call(statement.value, "read", true);
        else this.#visit(statement.value, "read");
        return;
      case "Assign": {
        const unpacks = statement.targets.every(({ type }) => type === "Tuple" || type === "List");
        for (const target of statement.targets) this.#target(target);
        if (statement.annotation !== null) this.#visit(statement.annotation, "kept");
        if (statement.value !== null) this.#visit(statement.value, unpacks ? "read" : "kept");
        return;
      }
      case "AugAssign":
        if (statement.target.type === "Name") this.filled.add(statement.target.name);
        this.#target(statement.target);
        this.#visit(statement.value, "kept");
        return;
      case "Delete":
        for (const target of statement.targets) this.#target(target);
        return;
      case "Return":
        if (statement.value !== null) this.#visit(statement.value, "returned");
        return;
      case "If":
      case "While":
        this.#visit(statement.test, "read");
        return;
      case "For":
        this.#target(statement.target);
        this.#visit(statement.iterable, "read");
        return;
      case "Assert":
        for (const value of statement.values) this.#visit(value, "read");
        return;
      default:
        for (const root of statementExpressions(statement)) this.#visit(root, "kept");
    }
  }

  /** A function or class inside may use every name that it mentions at any time. */
  #nested(statement: Stmt): void {
    for (const root of statementExpressions(statement)) this.#all(root);
    if (statement.type === "Global" || statement.type === "Nonlocal")
      for (const { name } of statement.names) this.leaks.add(name);
    for (const inner of childStatements(statement)) this.#nested(inner);
  }

  #all(root: Expr): void {
    walkExpression(root, (expr) => {
      if (expr.type === "Name") this.leaks.add(expr.name);
    });
  }

  #target(target: Expr): void {
    switch (target.type) {
      case "Name":
        return;
      case "Tuple":
      case "List":
        for (const item of target.items) this.#target(item);
        return;
      case "Starred":
        this.#target(target.value);
        return;
      case "Paren":
        this.#target(target.inner);
        return;
      case "Subscript":
        if (target.object.type === "Name") this.filled.add(target.object.name);
        this.#visit(target, "read");
        return;
      default:
        this.#visit(target, "kept");
    }
  }

  #visit(expr: Expr, place: Place): void {
    switch (expr.type) {
      case "Name":
        if (place === "kept" || place === "argument") this.leaks.add(expr.name);
        if (place === "returned") this.returned.add(expr.name);
        return;
      case "Paren":
        this.#visit(expr.inner, place);
        return;
      case "Call":
        this.#call(expr, place, false);
        return;
      case "Subscript":
        this.#visit(expr.object, "read");
        for (const index of expr.indices) this.#visit(index, "kept");
        return;
      case "Binary": {
        const joins = expr.operator === "+" || expr.operator === "*";
        this.#visit(expr.left, joins ? "read" : "kept");
        this.#visit(expr.right, joins ? "read" : "kept");
        return;
      }
      case "Unary":
        this.#visit(expr.operand, expr.operator === "not" ? "read" : "kept");
        return;
      case "Compare":
        for (const operand of expr.operands) this.#visit(operand, "read");
        return;
      case "Bool":
        this.#visit(expr.left, place);
        this.#visit(expr.right, place);
        return;
      case "Conditional":
        this.#visit(expr.test, "read");
        this.#visit(expr.body, place);
        this.#visit(expr.orElse, place);
        return;
      case "List":
      case "Tuple":
      case "Set":
        for (const item of expr.items) this.#visit(item, place === "returned" ? place : "kept");
        return;
      case "Dict":
        for (const { key, value } of expr.entries) {
          if (key !== null) this.#visit(key, "kept");
          this.#visit(value, key === null ? "read" : place === "returned" ? place : "kept");
        }
        return;
      case "Starred":
        this.#visit(expr.value, "read");
        return;
      case "String":
        for (const inner of expr.interpolations) this.#visit(inner, "read");
        return;
      case "Comprehension":
        for (const { target, iterable, conditions } of expr.clauses) {
          if (target.type === "Subscript" || target.type === "Attribute") this.#all(target);
          this.#visit(iterable, "read");
          if (expr.of === "generator" && (place === "kept" || place === "returned")) this.#defer(iterable);
          for (const condition of conditions) this.#visit(condition, "read");
        }
        if (expr.key !== null) this.#visit(expr.key, "kept");
        this.#visit(expr.element, "kept");
        return;
      case "Walrus":
        this.leaks.add(expr.target.name);
        this.#visit(expr.value, "kept");
        return;
      case "Lambda":
      case "Opaque":
        this.#all(expr);
        return;
      default:
        for (const child of childExpressions(expr)) this.#visit(child, "kept");
    }
  }

  #defer(expr: Expr): void {
    walkExpression(expr, (inner) => {
      if (inner.type === "Name") this.deferred.add(inner.name);
    });
  }

  /** @param alone the call is a statement of its own, so that what it puts in is seen by all that follows */
  #call(call: CallExpr, place: Place, alone: boolean): void {
    const { callee } = call;
    const name =
      callee.type === "Attribute" ? callee.attribute.name : callee.type === "Name" ? callee.name : "";
    if (lazy.has(name) && (place === "kept" || place === "returned")) this.#defer(call);
    if (callee.type === "Attribute" && callee.object.type === "Name") {
      const owner = callee.object.name;
      const fills = fillers.has(name);
      if (fills) this.filled.add(owner);
      if (!readers.has(name) && !(fills && alone)) this.leaks.add(owner);
    } else this.#visit(callee, "kept");
    for (const argument of call.args) {
      const { value } = argument;
      if (argument.kind === "star" || argument.kind === "doubleStar") this.#visit(value, "read");
      else if (value.type === "Name") {
        const earlier = this.handed.get(value.name);
        if (earlier === undefined) this.handed.set(value.name, [{ call, argument }]);
        else earlier.push({ call, argument });
      } else this.#visit(value, "argument");
    }
  }
}
