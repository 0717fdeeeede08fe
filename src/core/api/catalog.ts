import type { CatalogRow, PaddleVersion, TargetForm, VerifiedEntry } from "./schema.js";
import { paddleVersion } from "./schema.js";
import type { Signature } from "./signature.js";
import { parseSignature } from "./signature.js";

const TENSOR = "torch.Tensor.";

/** Position of a version in the list of supported ones; lower is older. */
function order(version: PaddleVersion): number {
  return paddleVersion.options.indexOf(version);
}

/** `3.3.1` -> `3.3`; undefined for a version that is not supported. */
function minorOf(fullVersion: string): PaddleVersion | undefined {
  return paddleVersion.options.find((minor) => fullVersion === minor || fullVersion.startsWith(`${minor}.`));
}

/** The API knowledge: rows by qualified PyTorch name, what to write on a Paddle version, and what is proven. */
export class Catalog {
  readonly #byName = new Map<string, CatalogRow>();
  readonly #ofTensors = new Map<string, CatalogRow>();
  readonly #verified = new Map<PaddleVersion, Map<CatalogRow, VerifiedEntry | undefined>>();
  readonly #signatures = new Map<string, readonly Signature[]>();
  readonly #formSignatures = new Map<string, Signature>();

  /**
   * @param rows every row once; aliases may not repeat a name
   * @param verifiedRows the proof runner's results by row name
   */
  constructor(
    readonly rows: readonly CatalogRow[],
    private readonly verifiedRows: Readonly<Record<string, VerifiedEntry>> = {},
  ) {
    for (const row of rows) {
      for (const name of [row.name, ...row.aliases]) {
        this.#byName.set(name, row);
        if (name.startsWith(TENSOR)) this.#ofTensors.set(name.slice(TENSOR.length), row);
      }
    }
  }

  /** The row of a qualified name such as `torch.nn.Linear`; aliases lead to their row. */
  row(qualifiedName: string): CatalogRow | undefined {
    return this.#byName.get(qualifiedName);
  }

  /** The row of a method or attribute of tensors: `view`, `shape`. */
  method(name: string): CatalogRow | undefined {
    return this.#ofTensors.get(name);
  }

  /** Names of all methods and attributes of tensors that have a row. */
  tensorAttributeNames(): ReadonlySet<string> {
    return new Set(this.#ofTensors.keys());
  }

  /** Every qualified name that leads to a row, aliases included. */
  names(): IterableIterator<string> {
    return this.#byName.keys();
  }

  /** The row's parsed signatures, one for each overload. */
  signatures(row: CatalogRow): readonly Signature[] {
    const known = this.#signatures.get(row.name);
    if (known !== undefined) return known;
    const parsed = row.signatures.map(parseSignature);
    this.#signatures.set(row.name, parsed);
    return parsed;
  }

  /** A signature that a form states, parsed. */
  formSignature(text: string): Signature {
    const known = this.#formSignatures.get(text);
    if (known !== undefined) return known;
    const parsed = parseSignature(text);
    this.#formSignatures.set(text, parsed);
    return parsed;
  }

  /**
   * What to write from a minimum Paddle version on: the form with the highest `since` not above it.
   * @param overload index of the signature that the call binds to; a form for that overload goes before a general one
   * @returns undefined when the row has no form for so old a version, or none for that overload
   */
  form(row: CatalogRow, version: PaddleVersion, overload?: number): TargetForm | undefined {
    const [only] = row.paddle;
    if (only !== undefined && row.paddle.length === 1)
      return order(only.since) <= order(version) &&
        (only.overload === undefined || only.overload === overload)
        ? only
        : undefined;
    const fitting = row.paddle.filter(
      (form) =>
        order(form.since) <= order(version) && (form.overload === undefined || form.overload === overload),
    );
    const specific = fitting.filter((form) => form.overload !== undefined);
    const candidates = specific.length > 0 ? specific : fitting;
    return [...candidates].sort((a, b) => order(b.since) - order(a.since))[0];
  }

  /** The type expression of a call's result. */
  returns(row: CatalogRow, overload?: number): string {
    return (overload === undefined ? undefined : row.overloadReturns?.[overload]) ?? row.returns;
  }

  /**
   * The executed evidence for a row as it stands now and a minimum Paddle version, or undefined.
   * Evidence counts when proofs passed on the newest supported version and on one no newer than the minimum.
   */
  verified(row: CatalogRow, version: PaddleVersion): VerifiedEntry | undefined {
    let known = this.#verified.get(version);
    if (known === undefined)
      this.#verified.set(version, (known = new Map<CatalogRow, VerifiedEntry | undefined>()));
    if (!known.has(row)) known.set(row, this.#evidence(row, version));
    return known.get(row);
  }

  #evidence(row: CatalogRow, version: PaddleVersion): VerifiedEntry | undefined {
    const entry = this.verifiedRows[row.name];
    if (entry === undefined || entry.row !== row.hash) return undefined;
    const proven = entry.paddle.map(minorOf).filter((minor) => minor !== undefined);
    const newest = paddleVersion.options.at(-1);
    const since = Math.min(...row.paddle.map((form) => order(form.since)));
    const fromBelow = proven.some((minor) => order(minor) <= order(version) && order(minor) >= since);
    const atTop = proven.some((minor) => minor === newest);
    return atTop && fromBelow ? entry : undefined;
  }
}
