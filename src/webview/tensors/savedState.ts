import {
  isBoolean,
  isNumber,
  isObject,
  isOneOf,
  isOptional,
  isString,
  type Guard,
} from "../../shared/guards.js";
import { planStates } from "../../shared/tensors/rows.js";
import type { SortOrder } from "../table/sort.js";
import type { StateFilter, View } from "./order.js";

/** What is kept while the tab is hidden, and after a restart. */
export interface SavedState extends View {
  readonly active: number;
  /** CSS pixels. */
  readonly scrollTop: number;
}

export const initialState: SavedState = { query: "", state: "all", sort: undefined, active: 0, scrollTop: 0 };

const isSaved: Guard<SavedState> = isObject<SavedState>({
  query: isString,
  state: isOneOf<StateFilter>("all", "likely", ...planStates),
  sort: isOptional(isObject<SortOrder>({ key: isString, descending: isBoolean })),
  active: isNumber,
  scrollTop: isNumber,
});

/** The state kept earlier; the initial one when there is none, or one of another version. */
export function readState(value: unknown): SavedState {
  return isSaved(value) ? value : initialState;
}
