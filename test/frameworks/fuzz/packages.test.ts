import { describe, expect, it } from "vitest";

import { fuzz } from "../../support/fuzz/run.js";
import { torchPython } from "../../support/interpreters.js";
import { pythonFiles, unpackedPackages } from "../../support/packages.js";

const full = process.env["PADDLE_PORT_FULL"] === "1";
/** Two runs side by side, each with cases of its own. */
const seeds = [2, 3];
const cases = (full ? 100_000 : 2400) / seeds.length;

describe("any bytes at all, from code that others wrote", () => {
  it(
    "are read, checked and ported without trouble",
    async () => {
      const files = pythonFiles(unpackedPackages(torchPython(), ["transformers==5.18.0"]));
      expect(files.length).toBeGreaterThan(2500);
      // A few hundred files are read into memory; which ones, is the same everywhere.
      const chosen = files.filter((_, index) => index % (full ? 5 : 20) === 0);
      const problems = await Promise.all(seeds.map((seed) => fuzz({ seed, cases, files: chosen })));
      expect(problems.flat()).toEqual([]);
    },
    full ? 7_200_000 : 600_000,
  );
});
