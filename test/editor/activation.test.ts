import { readdirSync } from "node:fs";

import { expect, it } from "vitest";

import { writeSparse } from "./support/checkpoints.js";
import { activations } from "./support/hostLog.js";
import { inEditor } from "./support/inEditor.js";
import { startedBy } from "./support/processes.js";
import { TensorTable } from "./support/tensorTable.js";
import { until } from "./support/until.js";
import { Workspace } from "./support/workspace.js";

const editor = inEditor(
  () => {
    const made = new Workspace({
      "notes.txt": "nothing to do with Python\n",
      "config.json": "{}\n",
      "model.py": "import torch\n\nx = torch.ones(2)\n",
    });
    writeSparse(made.path("small.safetensors"), 3, 1200);
    return made;
  },
  { name: "activation" },
);

const started = (): string[] => activations(editor.server.userData, "paddle-port.paddle-port");

it("nothing is done before a Python or safetensors file is opened", async () => {
  const { workbench, workspace, server } = editor;
  const files = readdirSync(workspace.folder);
  await workbench.openFile("notes.txt");
  await workbench.openFile("config.json");
  // The editor's own extension for JSON shows that the host has looked at what is open.
  await until(
    "another extension to be started",
    () => activations(server.userData, "vscode.json-language-features").length > 0,
  );
  expect(started()).toEqual([]);
  expect(startedBy(server.pid).filter((line) => /python/i.test(line))).toEqual([]);

  await workbench.openWith("small.safetensors", "Paddle Port: Tensors");
  await new TensorTable(workbench.webview).count("3 rows");
  expect(started()).toEqual(["onCustomEditor:paddlePort.tensors"]);
  expect(await workbench.problemTotal()).toBe(0);
  await workbench.openFile("model.py");
  await workbench.waitForProblems("problems", (total) => total > 0);
  expect(readdirSync(workspace.folder)).toEqual(files);
});
