import { rmSync } from "node:fs";

import { expect, it } from "vitest";

import { paddlePython } from "../support/interpreters.js";
import { inEditor } from "./support/inEditor.js";
import { until } from "./support/until.js";
import { Workspace } from "./support/workspace.js";

const source = "import torch\n\n\ndef f(x: torch.Tensor):\n    return x.permute(1, 0)\n";

const editor = inEditor(
  () =>
    new Workspace(
      {
        "model.py": source,
        "sub/paddle-port.toml": 'paddle = "3.2"\n',
        "sub/model_b.py": source,
        "excluded/pyproject.toml": '[tool.paddle-port]\nexclude = ["model_c.py"]\n',
        "excluded/model_c.py": source,
        "excluded/model_d.py": source,
      },
      { "paddlePort.targetVersion": "3.1" },
    ),
);

/** Waits until a problem says that it is about a version. */
async function says(version: string): Promise<void> {
  await until(`diagnostics for Paddle ${version}`, async () =>
    (await editor.workbench.problems()).some((row) => row.includes(`on Paddle ${version}`)),
  );
}

it("the nearest project file says the version, before the settings do, and the status says so", async () => {
  const { workbench } = editor;
  await workbench.openFile("model_b.py");
  await says("3.2");
  const status = await workbench.languageStatus();
  expect(status).toContain("Paddle 3.2 and up");
  expect(status).toContain("according to sub/paddle-port.toml");
  await workbench.closeEditor();
  await workbench.openFile("model.py");
  await says("3.1");
  expect(await workbench.languageStatus()).toContain("according to the setting");
});

it("a project file that appears, changes and goes is noticed", async () => {
  const { workbench, workspace } = editor;
  await workbench.openFile("model.py");
  await says("3.1");
  workspace.add("paddle-port.toml", 'paddle = "3.3"\n');
  await says("3.3");
  workspace.add("paddle-port.toml", 'paddle = "3.2"\n');
  await says("3.2");
  rmSync(workspace.path("paddle-port.toml"));
  await says("3.1");
});

it("what is wrong with a project file is a diagnostic at its line", async () => {
  const { workbench, workspace } = editor;
  await workbench.openFile("model_b.py");
  await says("3.2");
  workspace.add("sub/paddle-port.toml", '# ours\npaddle = "2.6"\n');
  await until("the diagnostic of the file", async () =>
    (await workbench.problems()).some(
      (row) => row.includes("`paddle` takes one of") && row.includes("Ln 2,"),
    ),
  );
  await says("3.1");
  workspace.add("sub/paddle-port.toml", 'paddle = "3.2"\n');
  await until("the diagnostic to go", async () =>
    (await workbench.problems()).every((row) => !row.includes("takes one of")),
  );
  await says("3.2");
});

it("files that are left out have no diagnostics", async () => {
  const { workbench } = editor;
  await workbench.openFile("model_c.py");
  await workbench.openFile("model_d.py");
  await workbench.waitForProblems("problems of one file", (total) => total > 0);
  expect((await workbench.problems()).filter((row) => row.includes("model_c.py"))).toEqual([]);
});

it("where nothing else says a version, the selected interpreter does", async () => {
  const { workbench, workspace } = editor;
  await workbench.openFile("model.py");
  await says("3.1");
  workspace.settings({
    "paddlePort.targetVersion": "auto",
    "paddlePort.paddle.interpreter": paddlePython("3.3.1"),
  });
  await says("3.3");
  expect(await workbench.languageStatus()).toContain("according to the interpreter");
});
