import { rmSync } from "node:fs";

import { expect, it } from "vitest";

import { inEditor } from "./support/inEditor.js";
import { until } from "./support/until.js";
import { Workspace } from "./support/workspace.js";

const source = "import torch\n\nx = torch.ones(2, 3).permute(1, 0)\n";

/** Two folders of one workspace that want different versions of Paddle. */
const editor = inEditor(
  () =>
    new Workspace({
      "two.code-workspace": JSON.stringify({ folders: [{ path: "first" }, { path: "第二 folder" }] }),
      "first/one.py": source,
      "first/plain.py": "import os\n",
      "第二 folder/pkg/__init__.py": "",
      "第二 folder/pkg/two.py": `from .three import make\n${source}y = make().view(1)\n`,
      "第二 folder/pkg/three.py": "import torch\n\n\ndef make():\n    return torch.ones(1)\n",
      "第二 folder/.vscode/settings.json": JSON.stringify({ "paddlePort.targetVersion": "3.3" }),
    }),
  undefined,
  "two.code-workspace",
);

it("each folder of a workspace has its own target version", async () => {
  const { workbench } = editor;
  await workbench.openFile("one.py");
  await until("the first folder's", async () =>
    (await workbench.problems()).some((row) => row.includes("on Paddle 3.0")),
  );
  expect(await workbench.languageStatus()).toContain("Paddle 3.0 and up");
  await workbench.openFile("two.py");
  await until("the second folder's", async () =>
    (await workbench.problems()).some((row) => row.includes("on Paddle 3.3")),
  );
  expect(await workbench.languageStatus()).toContain("Paddle 3.3 and up");
});

it("Check Workspace finds what is in files that are not open, in all folders, until they change", async () => {
  const { workbench, workspace } = editor;
  await workbench.waitForProblems("no problems", (total) => total === 0);
  await workbench.command("Paddle Port: Check Workspace");
  const said = await workbench.notification(/findings in \d+ files/);
  expect(said).toMatch(/^\d+ findings in 3 files that use PyTorch or Paddle\.$/);
  const total = Number(/^\d+/.exec(said)?.[0]);
  expect(await workbench.waitForProblems("all of them", (count) => count === total)).toBeGreaterThan(5);
  // The list follows the number a moment later.
  const listed = async (): Promise<string[]> =>
    (await workbench.problems()).flatMap((row) => /^\w+\.py/.exec(row)?.[0] ?? []).sort();
  await until("all three files in the list", async () => (await listed()).length >= 3);
  expect(await listed()).toEqual(["one.py", "three.py", "two.py"]);

  workspace.add("第二 folder/pkg/three.py", "import os\n");
  await until("the mended file to leave the list", async () =>
    (await workbench.problems()).every((row) => !row.startsWith("three.py")),
  );
  rmSync(workspace.path("first/one.py"));
  await until("the deleted file to leave the list", async () =>
    (await workbench.problems()).every((row) => !row.startsWith("one.py")),
  );
  expect((await workbench.problems()).some((row) => row.startsWith("two.py"))).toBe(true);
});
