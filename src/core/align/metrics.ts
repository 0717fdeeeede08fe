import { coordinatesOf, type Values } from "./tensorValues.js";

/** How far one tensor is from another. */
export interface Metrics {
  /**
   * |port - reference| / |reference|. Infinity when the reference is all zero and the port is not, and when a value is
   * finite on one side only; an infinity that both sides have (in a mask) is left out.
   */
  readonly relativeL2: number;
  /** 1 - cosine, computed without cancellation from the distance of the normed vectors; 0 when both are zero. */
  readonly oneMinusCosine: number;
  /** The greatest |port - reference|, where it is, and both values there. */
  readonly maximum: {
    readonly difference: number;
    readonly index: readonly number[];
    readonly reference: number;
    readonly port: number;
  };
  readonly meanDifference: number;
  readonly notFinite: {
    readonly reference: number;
    readonly port: number;
    /** Positions where the two differ in it. */ readonly differing: number;
  };
}

/**
 * Compares two tensors of equal shape.
 * @param select which elements count, by flat position; all of them when absent
 */
export function compareValues(
  reference: Values,
  port: Values,
  shape: readonly number[],
  select?: (flat: number) => boolean,
): Metrics {
  let squares = 0;
  let squaresReference = 0;
  let squaresPort = 0;
  let sum = 0;
  let count = 0;
  let greatest = -1;
  let at = 0;
  const notFinite = { reference: 0, port: 0, differing: 0 };
  for (let flat = 0; flat < reference.length; flat++) {
    if (select && !select(flat)) continue;
    const r = reference[flat] ?? NaN;
    const p = port[flat] ?? NaN;
    if (!Number.isFinite(r) || !Number.isFinite(p)) {
      if (!Number.isFinite(r)) notFinite.reference++;
      if (!Number.isFinite(p)) notFinite.port++;
      if (!Object.is(r, p)) notFinite.differing++;
      continue;
    }
    const difference = Math.abs(p - r);
    squares += difference * difference;
    squaresReference += r * r;
    squaresPort += p * p;
    sum += difference;
    count++;
    if (difference > greatest) {
      greatest = difference;
      at = flat;
    }
  }
  return {
    relativeL2:
      notFinite.differing > 0 ? Infinity : squares === 0 ? 0 : Math.sqrt(squares / squaresReference),
    oneMinusCosine: oneMinusCosine(squares, squaresReference, squaresPort),
    maximum: {
      difference: Math.max(0, greatest),
      index: coordinatesOf(at, shape),
      reference: reference[at] ?? NaN,
      port: port[at] ?? NaN,
    },
    meanDifference: count === 0 ? 0 : sum / count,
    notFinite,
  };
}

/**
 * 1 - cos from |a-b|², |a|², |b|²: (|a-b|² - (|a|-|b|)²) / (2|a||b|).
 * Computed as 1 minus a quotient it could not fall below 1e-16 or so, where real ports lie.
 */
function oneMinusCosine(squares: number, a: number, b: number): number {
  if (a === 0 || b === 0) return a === b ? 0 : 1;
  const lengths = (Math.sqrt(a) - Math.sqrt(b)) ** 2;
  return Math.max(0, squares - lengths) / (2 * Math.sqrt(a) * Math.sqrt(b));
}
