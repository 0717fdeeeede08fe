import { expect, it } from "vitest";

import { KeptTexts } from "../../../src/core/text/keptTexts.js";

it("gives the same text, however many there are", () => {
  const texts = new KeptTexts();
  for (let index = 0; index < 120_000; index++) {
    const text = `a reason that is given often: ${index}`;
    if (texts.get(text) !== text || texts.get(text) !== text) expect.fail(text);
  }
});
