import { expect, it } from "vitest";

import { translateReasons } from "../../../src/host/weights/translateReasons.js";
import type { TensorRow } from "../../../src/shared/tensors/rows.js";

function row(id: number, reason: string): TensorRow {
  return {
    id,
    name: `t${String(id)}`,
    dtype: "F32",
    shape: [1],
    elements: 1,
    bytes: 4,
    file: "a",
    plan: { state: "converted", target: "t", operation: "keep", confidence: "certain", reason },
  };
}

it("translates each kind of sentence once and puts the names back", () => {
  const asked: string[] = [];
  const translate = (text: string): string => {
    asked.push(text);
    return text.replace(/^used by (`\d+`) and (`\d+`)$/, "$2 und $1 benutzen es");
  };
  const rows = translateReasons(
    [row(0, "used by `a.0` and `b`"), row(1, "used by `a.1` and `c $1`"), row(2, "plain")],
    translate,
  );
  expect(rows.map(({ plan }) => plan?.reason)).toEqual([
    "`b` und `a.0` benutzen es",
    "`c $1` und `a.1` benutzen es",
    "plain",
  ]);
  expect(asked).toEqual(["used by `0` and `1`", "plain"]);
});
