import type { TensorRow } from "../../shared/tensors/rows.js";
import type { Strings } from "../../shared/strings.js";
import type { TensorWord } from "../../shared/tensors/words.js";
import type { Column } from "../table/virtualTable.js";
import type { Numbers } from "./numbers.js";

export type Words = Strings<TensorWord>;

/** What decides which columns there are, and how wide they are. */
export interface ColumnChoice {
  readonly plan: boolean;
  readonly sharded: boolean;
  /** Characters of the longest name, of the longest Paddle name that is another one, and of the longest operation. */
  readonly longest: { readonly name: number; readonly target: number; readonly operation: number };
}

/** Longer names are cut off at their beginning; the whole one is in the details. */
const mostCharacters = 50;

/** A column in which names of so many characters of the code font have room; it grows where there is more. */
function nameWidth(characters: number, least: string): string {
  const wanted = String(Math.min(characters, mostCharacters));
  return `minmax(max(${least}, calc(${wanted} * var(--code-character) + 18px)), 3fr)`;
}

/** The table's columns; those of the plan come after the name, because they are what is looked for. */
export function tensorColumns(words: Words, numbers: Numbers, choice: ColumnChoice): Column<TensorRow>[] {
  const plan: Column<TensorRow>[] = [
    {
      key: "operation",
      label: words.operation,
      width: choice.longest.operation > 12 ? "148px" : "120px",
      // A tensor that is not converted has no operation; why not is its state.
      text: (row) => operationWord(row, words) || stateWord(row, words),
      mark: (row) => `state-${row.plan?.state ?? "unplanned"}`,
    },
    {
      key: "target",
      label: words.target,
      width: nameWidth(choice.longest.target, "124px"),
      path: true,
      text: (row) => (hasOtherName(row) ? (row.plan?.target ?? "") : words.sameName),
      mark: (row) => (hasOtherName(row) ? undefined : "same"),
    },
    {
      key: "reason",
      label: words.reason,
      width: "minmax(240px, 5fr)",
      text: (row) => row.plan?.reason ?? "",
    },
    {
      key: "confidence",
      label: words.confidence,
      width: "104px",
      text: (row) => confidenceWord(row, words),
      mark: (row) => `confidence-${row.plan?.confidence ?? ""}`,
    },
  ];
  return [
    {
      key: "name",
      label: words.name,
      width: nameWidth(choice.longest.name, "160px"),
      path: true,
      sticky: true,
      text: (row) => row.name,
    },
    ...(choice.plan ? plan : []),
    { key: "dtype", label: words.dtype, width: "64px", text: (row) => row.dtype },
    { key: "shape", label: words.shape, width: "130px", text: shapeText, mark: () => "code" },
    ...(choice.plan
      ? []
      : [
          {
            key: "elements",
            label: words.elements,
            width: "120px",
            numeric: true,
            text: (row: TensorRow) => numbers.count(row.elements),
          },
        ]),
    {
      key: "bytes",
      label: words.bytes,
      width: "90px",
      numeric: true,
      text: (row) => numbers.size(row.bytes),
    },
    ...(choice.sharded
      ? [{ key: "file", label: words.file, width: "minmax(120px, 1fr)", text: (row: TensorRow) => row.file }]
      : []),
  ];
}

/** True unless the port calls the tensor the same, as most of a port's are. */
export function hasOtherName({ name, plan }: TensorRow): boolean {
  return plan === undefined || plan.target !== name || plan.target === "";
}

export function shapeText(row: TensorRow): string {
  return `[${row.shape.join(", ")}]`;
}

export function stateWord(row: TensorRow, words: Words): string {
  switch (row.plan?.state) {
    case "undecided":
      return words.stateUndecided;
    case "converted":
      return words.stateConverted;
    case "dropped":
      return words.stateDropped;
    case "unplanned":
      return words.stateUnplanned;
    case undefined:
      return "";
  }
}

export function operationWord(row: TensorRow, words: Words): string {
  const operation = row.plan?.operation ?? "";
  const word = operation === "" ? "" : words[operation];
  return row.plan?.formula === undefined ? word : `${words.merge} + ${word}`;
}

export function confidenceWord(row: TensorRow, words: Words): string {
  const confidence = row.plan?.confidence ?? "";
  return confidence === "" ? "" : words[confidence];
}
