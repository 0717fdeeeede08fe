import { expect, it } from "vitest";

import { detached } from "../../../src/core/text/detached.js";

it.each([
  "",
  "short",
  "longer than thirteen",
  'quotes " and \\ and \n',
  "变量 🙂 é\u2028",
  "half a pair \ud83d ends",
])("%j is the same text", (text) => {
  expect(detached(text)).toBe(text);
});
