import type { TensorRow } from "../../shared/tensors/rows.js";
import type { Strings } from "../../shared/strings.js";
import type { TensorWord } from "../../shared/tensors/words.js";
import type { Column } from "../table/virtualTable.js";
import type { Numbers } from "./numbers.js";

export type Words = Strings<TensorWord>;

/** What decides which columns there are. */
export interface ColumnChoice {
  readonly plan: boolean;
  readonly sharded: boolean;
}

/** The table's columns; those of the plan come after the name, because they are what is looked for. */
export function tensorColumns(words: Words, numbers: Numbers, choice: ColumnChoice): Column<TensorRow>[] {
  const plan: Column<TensorRow>[] = [
    {
      key: "state",
      label: words.state,
      width: "100px",
      text: (row) => stateWord(row, words),
      mark: (row) => `state-${row.plan?.state ?? "unplanned"}`,
    },
    {
      key: "target",
      label: words.target,
      width: "minmax(180px, 4fr)",
      path: true,
      text: (row) => row.plan?.target ?? "",
    },
    { key: "operation", label: words.operation, width: "90px", text: (row) => operationWord(row, words) },
    {
      key: "confidence",
      label: words.confidence,
      width: "100px",
      text: (row) => confidenceWord(row, words),
      mark: (row) => `confidence-${row.plan?.confidence ?? ""}`,
    },
    {
      key: "reason",
      label: words.reason,
      width: "minmax(130px, 2fr)",
      text: (row) => row.plan?.reason ?? "",
    },
  ];
  return [
    {
      key: "name",
      label: words.name,
      width: "minmax(200px, 4fr)",
      path: true,
      text: (row) => row.name,
    },
    ...(choice.plan ? plan : []),
    { key: "dtype", label: words.dtype, width: "70px", text: (row) => row.dtype },
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
  return operation === "" ? "" : words[operation];
}

export function confidenceWord(row: TensorRow, words: Words): string {
  const confidence = row.plan?.confidence ?? "";
  return confidence === "" ? "" : words[confidence];
}
