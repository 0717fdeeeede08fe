import { beforeEach, describe, expect, it } from "vitest";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import { analyse } from "../../../src/core/semantics/analysis.js";
import { findMember } from "../../../src/core/semantics/classes.js";
import { Hierarchy } from "../../../src/core/semantics/hierarchy.js";
import type { FoundMember } from "../../../src/core/semantics/hierarchy.js";
import { Project } from "../../../src/core/semantics/project.js";
import type { ProjectClass } from "../../../src/core/semantics/symbols.js";
import { pythonParser } from "../../support/python.js";

const parser = await pythonParser();

/** The classes of a project, by their names. */
function classes(files: Readonly<Record<string, string>>): Record<string, ProjectClass> {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  const project = new Project(sources, parser, bundledCatalog());
  analyse(project);
  return Object.fromEntries(project.modules.flatMap((module) => module.classes).map((of) => [of.name, of]));
}

describe("lookups", () => {
  let hierarchy: Hierarchy;
  let of: ProjectClass;
  let asked: number;
  const find = (): FoundMember => {
    asked += 1;
    return null;
  };
  beforeEach(() => {
    hierarchy = new Hierarchy();
    of = classes({ "a.py": "class A:\n    pass\n" })["A"]!;
    asked = 0;
  });

  it("are made once as long as nothing changes", () => {
    hierarchy.lookUp(of, "x", find);
    hierarchy.lookUp(of, "x", find);
    hierarchy.define(of, "other", "member");
    hierarchy.lookUp(of, "x", find);
    expect(asked).toBe(1);
    hierarchy.lookUp(of, "y", find);
    expect(asked).toBe(2);
  });

  it("are made again when the name is defined anywhere, or when bases change", () => {
    hierarchy.lookUp(of, "x", find);
    hierarchy.define(of, "x", "member");
    hierarchy.lookUp(of, "x", find);
    expect(asked).toBe(2);
    hierarchy.change();
    hierarchy.lookUp(of, "x", find);
    expect(asked).toBe(3);
  });
});

describe("descendants that define a name", () => {
  it("are found over several steps, and again when there are more", () => {
    const { A, B, C } = classes({
      "a.py": "class A:\n    pass\n\n\nclass B:\n    pass\n\n\nclass C:\n    pass\n",
    });
    const hierarchy = new Hierarchy();
    hierarchy.derive(A!, B!);
    hierarchy.derive(B!, C!);
    expect(hierarchy.definersBelow(A!, "x")).toEqual([]);
    hierarchy.define(C!, "x", "attribute");
    expect(hierarchy.definersBelow(A!, "x")).toEqual([C]);
    hierarchy.define(B!, "x", "member");
    expect(hierarchy.definersBelow(A!, "x")).toEqual([B, C]);
    expect(hierarchy.definersBelow(B!, "x")).toEqual([C]);
    expect([...hierarchy.definers("x")]).toEqual([C, B]);
    expect([...hierarchy.definers("y")]).toEqual([]);
  });

  it("end where classes derive from each other", () => {
    const { A, B } = classes({ "a.py": "class A:\n    pass\n\n\nclass B:\n    pass\n" });
    const hierarchy = new Hierarchy();
    hierarchy.derive(A!, B!);
    hierarchy.derive(B!, A!);
    hierarchy.define(A!, "x", "member");
    hierarchy.define(B!, "x", "member");
    expect(hierarchy.definersBelow(A!, "x")).toEqual([B]);
  });
});

describe("members", () => {
  const files = {
    "base.py":
      "import torch\n\n\nclass Base:\n    x = torch.ones(2)\n\n    def act(self):\n        return self.x\n",
    "derived.py":
      'from base import Base\n\n\nclass Derived(Base):\n    def __init__(self):\n        self.x = "text"\n\n    def act(self):\n        return 1\n',
  };

  it("are what a class and those below it give them, in whatever file", () => {
    const { Base, Derived } = classes(files);
    for (const of of [Base!, Derived!]) {
      const found = findMember(of, "x");
      const type = found !== null && "inferred" in found ? found.inferred.type : undefined;
      expect(type?.kind === "union" ? type.members.map(({ kind }) => kind).sort() : type?.kind).toEqual([
        "builtin",
        "tensor",
      ]);
    }
    expect(findMember(Base!, "act")).toMatchObject({ overridden: true });
    expect(findMember(Derived!, "act")).toMatchObject({ overridden: false });
    expect(findMember(Derived!, "missing")).toBeNull();
  });

  it("may be given from outside, by name, or by a function that nobody knows the argument of", () => {
    const { Box } = classes({
      "a.py": [
        "import torch",
        "class Box:",
        "    def __init__(self):",
        "        self.named = self.spread = self.loose = self.kept = torch.ones(2)",
        "def loosen(thing):",
        '    thing.loose = "text"',
        "box = Box()",
        'setattr(box, "named", 1)',
        "for key in keys():",
        '    setattr(box, f"sp{key}", None)',
      ].join("\n"),
    });
    const kinds = (name: string): unknown => {
      const found = findMember(Box!, name);
      const type = found !== null && "inferred" in found ? found.inferred.type : undefined;
      return type?.kind === "union" ? type.members.map(({ kind }) => kind).sort() : type?.kind;
    };
    expect(kinds("named")).toEqual(["builtin", "tensor"]);
    expect(kinds("spread")).toEqual(["none", "tensor"]);
    expect(kinds("loose")).toEqual(["builtin", "tensor"]);
    expect(kinds("kept")).toBe("tensor");
  });
});
