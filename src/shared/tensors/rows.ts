import { isIndex, isNumber, isObject, isOneOf, isOptional, isString, type Guard } from "../guards.js";

export const planStates = ["undecided", "converted", "dropped", "unplanned"] as const;

/** `unplanned`: the checkpoint has the tensor, the plan does not mention it. */
export type PlanState = (typeof planStates)[number];

export const operations = ["keep", "transpose", "split", "fuse", ""] as const;
export const confidences = ["certain", "likely", "asked", ""] as const;

/** What the weight plan says about one tensor. Names are escaped for display. */
export interface PlanCell {
  readonly state: PlanState;
  /** Names in the port, separated by commas; empty when there is none. */
  readonly target: string;
  readonly operation: (typeof operations)[number];
  /** What is merged before that, in full: `a.original + 0.5 · a.lora_B · a.lora_A`; absent where nothing is. */
  readonly formula?: string | undefined;
  readonly confidence: (typeof confidences)[number];
  readonly reason: string;
}

/** One row of the tensor table. Texts from files are escaped, so that they can be shown as they are. */
export interface TensorRow {
  /** Its number in the host's list, by which it is referred to. */
  readonly id: number;
  /** Empty for a tensor that only the port has. */
  readonly name: string;
  readonly dtype: string;
  /** In elements; a row without a tensor in the checkpoint has the shape of the target, or none. */
  readonly shape: readonly number[];
  readonly elements: number;
  readonly bytes: number;
  readonly file: string;
  readonly plan?: PlanCell | undefined;
}

const isPlanCell: Guard<PlanCell> = isObject<PlanCell>({
  state: isOneOf(...planStates),
  target: isString,
  operation: isOneOf(...operations),
  formula: isOptional(isString),
  confidence: isOneOf(...confidences),
  reason: isString,
});

const isShape: Guard<readonly number[]> = (value): value is readonly number[] =>
  Array.isArray(value) && value.every(isNumber);

export const isTensorRow: Guard<TensorRow> = isObject<TensorRow>({
  id: isIndex,
  name: isString,
  dtype: isString,
  shape: isShape,
  elements: isNumber,
  bytes: isNumber,
  file: isString,
  plan: isOptional(isPlanCell),
});
