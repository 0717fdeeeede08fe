import type { CatalogRow } from "../api/schema.js";
import type { Confidence } from "../semantics/types.js";
import type { AttributeExpr, CallExpr, Expr } from "../syntax/ast.js";
import type { Rewrite } from "../text/edits.js";
import type { Range } from "../text/range.js";
import type { FileContext } from "./context.js";
import type { Finding, Fix, Severity } from "./finding.js";
import type { Conversion } from "./outcome.js";
import type { Reference } from "./references.js";
import { rootIsImported } from "./references.js";

/** How a row's uses are reported: under which rule's code, and how severe. */
export type RuleOf = (row: CatalogRow) => { readonly code: string; readonly severity: Severity };

export interface ReporterOptions {
  readonly ruleOf: RuleOf;
  /** `assumed` treats every row as proven: for the proof runner itself. */
  readonly proofs: "required" | "assumed";
}

/** The code of the general rule for a kind of row. */
export function generalCode(kind: string): string {
  if (kind === "method" || kind === "attribute") return "PP102";
  return kind === "decorator" ? "PP104" : "PP101";
}

/** A method of tensors on something that may be a tensor and may be something else. */
export function unknownReceiver(
  at: Extract<Expr, { type: "Attribute" }>,
  name: string,
  reason: string,
): Finding {
  return {
    code: "PP210",
    severity: "info",
    range: { start: at.attribute.start, end: at.attribute.end },
    message: `If this is a tensor, \`${name}\` has to be written differently for Paddle; what it is, is not known (${reason}). Annotate it, or rewrite it by hand.`,
    fix: null,
    blocks: true,
  };
}

/** Turns conversions into findings; changes of the prefix alone are gathered into one finding per import. */
export class Reporter {
  readonly #findings: Finding[] = [];
  readonly #prefixes = new Map<string, Rewrite[]>();

  constructor(
    private readonly context: FileContext,
    private readonly options: ReporterOptions,
  ) {}

  findings(): Finding[] {
    return this.#findings;
  }

  /** Rewrites of nothing but the prefix, by the local name they start with. */
  prefixes(): ReadonlyMap<string, readonly Rewrite[]> {
    return this.#prefixes;
  }

  /** A use of a row, converted or not. */
  use(
    at: Expr,
    row: CatalogRow,
    conversion: Conversion,
    confidence: Confidence,
    reference: Reference | null,
  ): void {
    const prefixOnly = reference !== null && this.#prefixOnly(conversion, reference);
    const gap = conversion.problems.length === 0 ? this.#gap(row, conversion) : null;
    if (gap !== null) this.#unproven(at, row, conversion, gap);
    else if (prefixOnly) this.#addPrefix(reference.root.name, ...conversion.rewrites);
    else this.conversion(at, row, conversion, confidence);
  }

