import {
  isBoolean,
  isEither,
  isIndex,
  isListOf,
  isNull,
  isNumber,
  isObject,
  isOneOf,
  isOptional,
  isPair,
  isString,
  type Guard,
} from "../guards.js";

/** A measured number; messages are JSON, which has no word for what is not finite. Null: not measured. */
export type Figure = number | "NaN" | "Infinity" | "-Infinity" | null;

export type LayerVerdict = "ok" | "suspect" | "structural" | "none";

/** One output of one module call. Texts are escaped for display. */
export interface LayerRow {
  /** Position in the order in which the calls ended. */
  readonly order: number;
  readonly module: string;
  /** Empty when it is the same as the reference's. */
  readonly port: string;
  readonly kind: string;
  readonly output: string;
  readonly verdict: LayerVerdict;
  readonly floor: Figure;
  readonly tolerance: Figure;
  readonly isolated: Figure;
  readonly propagated: Figure;
  readonly oneMinusCosine: Figure;
  readonly greatest: Figure;
  readonly greatestAt: string;
  readonly notes: string;
  /** It holds parameters itself. */
  readonly parameters: boolean;
  /** It is the first that diverges. */
  readonly first: boolean;
}

export interface FailureView {
  readonly module: string;
  readonly explanation: string;
  readonly probes: readonly {
    readonly hypothesis: string;
    readonly error: Figure;
    readonly restores: boolean;
  }[];
}

export interface SimilarityView {
  readonly sentences: readonly string[];
  readonly pooling: string;
  readonly reference: readonly (readonly Figure[])[];
  readonly port: readonly (readonly Figure[])[];
  readonly greatestDifference: Figure;
}

/** A module with parameters, and why it is not compared itself. */
export interface HolderView {
  readonly module: string;
  readonly parameters: string;
  readonly reason: string;
}

/** An alignment report as the panel shows it. */
export interface ReportView {
  /** The first line: which device was used, and why. */
  readonly device: string;
  readonly model: string;
  readonly verdict: "aligned" | "diverged" | "incomplete";
  readonly evidence: readonly string[];
  readonly first?:
    | {
        readonly module: string;
        readonly port: string;
        readonly kind: string;
        readonly verdict: LayerVerdict;
        readonly error: Figure;
        readonly tolerance: Figure;
        readonly explanation: string;
        /** Where it stands in the port's source: "modeling.py:120"; empty when that is not known. */
        readonly place: string;
      }
    | undefined;
  /** Figures to show large, each with what it means. */
  readonly tiles: readonly (readonly [string, string])[];
  readonly factor: number;
  readonly layers: readonly LayerRow[];
  readonly failures: readonly FailureView[];
  readonly coverage: string;
  readonly missing: readonly HolderView[];
  /** Modules that count because a compared one stands for them. */
  readonly credited: readonly HolderView[];
  /** Parameters without effect, a sentence each. */
  readonly idle: readonly string[];
  readonly similarity?: SimilarityView | undefined;
  readonly inputs: readonly (readonly [string, string])[];
  readonly reference: readonly (readonly [string, string])[];
  readonly port: readonly (readonly [string, string])[];
  readonly rerun: string;
}

const isFigure: Guard<Figure> = isEither(isEither(isNumber, isOneOf("NaN", "Infinity", "-Infinity")), isNull);
const isVerdict = isOneOf<LayerVerdict>("ok", "suspect", "structural", "none");

const isLayerRow: Guard<LayerRow> = isObject<LayerRow>({
  order: isIndex,
  module: isString,
  port: isString,
  kind: isString,
  output: isString,
  verdict: isVerdict,
  floor: isFigure,
  tolerance: isFigure,
  isolated: isFigure,
  propagated: isFigure,
  oneMinusCosine: isFigure,
  greatest: isFigure,
  greatestAt: isString,
  notes: isString,
  parameters: isBoolean,
  first: isBoolean,
});

const isHolder = isObject<HolderView>({ module: isString, parameters: isString, reason: isString });

export const isReportView: Guard<ReportView> = isObject<ReportView>({
  device: isString,
  model: isString,
  verdict: isOneOf("aligned", "diverged", "incomplete"),
  evidence: isListOf(isString),
  first: isOptional(
    isObject<NonNullable<ReportView["first"]>>({
      module: isString,
      port: isString,
      kind: isString,
      verdict: isVerdict,
      error: isFigure,
      tolerance: isFigure,
      explanation: isString,
      place: isString,
    }),
  ),
  tiles: isListOf(isPair),
  factor: isNumber,
  layers: isListOf(isLayerRow),
  failures: isListOf(
    isObject<FailureView>({
      module: isString,
      explanation: isString,
      probes: isListOf(isObject({ hypothesis: isString, error: isFigure, restores: isBoolean })),
    }),
  ),
  coverage: isString,
  missing: isListOf(isHolder),
  credited: isListOf(isHolder),
  idle: isListOf(isString),
  similarity: isOptional(
    isObject<SimilarityView>({
      sentences: isListOf(isString),
      pooling: isString,
      reference: isListOf(isListOf(isFigure)),
      port: isListOf(isListOf(isFigure)),
      greatestDifference: isFigure,
    }),
  ),
  inputs: isListOf(isPair),
  reference: isListOf(isPair),
  port: isListOf(isPair),
  rerun: isString,
});
