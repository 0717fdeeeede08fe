/** How one comparison is judged. `suspect`: an eps, a GELU form, a mask constant. `structural`: a transpose, a permutation. */
export type Verdict = "ok" | "suspect" | "structural";

/**
 * The least floor: half a unit in the last place of float32, the rounding of a single value. A module that copies
 * (Dropout in eval mode, Embedding) has a measured floor of exactly zero, and one that rounds each element once may come
 * out below this by luck. At factor 10 the least tolerance is thus five units in the last place.
 */
export const minimumFloor = 2 ** -24;

/** Floor for an output whose noise could not be measured; the tolerance at factor 10 is then 1e-5, as usual for one float32 layer. */
const assumedFloor = 1e-6;

/** From here on a difference is structural, whatever the floor. */
const structuralError = 1e-3;

export interface Band {
  readonly floor: number;
  /** `measured`; `minimum`: measured, but below half a float32 ulp; `assumed`: not measured. */
  readonly source: "measured" | "minimum" | "assumed";
  /** Up to this relative L2 error: ok. */
  readonly tolerance: number;
  /** Above this: structural; between the two: suspect. */
  readonly structural: number;
}

/**
 * The band of one output.
 * @param measured the reference's own noise; undefined when it could not be measured
 * @param factor tolerance per floor, at most 10
 * @param exact true for integers and booleans, which are noiseless
 */
export function bandOf(measured: number | undefined, factor: number, exact: boolean): Band {
  const known = measured ?? (exact ? 0 : undefined);
  const floor = known === undefined ? assumedFloor : Math.max(known, minimumFloor);
  const source = known === undefined ? "assumed" : known < minimumFloor ? "minimum" : "measured";
  const tolerance = factor * floor;
  return { floor, source, tolerance, structural: Math.max(structuralError, 100 * tolerance) };
}

/** Judges a relative L2 error; values that are finite on one side only are always structural. */
export function judge(error: number, differingNotFinite: number, band: Band): Verdict {
  if (differingNotFinite > 0 || !(error <= band.structural)) return "structural";
  return error <= band.tolerance ? "ok" : "suspect";
}

/** The graver of several verdicts; `ok` of none. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes("structural") ? "structural" : verdicts.includes("suspect") ? "suspect" : "ok";
}
