import { rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { UserError } from "../../../src/core/util/userError.js";
import type { PythonSource } from "../../../src/platform/sources.js";
import { isReadable, readOrExplain } from "../../../src/platform/sources.js";
import type { Workplace } from "../../support/cli.js";
import { workplace } from "../../support/cli.js";

let place: Workplace;
let file: string;
beforeEach(() => {
  place = workplace({ "model.py": Buffer.from("\uFEFFx = 'é'\r\n", "utf8") });
  file = place.path("model.py");
});
afterEach(() => place.remove());

async function read(): Promise<PythonSource> {
  const source = await readOrExplain(file);
  if (!isReadable(source)) throw new Error(source.what);
  return source;
}

describe("a file that is one of many", () => {
  it("has the same text whenever it is asked for", async () => {
    const source = await read();
    expect(source).toMatchObject({ path: file, encoding: "utf8", bom: true });
    const texts = [source.text, source.text, source.text];
    expect(texts).toEqual(Array(3).fill("x = 'é'\r\n"));
  });

  it("is Latin-1 again where it was", async () => {
    writeFileSync(file, Buffer.from("# coding: latin-1\nx = 'é'\n", "latin1"));
    const source = await read();
    const texts = [source.text, source.text];
    expect(texts).toEqual(Array(2).fill("# coding: latin-1\nx = 'é'\n"));
  });

  it.each([
    ["is written to", () => writeFileSync(file, "y = 1\n")],
    ["keeps its length", () => writeFileSync(file, Buffer.from("\uFEFFx = 'è'\r\n", "utf8"))],
    ["goes", () => rmSync(file)],
  ])("that %s between two looks ends the run with its name", async (_, change) => {
    const source = await read();
    expect(source.text).toBe("x = 'é'\r\n");
    change();
    expect(() => source.text).toThrow(UserError);
    expect(() => source.text).toThrow(`${file} has changed while it was being looked at.`);
  });
});
