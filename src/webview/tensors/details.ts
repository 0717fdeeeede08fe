import { button, definitions, element } from "../dom.js";
import type { TensorRow } from "../../shared/tensors/rows.js";
import { confidenceWord, operationWord, shapeText, stateWord, type Words } from "./columns.js";
import type { Numbers } from "./numbers.js";

/** The active row in full: the table cuts long texts off. */
export function rowDetails(
  row: TensorRow | undefined,
  words: Words,
  numbers: Numbers,
  copy: (id: number, what: "name" | "target") => void,
): HTMLElement[] {
  if (row === undefined) return [element("p", { class: "dim", text: words.detailsHint })];
  const { plan } = row;
  const pairs: [string, string][] = [
    [words.name, row.name],
    [words.dtype, row.dtype],
    [words.shape, shapeText(row)],
    [words.elements, numbers.count(row.elements)],
    [words.bytes, `${numbers.size(row.bytes)} (${numbers.count(row.bytes)})`],
    [words.file, row.file],
    ...(plan
      ? ([
          [words.state, stateWord(row, words)],
          [words.target, plan.target],
          [words.operation, operationWord(row, words)],
          [words.formula, plan.formula ?? ""],
          [words.confidence, confidenceWord(row, words)],
          [words.reason, plan.reason],
        ] satisfies [string, string][])
      : []),
  ];
  const buttons = [
    ...(row.name === "" ? [] : [button(words.copyName, () => copy(row.id, "name"))]),
    ...(plan === undefined || plan.target === ""
      ? []
      : [button(words.copyTarget, () => copy(row.id, "target"))]),
  ];
  return [
    definitions(pairs.filter(([, value]) => value !== "")),
    element("div", { class: "buttons", children: buttons }),
  ];
}
