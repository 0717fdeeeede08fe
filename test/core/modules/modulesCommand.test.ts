import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { registerModules } from "../../../src/cli/commands/modules.js";
import { moduleTree } from "../../../src/core/modules/moduleTree.js";

const MODEL = `import torch
class M(torch.nn.Module):
    def __init__(self, width=2, deep=False, inner=None):
        super().__init__()
        self.fc = torch.nn.Linear(width, 3)
        if deep:
            self.more = torch.nn.Linear(3, inner["width"])
`;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "paddle-port-modules-"));
  await writeFile(path.join(folder, "m.py"), MODEL);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs the command in the folder; returns its exit code and what it printed. */
async function run(...args: string[]): Promise<{ code: number; text: string }> {
  let code = -1;
  let text = "";
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  const io = {
    cwd: folder,
    interactive: false,
    stdout: (part: string) => void (text += part),
    stderr: () => undefined,
  };
  registerModules(program, { io, done: (given) => (code = given) });
  await program.parseAsync(["modules", ...args], { from: "user" });
  return { code, text };
}

describe("paddle-port modules SRC.py:Class", () => {
  it("writes the tree and says what it holds", async () => {
    const { code, text } = await run("m.py:M", "-o", "tree.json");
    expect(code).toBe(0);
    expect(text).toBe(
      "tree.json: static torch tree of m.py:M: 2 modules, 2 parameters with 9 elements, 0 buffers\n",
    );
    const tree = moduleTree.parse(JSON.parse(await readFile(path.join(folder, "tree.json"), "utf8")));
    expect(tree.parameters).toMatchObject([
      { name: "fc.weight", shape: [3, 2] },
      { name: "fc.bias", shape: [3] },
    ]);
    expect(await readdir(folder)).toEqual(["m.py", "tree.json"]);
  });

  it("takes values from a file and one by one, the latter last, with dotted keys", async () => {
    await writeFile(path.join(folder, "c.json"), '{"width": 5, "deep": true}');
    const args = ["--config", "c.json", "--set", "width=7", "--set", "inner.width=4", "--format", "json"];
    const { code, text } = await run("m.py:M", ...args, "-o", "tree.json");
    expect(code).toBe(0);
    expect(JSON.parse(text)).toMatchObject({
      schemaVersion: 1,
      framework: "torch",
      origin: "static",
      counts: { modules: 3, parameters: 4, elements: 7 * 3 + 3 + 3 * 4 + 4, buffers: 0 },
      open: [],
    });
  });

  it("exits with 1, and still writes, while something is open", async () => {
    const source = MODEL.replace("deep=False", "deep");
    await writeFile(path.join(folder, "m.py"), source);
    const { code, text } = await run("m.py:M", "-o", "tree.json");
    expect(code).toBe(1);
    expect(text).toMatch(/^open: m\.py:6: the condition "deep"/);
    expect(await readdir(folder)).toContain("tree.json");
  });

  it("refuses an existing target before any work, unless it is forced", async () => {
    await writeFile(path.join(folder, "tree.json"), "mine");
    await expect(run("m.py:M", "-o", "tree.json")).rejects.toThrow(/tree\.json exists already.*--force/);
    expect(await readFile(path.join(folder, "tree.json"), "utf8")).toBe("mine");
    expect((await run("m.py:M", "-o", "tree.json", "--force")).code).toBe(0);
  });

  it.each([
    [["m.py"], /"m\.py" does not name a class.*SRC\.py:Class/],
    [["no.py:M"], /There is no file no\.py/],
    [["m.py:X"], /m\.py has no class X\. It defines the layers M\./],
    [["m.py:M", "--config", "no.json"], /Cannot read the configuration .*no\.json/],
    [["m.py:M", "--config", "m.py"], /Cannot read the configuration .*m\.py.*JSON/],
    [["m.py:M", "--set", "width"], /"width" is no setting/],
    [["m.py:M", "--framework", "torch"], /Both a source .* are given/],
    [["--framework", "torch", "--model", "m:M"], /nothing to read/],
    [
      ["--framework", "torch", "--python", "x", "--model", "m:M", "--set", "a=1"],
      /no meaning for a recorded tree/,
    ],
    [["--framework", "torch", "--python", "/no/python", "--model", "m:M"], /\/no\/python/],
  ])("%j is refused in one sentence, and nothing is written", async (args, message) => {
    await expect(run(...args, "-o", "tree.json")).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual(["m.py"]);
  });

  it("refuses a folder that does not exist", async () => {
    await expect(run("m.py:M", "-o", "no/tree.json")).rejects.toThrow(/folder .*no does not exist/);
  });
});
