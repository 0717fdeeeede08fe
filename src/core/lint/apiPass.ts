import { bindArguments, isBinding } from "../api/binding.js";
import type { CatalogRow } from "../api/schema.js";
import { callArguments } from "../semantics/callArguments.js";
import { isModuleMember } from "../semantics/library.js";
import { classMemberRow } from "../semantics/members.js";
import { externalBases, hierarchyKnown } from "../semantics/classes.js";
import type { Type } from "../semantics/types.js";
import type { AttributeExpr, CallExpr, Expr } from "../syntax/ast.js";
import { unwrap } from "../syntax/walk.js";
import { isPlainAlias } from "./adapters.js";
import { alternatives } from "./alternatives.js";
import type { FileContext } from "./context.js";
import { convertAttribute, convertCall, convertStore } from "./conversion.js";
import { dispatched, hasOtherOwners } from "./dispatch.js";
import { dynamicCall, inheritedConstructor, starredCall } from "./dynamicCalls.js";
import type { Finding } from "./finding.js";
import { harmless, takesText } from "./memberNames.js";
import type { Conversion } from "./outcome.js";
import { converted, failed } from "./outcome.js";
import { referenceUse, removeDecorator } from "./referenceUse.js";
import { isForeign } from "./foreign.js";
import { resolveReference, rootIsImported } from "./references.js";
import { unavailableCall } from "./unavailableCall.js";
import type { Reporter } from "./reporter.js";
import { lookUpByText } from "./textLookUps.js";

/** Methods that Python's containers and text have and no tensor has: whatever else the receiver may be, it is none. */
const ofContainers =
  /^(append|extend|insert|pop|popitem|remove|reverse|keys|items|get|update|setdefault|join|strip|lower|upper|startswith|endswith)$/;

/** Reports every use of PyTorch's API in a file: calls, methods, attributes and names that are passed around. */
export class ApiPass {
  /** By the expressions' ids. */
  readonly #handled: Uint8Array;

  constructor(
    private readonly context: FileContext,
    private readonly report: Reporter,
  ) {
    this.#handled = new Uint8Array(context.module.ast.idEnd);
  }

  run(): Finding[] {
    const anyErrors = this.context.module.ast.errors.length > 0;
    for (const expr of this.context.expressions) {
      if (expr.type !== "Call" && expr.type !== "Attribute" && expr.type !== "Name") continue;
      if (this.#handled[expr.id] === 1) continue;
      const parent = anyErrors ? this.context.parent(expr) : undefined;
      if (parent !== undefined && this.context.broken(parent.stmt)) continue;
      if (expr.type === "Call") this.#call(expr);
      else this.#read(expr);
    }
    return this.report.findings();
  }

  #call(call: CallExpr): void {
    const callee = unwrap(call.callee);
    const reference = resolveReference(this.context, callee);
    // A variable that holds a class or function of PyTorch: its call is another's to judge.
    const held =
      callee.type === "Name" &&
      reference !== null &&
      !rootIsImported(this.context, reference) &&
      !isPlainAlias(this.context, callee.name);
    if (reference !== null && isForeign(reference.qualified) && !held) {
      this.#handleChain(callee);
      const row = this.context.catalog.row(reference.qualified);
      if (row === undefined) this.report.unknownName(callee, reference.qualified);
      else if (unavailableCall(this.context, this.report, call, row)) return;
      else if (this.context.catalog.form(row, this.context.target)?.remove !== undefined)
        removeDecorator(this.context, this.report, call, row);
      else if (row.kind === "function" || row.kind === "class" || row.kind === "decorator") {
        const confidence = this.context.typeOf(callee).confidence;
        const spread = starredCall(this.context, call, row, reference);
        if (spread !== null) this.report.adapter(callee, row, spread);
        else
          this.report.use(
            call,
            row,
            convertCall(this.context, call, row, { kind: "reference", reference }),
            confidence === "unknown" ? "certain" : confidence,
            reference,
          );
      } else
        this.report.conversion(
          callee,
          row,
          failed("It is called, but the API knowledge has it as a value."),
          "certain",
        );
      return;
    }
    if (inheritedConstructor(this.context, this.report, call)) {
      this.#handled[callee.id] = 1;
      return;
    }
    if (callee.type === "Name") lookUpByText(this.context, this.report, call, callee.name);
    if (callee.type === "Attribute") {
      if (this.#method(call, callee)) {
        this.#handled[callee.id] = 1;
        return;
      }
    }
    dynamicCall(this.context, this.report, call);
  }