  conversion(at: Expr, row: CatalogRow, conversion: Conversion, confidence: Confidence): void {
    if (conversion.problems.length === 0 && conversion.rewrites.length === 0) return;
    const rule = this.options.ruleOf(row);
    if (conversion.problems.length > 0) {
      const none = this.context.catalog.form(row, this.context.target)?.none !== undefined;
      this.#open(
        none ? "PP003" : "PP004",
        "warning",
        at,
        `\`${row.name}\`: ${conversion.problems.filter((problem) => problem !== "").join(" ")}`,
      );
      return;
    }
    const fix = this.#fix(conversion, confidence === "certain" ? "safe" : "unsafe");
    this.add({
      code: rule.code,
      severity: rule.severity,
      range: this.#headline(at),
      message: this.#message(row, conversion),
      fix,
      blocks: true,
    });
  }

  /** A use of a module's name itself, where nothing but the name changes. */
  rename(part: Reference): void {
    if (part.qualified !== "torch" || part.root.name !== "torch" || this.context.torchLocal === "torch")
      return;
    this.#addPrefix("torch", { start: part.root.start, end: part.root.end, parts: ["paddle"] });
  }

  /** The same for a module that is reached through another: `torch.nn` as a value. */
  moduleRename(part: Reference, conversion: Conversion): void {
    this.#addPrefix(part.root.name, ...conversion.rewrites);
  }

  #addPrefix(local: string, ...rewrites: readonly Rewrite[]): void {
    const known = this.#prefixes.get(local);
    if (known === undefined) this.#prefixes.set(local, [...rewrites]);
    else known.push(...rewrites);
  }

  unknownName(at: Expr, qualified: string): void {
    this.#open(
      "PP002",
      "error",
      at,
      `\`${qualified}\` is not in the API knowledge, so nothing is known about its counterpart on Paddle.`,
    );
  }

  /** @param owner what the member belongs to: "torch.Tensor", "torch.nn.Conv2d" */
  unknownMember(at: Expr, owner: string, name: string, confidence: Confidence): void {
    if (confidence === "unknown") return;
    this.#open(
      "PP002",
      "error",
      at,
      `\`${owner}.${name}\` is not in the API knowledge, so nothing is known about its counterpart on Paddle.`,
    );
  }

  unknownReceiver(at: Extract<Expr, { type: "Attribute" }>, name: string, reason: string): void {
    this.add(unknownReceiver(at, name, reason));
  }

  /** A member of something that may be a tensor or not, written so that it is right for both. */
  dispatch(at: CallExpr | AttributeExpr, row: CatalogRow, conversion: Conversion, reason: string): void {
    const message = `\`${row.name}\` has to be written differently for Paddle, and this is not known to be a tensor (${reason}): a test at run time decides.`;
    this.#special("PP210", "info", at, row, conversion, "unsafe", message);
  }

  /** A class or function whose calls are another's: a helper takes PyTorch's arguments in its place. */
  adapter(at: Expr, row: CatalogRow, conversion: Conversion): void {
    const message = `\`${row.name}\` is used as a value: a helper with PyTorch's signature stands for it.`;
    this.#special("PP006", "warning", at, row, conversion, "safe", message);
  }

  #special(
    code: string,
    severity: Severity,
    at: Expr,
    row: CatalogRow,
    conversion: Conversion,
    applicability: Fix["applicability"],
    message: string,
  ): void {
    const gap = this.#gap(row, conversion);
    if (gap !== null) {
      this.#unproven(at, row, conversion, gap);
      return;
    }
    const fix = this.#fix(conversion, applicability);
    this.add({ code, severity, range: this.#headline(at), message, fix, blocks: true });
  }

  escapes(at: Expr, qualified: string, why: string): void {
    this.#open("PP006", "warning", at, `\`${qualified}\` is used as a value: ${why}`);
  }

  add(finding: Finding): void {
    this.#findings.push(finding);
  }

  #open(code: string, severity: Severity, at: Range, message: string): void {
    this.add({ code, severity, range: { start: at.start, end: at.end }, message, fix: null, blocks: true });
  }

  #prefixOnly(conversion: Conversion, reference: Reference): boolean {
    if (
      conversion.problems.length > 0 ||
      conversion.helpers.length > 0 ||
      conversion.needsPaddle ||
      !rootIsImported(this.context, reference)
    )
      return false;
    const [only] = conversion.rewrites;
    if (conversion.rewrites.length !== 1 || only === undefined) return false;
    return (
      only.start === reference.root.start &&
      only.end <= reference.expr.end &&
      this.#keepsTail(only, reference)
    );
  }

  #keepsTail(rewrite: Rewrite, reference: Reference): boolean {
    const tail = (text: string): string => text.slice(text.indexOf("."));
    const [part] = rewrite.parts;
    return (
      rewrite.parts.length === 1 &&
      typeof part === "string" &&
      part.includes(".") &&
      tail(part) === tail(this.context.source(reference.expr))
    );
  }

  /** The counterpart is known but no proof covers it: offered as a suggestion, never made by itself. */
  #unproven(at: Expr, row: CatalogRow, conversion: Conversion, gap: string): void {
    const rule = this.options.ruleOf(row);
    const own = rule.code === generalCode(row.kind) ? { code: "PP005", severity: "warning" as const } : rule;
    const fix = conversion.rewrites.length === 0 ? null : this.#fix(conversion, "suggestion");
    this.add({ ...own, range: this.#headline(at), message: gap, fix, blocks: true });
  }

  #fix(conversion: Conversion, applicability: Fix["applicability"]): Fix {
    return {
      title: `Write it for Paddle ${this.context.target}`,
      applicability,
      rewrites: conversion.rewrites,
      helpers: conversion.helpers,
      needsPaddle: conversion.needsPaddle,
    };
  }

  /** What is not proven about a use: the row itself, or an argument that no passing proof exercised. */
  #gap(row: CatalogRow, conversion: Conversion): string | null {
    if (this.options.proofs === "assumed" || row.kind === "dtype" || row.kind === "module") return null;
    const verified = this.context.catalog.verified(row, this.context.target);
    if (verified === undefined)
      return `\`${row.name}\`: its counterpart has not been proven on Paddle ${this.context.target}. Compare the results by hand.`;
    const form = this.context.catalog.form(row, this.context.target);
    const unproven = conversion.given.filter(
      (name) => !verified.arguments.includes(name) && form?.arguments?.[name]?.drop === undefined,
    );
    return unproven.length === 0
      ? null
      : `\`${row.name}\`: no proof exercises ${unproven.map((name) => `\`${name}\``).join(", ")} on Paddle ${this.context.target}. Compare the results by hand.`;
  }

  #message(row: CatalogRow, conversion: Conversion): string {
    const note = row.note === undefined ? "" : ` ${row.note}`;
    // What the source keeps is left out: `….shape[…]`.
    const shown = conversion.rewrites
      .map(({ parts }) =>
        parts.map((part) => (typeof part === "string" ? part.replaceAll(/\s+/g, " ") : "…")).join(""),
      )
      .map((written) => written.replace(/^…?[ ,]*|[ ,]+$/g, ""))
      .filter((written) => /\w{2}/.test(written));
    const text =
      shown.length === 0
        ? ""
        : ` (${shown
            .slice(0, 3)
            .map((part) => `\`${part}\``)
            .join(", ")})`;
    return `\`${row.name}\` is written differently on Paddle ${this.context.target}${text}.${note}`;
  }

  /** Squiggles go under the name of what is called, not under a call of many lines. */
  #headline(at: Expr): Range {
    const expr = at.type === "Call" ? at.callee : at;
    const token = expr.type === "Attribute" ? expr.attribute : expr;
    return { start: token.start, end: token.end };
  }
}
