import {
  isBoolean,
  isEither,
  isIndex,
  isListOf,
  isMessage,
  isNull,
  isNumber,
  isObject,
  isOneOf,
  isOptional,
  isPair,
  isString,
  type Guard,
} from "../guards.js";
import { isStrings, type Strings } from "../strings.js";
import { isTensorRow, type TensorRow } from "./rows.js";
import { tensorWords, type TensorWord } from "./words.js";

/** The plan that the table shows, in a few words. */
export interface PlanSummary {
  /** File name, escaped. */
  readonly name: string;
  /** Counts as a sentence. */
  readonly summary: string;
  /** What a person should know: another checkpoint, notes of the plan. */
  readonly warnings: readonly string[];
}

/** What the buttons may do; a text is the reason why they may not. */
export interface TensorActions {
  readonly script: string | null;
  readonly convert: string | null;
}

/** All about the table but its rows, which follow in pages. */
export interface TensorHead {
  /** Counts up with each (re)load, so that pages of an earlier one are not mixed in. */
  readonly generation: number;
  readonly title: string;
  readonly rows: number;
  readonly tensors: number;
  readonly elements: number;
  readonly bytes: number;
  readonly files: number;
  readonly metadata: readonly (readonly [string, string])[];
  readonly plan?: PlanSummary | undefined;
  readonly actions: TensorActions;
}

export type ToTensorView =
  | {
      readonly type: "words";
      readonly words: Strings<TensorWord>;
      /** BCP 47, for numbers. */
      readonly language: string;
    }
  | { readonly type: "head"; readonly head: TensorHead }
  | { readonly type: "rows"; readonly generation: number; readonly rows: readonly TensorRow[] }
  | { readonly type: "problem"; readonly what: string; readonly remedy: string }
  | { readonly type: "changed"; readonly deleted: boolean };

export type FromTensorView =
  | { readonly type: "ready" }
  | { readonly type: "reload" }
  | { readonly type: "choosePlan" }
  | { readonly type: "closePlan" }
  | { readonly type: "script" }
  | { readonly type: "convert" }
  | { readonly type: "copy"; readonly id: number; readonly what: "name" | "target" };

const isText = isEither(isString, isNull);

const isHead: Guard<TensorHead> = isObject<TensorHead>({
  generation: isIndex,
  title: isString,
  rows: isIndex,
  tensors: isIndex,
  elements: isNumber,
  bytes: isNumber,
  files: isIndex,
  metadata: isListOf(isPair),
  plan: isOptional(
    isObject<PlanSummary>({ name: isString, summary: isString, warnings: isListOf(isString) }),
  ),
  actions: isObject<TensorActions>({ script: isText, convert: isText }),
});

const isNothing: Guard<object> = (value): value is object => typeof value === "object";

export const isToTensorView: Guard<ToTensorView> = isMessage<ToTensorView>({
  words: isObject({ words: isStrings(tensorWords), language: isString }),
  head: isObject({ head: isHead }),
  rows: isObject({ generation: isIndex, rows: isListOf(isTensorRow) }),
  problem: isObject({ what: isString, remedy: isString }),
  changed: isObject({ deleted: isBoolean }),
});

export const isFromTensorView: Guard<FromTensorView> = isMessage<FromTensorView>({
  ready: isNothing,
  reload: isNothing,
  choosePlan: isNothing,
  closePlan: isNothing,
  script: isNothing,
  convert: isNothing,
  copy: isObject({ id: isIndex, what: isOneOf("name", "target") }),
});