  /** A method call; true when the attribute needs no look of its own any more. */
  #method(call: CallExpr, callee: Extract<Expr, { type: "Attribute" }>): boolean {
    const name = callee.attribute.name;
    const value = this.context.typeOf(callee.object);
    const parts = alternatives(value.type);
    const rows = parts.map((part) => this.#memberRow(part, name));
    const found = rows.filter((row) => row !== null);
    const [row] = found;
    if (row === undefined) return this.#unknownMember(call, callee, parts);
    const others = parts.filter((_, index) => rows[index] === null);
    const same = found.every((candidate) => candidate === row);
    const conversion =
      row === "unknown"
        ? failed(`\`${name}\` is not in the API knowledge.`)
        : convertCall(this.context, call, row, { kind: "method", receiver: callee.object });
    const unchanged = conversion.rewrites.length === 0 && conversion.problems.length === 0;
    if (same && (others.length === 0 || unchanged)) {
      if (row === "unknown") this.report.unknownMember(callee, ownerOf(parts), name, value.confidence);
      else this.report.use(call, row, conversion, value.confidence, null);
      return true;
    }
    // `name.split(" ")` is no call of a tensor's method, whatever else the receiver may be.
    const tensorsOnly = found.every((candidate) => candidate === this.context.catalog.method(name));
    if (row !== "unknown" && tensorsOnly && others.length > 0 && !this.#couldBe(call, row)) return true;
    if (row === "unknown" || !this.#dispatch(call, callee, parts, rows))
      this.report.unknownReceiver(callee, name, value.reason);
    return true;
  }

  /**
   * Writes a use for a tensor and for whatever else the receiver may be.
   * @param rows the rows of the receiver's possible types
   * @returns false where that is not possible, and nothing has been reported
   */
  #dispatch(
    use: CallExpr | AttributeExpr,
    member: AttributeExpr,
    parts: readonly Type[],
    rows: readonly (CatalogRow | "unknown" | null)[],
  ): boolean {
    const { context } = this;
    const { catalog } = context;
    const name = member.attribute.name;
    const row = catalog.method(name);
    if (row === undefined || (use === member && row.kind !== "attribute")) return false;
    if (parts.some((part) => part.kind === "tensor" && part.framework !== "torch")) return false;
    const others = new Set(rows.filter((_, index) => parts[index]?.kind !== "tensor"));
    // What is not known may be a module, or an instance of another class of PyTorch.
    if (parts.length === 0 || parts.some((part) => part.kind === "unknown")) {
      if (hasOtherOwners(catalog, name)) return false;
      others.add(null);
    }
    const convert = (of: CatalogRow): Conversion =>
      use.type === "Call"
        ? convertCall(context, use, of, { kind: "method", receiver: member.object })
        : convertAttribute(context, use, of);
    const [other = null] = [...others].filter((candidate) => candidate !== null);
    if (other === "unknown") return false;
    const rest = other === null ? undefined : convert(other);
    if (rest !== undefined && rest.rewrites.length > 0 && others.size > 1) return false;
    const conversion = dispatched(context, use, member.object, convert(row), rest);
    if (conversion.problems.length > 0) return false;
    this.report.dispatch(use, row, conversion, context.typeOf(member.object).reason);
    return true;
  }

  /** The row of a member; "unknown" for a tensor's member that no row describes; null where the type has nothing to do with it. */
  #memberRow(type: Type, name: string): CatalogRow | "unknown" | null {
    const { catalog } = this.context;
    if (type.kind === "tensor")
      return type.framework === "torch" && !ofContainers.test(name)
        ? (catalog.method(name) ?? "unknown")
        : null;
    if (type.kind === "instance" && isForeign(type.of)) {
      const known = classMemberRow(type.of, name, catalog);
      if (known !== undefined) return known;
      // A plain nn.Module has whatever the program gave it; other classes have what PyTorch gave them.
      const own = type.of === "torch.nn.Module" ? !isModuleMember(name) : harmless.has(name);
      return own ? null : "unknown";
    }
    // A shape is a tuple or a list on Paddle, without what torch.Size adds to it.
    if (type.kind === "size")
      return type.framework === "torch" && name !== "count" && name !== "index"
        ? (catalog.row(`torch.Size.${name}`) ?? "unknown")
        : null;
    if (type.kind === "dtype" || type.kind === "device")
      return catalog.row(`torch.${type.kind}.${name}`) ?? "unknown";
    if (type.kind === "method" && type.receiver.kind !== "tensor") return null;
    const bases =
      type.kind === "object" ? externalBases(type.of) : type.kind === "super" ? externalBases(type.of) : [];
    if (type.kind === "object" || type.kind === "super") {
      const base = bases.find((candidate) => isForeign(candidate));
      if (base === undefined || (type.kind === "object" && this.#definesMember(type, name))) return null;
      const row = classMemberRow(base, name, catalog);
      if (row !== undefined) return row;
      // What nn.Module or another class of PyTorch brings along, and no row describes, is not known to exist on Paddle.
      const inherited =
        base === "torch.nn.Module"
          ? isModuleMember(name)
          : type.kind === "object" && !harmless.has(name) && hierarchyKnown(type.of);
      return inherited ? "unknown" : null;
    }
    return null;
  }

  #definesMember(type: Extract<Type, { kind: "object" }>, name: string): boolean {
    const { of } = type;
    return (
      of.methods.has(name) ||
      of.attributes.has(name) ||
      of.members.has(name) ||
      of.bases.some(
        (base) => base.kind === "class" && this.#definesMember({ kind: "object", of: base.of }, name),
      )
    );
  }

  /** A call on something of unknown type: open when a tensor's or module's method of that name has to be changed. */
  #unknownMember(
    call: CallExpr,
    callee: Extract<Expr, { type: "Attribute" }>,
    parts: readonly Type[],
  ): boolean {
    const { context } = this;
    const name = callee.attribute.name;
    const isUnknown = parts.length === 0 || parts.some((part) => part.kind === "unknown");
    if (!isUnknown) return false;
    const rows = [context.catalog.method(name), context.catalog.row(`torch.nn.Module.${name}`)].filter(
      (row) => row?.kind === "method",
    );
    const changes = rows.some((row) => {
      if (row === undefined || !this.#couldBe(call, row)) return false;
      const conversion = convertCall(context, call, row, { kind: "method", receiver: callee.object });
      return conversion.problems.length > 0 || conversion.rewrites.length > 0;
    });
    if (changes && !this.#dispatch(call, callee, parts, []))
      this.report.unknownReceiver(callee, name, context.typeOf(callee.object).reason);
    return changes;
  }

  /** False when the arguments show that it is not PyTorch's method: `name.split(".")`, `path.index(other, 1)`. */
  #couldBe(call: CallExpr, row: CatalogRow): boolean {
    const args = callArguments(call);
    const starred = args.some((argument) => argument.kind === "star" || argument.kind === "doubleStar");
    if (!starred && !isBinding(bindArguments(this.context.catalog.signatures(row), args))) return false;
    const text = call.args.some((argument) => {
      const { type } = this.context.typeOf(argument.value);
      return type.kind === "builtin" && (type.name === "str" || type.name === "bytes");
    });
    return !text || takesText.test(row.name);
  }

  #read(expr: Extract<Expr, { type: "Attribute" | "Name" }>): void {
    // `torch.float32.itemsize`: a member of a dtype, whose own name is looked at by itself.
    if (expr.type === "Attribute" && this.context.typeOf(expr.object).type.kind === "dtype") {
      this.#attribute(expr);
      return;
    }
    const reference = resolveReference(this.context, expr);
    if (reference === null) {
      if (expr.type === "Attribute") this.#attribute(expr);
      return;
    }
    // A variable that holds a name of PyTorch holds what the port has put there.
    if (expr.type === "Name" && (isTarget(this.context, expr) || !rootIsImported(this.context, reference)))
      return;
    if (!isForeign(reference.qualified)) return;
    this.#handleChain(expr);
    referenceUse(this.context, this.report, reference);
  }

