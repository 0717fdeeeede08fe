import { readFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import { retyping } from "../../support/fuzz/retyping.js";
import { pythonFiles } from "../../support/packages.js";
import { pythonParser } from "../../support/python.js";

const repository = path.resolve(__dirname, "../../..");

it("finds after each edit what it finds in the same text from scratch", async () => {
  const files = ["test/fixtures", "examples/jina-clip-v2/reference"]
    .flatMap((folder) => pythonFiles(path.join(repository, folder)))
    .map((file) => ({
      path: path.relative(repository, file).replaceAll("\\", "/"),
      text: readFileSync(file, "utf8"),
    }));
  expect(files.length).toBeGreaterThan(20);
  const differences = await retyping(await pythonParser(), bundledCatalog(), files, { seed: 1, edits: 400 });
  expect(differences).toEqual([]);
});
