import path from "node:path";

import { describe, expect, it } from "vitest";

import { fuzz } from "../../support/fuzz/run.js";
import { pythonFiles } from "../../support/packages.js";

const repository = path.resolve(__dirname, "../../..");
// Files that seldom change, so that the cases of a seed stay the same.
const files = pythonFiles(path.join(repository, "test/fixtures"));

describe("any bytes at all", () => {
  it("are read, checked and ported without trouble", async () => {
    expect(files.length).toBeGreaterThan(20);
    expect(await fuzz({ seed: 1, cases: 600, files })).toEqual([]);
  });
});
