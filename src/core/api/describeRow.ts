import type { Catalog } from "./catalog.js";
import type { ArgumentRule, CatalogRow, PaddleVersion, TargetForm } from "./schema.js";

/** What becomes of one argument, in words. */
export interface ArgumentDescription {
  readonly name: string;
  readonly becomes: string;
}

/** What to write for a row, or for the calls of one of its overloads. */
export interface FormDescription {
  /** PyTorch's signatures that the form is for. */
  readonly signatures: readonly string[];
  /** The Paddle name or the text to write; null when there is no counterpart. */
  readonly write: string | null;
  /** What to do by hand, or why something is deleted. */
  readonly advice: string | null;
  readonly arguments: readonly ArgumentDescription[];
}

/** A row in words, for one minimum Paddle version. */
export interface RowDescription {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: CatalogRow["kind"];
  readonly returns: string;
  readonly note: string | null;
  readonly paddle: PaddleVersion;
  readonly forms: readonly FormDescription[];
  /** The executed evidence, or null when nothing is proven for this version. */
  readonly proven: {
    readonly paddle: readonly string[];
    readonly arguments: readonly string[];
    readonly forms: number;
    /** Whether Paddle's kernel itself ran, or was emulated behind its real signature. */
    readonly kernel: "real" | "emulated" | "partly emulated";
  } | null;
}

/**
 * Describes a row for people: the command line prints it, the editor shows it.
 * @param call the signature that a call binds to: only what concerns it is told
 */
export function describeRow(
  catalog: Catalog,
  row: CatalogRow,
  version: PaddleVersion,
  call?: number,
): RowDescription {
  const verified = catalog.verified(row, version);
  const all = row.signatures.length > 0 ? row.signatures.map((_, index) => index) : [undefined];
  const overloads = call === undefined ? all : [call];
  const groups = new Map<TargetForm | undefined, string[]>();
  for (const overload of overloads) {
    const form = catalog.form(row, version, overload);
    const known = groups.get(form) ?? [];
    groups.set(form, overload === undefined ? known : [...known, row.signatures[overload] ?? ""]);
  }
  return {
    name: row.name,
    aliases: row.aliases,
    kind: row.kind,
    returns: row.returns,
    note: row.note ?? null,
    paddle: version,
    forms: [...groups].map(([form, signatures]) => describeForm(row, form, signatures)),
    proven:
      verified === undefined
        ? null
        : {
            paddle: verified.paddle,
            arguments: verified.arguments,
            forms: verified.forms,
            kernel: verified.kernel ?? "real",
          },
  };
}

function describeForm(
  row: CatalogRow,
  form: TargetForm | undefined,
  signatures: readonly string[],
): FormDescription {
  if (form === undefined)
    return { signatures, write: null, advice: "Nothing is known for this Paddle version.", arguments: [] };
  const rules = Object.entries(form.arguments ?? {}).map(([name, rule]) => ({
    name,
    becomes: becomes(rule),
  }));
  const added = Object.entries(form.add ?? {}).map(([name, value]) => ({
    name: "(added)",
    becomes: `${name}=${value}`,
  }));
  return {
    signatures,
    write: written(row, form),
    advice: form.none ?? form.remove ?? null,
    arguments: [...rules, ...added].filter((rule) => rule.becomes !== ""),
  };
}

/** How each coded rewriter writes its result; the text is an example, the arguments are worked out at the call. */
const REWRITTEN: Readonly<Record<string, string>> = {
  sizeCall: "tuple(x.shape), or x.shape[i] for one dimension",
  shapeAttribute: "x.shape where any sequence will do, else tuple(x.shape)",
  functionalLinear: "F.linear(x, layer.weight) for a layer's own weight, else F.linear(x, w.t())",
  swapAxes: "x.transpose([…]) with the whole permutation, or paddle.moveaxis",
  parametersIterator: "the list of Paddle, in iter(…) where an iterator is needed",
  trainMode: "train() or eval(), through a helper where the result or the mode is used",
  optionalDependency: "an explicit error in the branch that needs it",
};

function written(row: CatalogRow, form: TargetForm): string | null {
  if (form.same === true)
    return row.name.replace(/^torch\.nn\.Module\b/, "paddle.nn.Layer").replace(/^torch\b/, "paddle");
  if (form.to !== undefined)
    return form.to.startsWith("helper.") ? `${form.to.slice(7)} (a helper written into the port)` : form.to;
  if (form.template !== undefined)
    return form.template.replaceAll("{helper}", form.helper ?? "helper").replaceAll(/\{(\w+)\}/g, "$1");
  if (form.rewriter !== undefined) return REWRITTEN[form.rewriter] ?? form.rewriter;
  return form.remove === undefined ? null : "(deleted)";
}

function becomes(rule: ArgumentRule): string {
  if (rule.unsupported !== undefined) return `only the default can be ported. ${rule.unsupported}`;
  if (rule.drop !== undefined) return `left out. ${rule.drop}`;
  const parts: string[] = [];
  if (rule.to !== undefined) parts.push(rule.to);
  if (rule.as === "list") parts.push("as one list");
  for (const [from, to] of Object.entries(rule.values ?? {})) parts.push(`${from} → ${to ?? "left out"}`);
  if (rule.convert !== undefined) parts.push(`rewritten as ${rule.convert.replaceAll("{}", "…")}`);
  return parts.join("; ");
}
