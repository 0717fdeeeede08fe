import { describe, expect, it } from "vitest";

import { countTree, formatTree } from "../../../src/core/modules/formatTree.js";
import { read, torchModule } from "./support.js";

describe("a tree as text", () => {
  it("is JSON with one entry to a line", async () => {
    const tree = await read(torchModule("self.fc = nn.Linear(2, 3)\nself.norm = nn.BatchNorm1d(3)"));
    const text = formatTree(tree);
    expect(JSON.parse(text)).toEqual(tree);
    const lines = text.split("\n");
    expect(lines.filter((line) => line.startsWith('    {"path"'))).toHaveLength(3);
    expect(lines.filter((line) => line.startsWith('    {"name"'))).toHaveLength(4 + 3);
  });

  it("is counted with tied parameters once, and not at all where a size is an expression", async () => {
    const tied = await read(torchModule("self.a = nn.Linear(2, 3)\nself.b = self.a"));
    expect(countTree(tied)).toEqual({ modules: 3, parameters: 4, elements: 9, buffers: 0 });
    const open = await read(torchModule("self.a = nn.Linear(2, n)", "pass", ", n"));
    expect(countTree(open).elements).toBeNull();
  });
});