  #attribute(expr: Extract<Expr, { type: "Attribute" }>): void {
    const { context, report } = this;
    const value = context.typeOf(expr.object);
    const name = expr.attribute.name;
    const parts = alternatives(value.type);
    const rows = parts.map((part) => this.#memberRow(part, name));
    const row =
      rows.find((candidate) => candidate !== null) ??
      (parts.every((part) => part.kind === "unknown") ? context.catalog.method(name) : undefined);
    if (row === undefined || (this.#isStore(expr) && rows.every((candidate) => candidate === null))) return;
    if (row === "unknown") {
      report.unknownMember(
        expr,
        ownerOf(parts.filter((_, index) => rows[index] === "unknown")),
        name,
        value.confidence,
      );
      return;
    }
    const outcome = this.#readOutcome(expr, row);
    if (outcome.rewrites.length === 0 && outcome.problems.length === 0) {
      report.use(expr, row, outcome, value.confidence, null);
      return;
    }
    // What is written for a shape is right for whatever has one: a tuple of it.
    const anyType = row.name === "torch.Tensor.shape";
    const sure = rows.every((candidate) => candidate === row);
    if (sure || anyType) report.use(expr, row, outcome, sure ? value.confidence : "likely", null);
    else if (row.kind === "attribute" && (this.#isStore(expr) || !this.#dispatch(expr, expr, parts, rows)))
      report.unknownReceiver(expr, name, value.reason);
  }

  #readOutcome(expr: Extract<Expr, { type: "Attribute" }>, row: CatalogRow): Conversion {
    if (row.kind === "attribute") {
      const outcome = convertAttribute(this.context, expr, row);
      return this.#isStore(expr) && outcome.rewrites.length > 0
        ? convertStore(this.context, expr, row)
        : outcome;
    }
    // A bound method that is passed around keeps PyTorch's signature in the hands of whoever calls it.
    const form = this.context.catalog.form(row, this.context.target);
    return form?.same === true ? converted([]) : failed("The method is passed on instead of called here.");
  }

  #isStore(expr: Expr): boolean {
    const stmt = this.context.parent(expr)?.stmt;
    return isTarget(this.context, expr) || (stmt?.type === "AugAssign" && stmt.target === expr);
  }

  #handleChain(expr: Expr): void {
    for (let current: Expr = expr; ; current = current.object) {
      this.#handled[current.id] = 1;
      if (current.type !== "Attribute") return;
    }
  }
}

function ownerOf(parts: readonly Type[]): string {
  const [first] = parts;
  if (first?.kind === "instance") return first.of;
  if (first?.kind === "size") return "torch.Size";
  if (first?.kind === "dtype" || first?.kind === "device") return `torch.${first.kind}`;
  return first?.kind === "object" || first?.kind === "super"
    ? (externalBases(first.of)[0] ?? "torch.nn.Module")
    : "torch.Tensor";
}

/** True for what is being bound, alone or among others, which is no use of what it held; of an attribute also where it is deleted. */
function isTarget(context: FileContext, expr: Expr): boolean {
  let inner: Expr = expr;
  for (let parent = context.parent(inner); parent !== undefined; parent = context.parent(inner)) {
    if (parent.expr === null) {
      const { stmt } = parent;
      if (stmt.type === "Assign") return stmt.targets.includes(inner);
      if (stmt.type === "For") return stmt.target === inner;
      if (stmt.type === "Delete") return expr.type === "Attribute";
      return stmt.type === "With" && stmt.items.some((item) => item.target === inner);
    }
    if (!["Tuple", "List", "Starred", "Paren"].includes(parent.expr.type)) {
      return (
        (parent.expr.type === "Walrus" && parent.expr.target === inner) ||
        (parent.expr.type === "Comprehension" &&
          parent.expr.clauses.some((clause) => clause.target === inner))
      );
    }
    inner = parent.expr;
  }
  return false;
}
