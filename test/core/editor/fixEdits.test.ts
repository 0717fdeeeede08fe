import { beforeAll, describe, expect, it } from "vitest";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import { lintModule } from "../../../src/core/lint/engine.js";
import type { Finding } from "../../../src/core/lint/finding.js";
import { rules } from "../../../src/core/lint/rules.generated.js";
import { fixEdits, FixPlanner } from "../../../src/core/port/fixEdits.js";
import { analyse } from "../../../src/core/semantics/analysis.js";
import { Project } from "../../../src/core/semantics/project.js";
import type { PythonParser } from "../../../src/core/syntax/parser.js";
import { applyEdits } from "../../../src/core/text/edits.js";
import { pythonParser } from "../../support/python.js";

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

/** The text after fixing the findings that are chosen, and the codes that are found in it afterwards. */
function fix(text: string, choose: (finding: Finding) => boolean): { text: string; left: string[] } {
  const check = (source: string): { findings: Finding[]; fixed: (wanted: Finding[]) => string } => {
    const project = new Project([{ path: "m.py", text: source }], parser, bundledCatalog());
    analyse(project);
    const module = project.modules[0]!;
    const findings = lintModule(module, project, { target: "3.0", rules });
    const planner = new FixPlanner(module, bundledCatalog(), findings);
    return {
      findings,
      fixed: (wanted) => applyEdits(source, fixEdits(module, planner.plan(wanted), "test")),
    };
  };
  const before = check(text);
  const after = before.fixed(before.findings.filter((finding) => finding.fix !== null && choose(finding)));
  return { text: after, left: check(after).findings.map(({ code }) => code) };
}

const everything = (): boolean => true;

describe("fixes of some findings", () => {
  it("port the import when nothing needs it any more", () => {
    const { text, left } = fix("import torch\n\nx = torch.ones([2]).view(1, 2)\n", everything);
    expect(text).toBe("import paddle\n\nx = paddle.ones([2]).reshape([1, 2])\n");
    expect(left).toEqual([]);
  });

  it("keep the import, and with it the finding, of a name that is open", () => {
    const { text, left } = fix("import torch\n\nx = torch.nothing_known(1)\n", everything);
    expect(text).toBe("import torch\n\nx = torch.nothing_known(1)\n");
    expect(left).toContain("PP002");
    expect(left).toContain("PP001");
  });

  it("bring `import paddle` where the new code needs it and the import stays", () => {
    const source = "import torch\n\nx = torch.cat([a, b], dim=1)\ny = torch.nothing_known(1)\n";
    const { text } = fix(source, (finding) => finding.code !== "PP001");
    expect(text).toContain("import torch\nimport paddle\n");
    expect(text).toContain("torch.nothing_known(1)");
    expect(text).toContain("paddle.concat([a, b]");
  });

  it("write out a module's name while the short one still means PyTorch's", () => {
    const source =
      "import torch.nn as nn\n\n\nclass M(nn.Module):\n    def f(self):\n        return nn.NothingKnown()\n";
    const { text, left } = fix(source, everything);
    expect(text).toContain("import torch.nn as nn\n");
    expect(text).toContain("class M(paddle.nn.Layer)");
    expect(text).toContain("import paddle\n");
    expect(left).toContain("PP002");
  });

  it("change several imports independently", () => {
    const source =
      "import torch\nimport torch.nn as nn\n\n\nclass M(nn.Module):\n    pass\n\n\nx = torch.nothing_known(1)\n";
    const { text } = fix(source, everything);
    expect(text).toContain("import torch\nimport paddle.nn as nn\n");
    expect(text).toContain("class M(nn.Layer)");
  });
});
