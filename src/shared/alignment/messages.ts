import { isListOf, isMessage, isObject, isOneOf, isString, type Guard } from "../guards.js";
import { isStrings, type Strings } from "../strings.js";
import { isReportView, type ReportView } from "./report.js";
import { alignmentWords, type AlignmentWord } from "./words.js";

/** An earlier run, as the list shows it. */
export interface RunView {
  readonly id: string;
  /** When and what, in the display language. */
  readonly label: string;
  readonly verdict: ReportView["verdict"];
}

export type ToAlignmentView =
  | { readonly type: "words"; readonly words: Strings<AlignmentWord>; readonly language: string }
  | { readonly type: "report"; readonly id: string; readonly report: ReportView }
  | { readonly type: "history"; readonly runs: readonly RunView[] };

export type FromAlignmentView =
  | { readonly type: "ready" }
  | { readonly type: "show"; readonly id: string }
  | { readonly type: "openSource" }
  | { readonly type: "runAgain" };

const isNothing: Guard<object> = (value): value is object => typeof value === "object";

export const isToAlignmentView: Guard<ToAlignmentView> = isMessage<ToAlignmentView>({
  words: isObject({ words: isStrings(alignmentWords), language: isString }),
  report: isObject({ id: isString, report: isReportView }),
  history: isObject({
    runs: isListOf(
      isObject<RunView>({
        id: isString,
        label: isString,
        verdict: isOneOf("aligned", "diverged", "incomplete"),
      }),
    ),
  }),
});

export const isFromAlignmentView: Guard<FromAlignmentView> = isMessage<FromAlignmentView>({
  ready: isNothing,
  show: isObject({ id: isString }),
  openSource: isNothing,
  runAgain: isNothing,
});
