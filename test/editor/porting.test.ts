import { readdirSync } from "node:fs";

import { expect, it } from "vitest";

import { paddlePort } from "./support/example.js";
import { inEditor } from "./support/inEditor.js";
import { until } from "./support/until.js";
import { Workspace } from "./support/workspace.js";

const editor = inEditor(
  ({ example }) => new Workspace({ "modeling_bert.py": { from: `${example}/bert_torch/modeling_bert.py` } }),
);

async function portFile(): Promise<void> {
  const { workbench } = editor;
  await workbench.openFile("modeling_bert.py");
  await workbench.command("Paddle Port: Port File…");
  await workbench.tab("↔ Paddle 3.0").waitFor();
}

it("Port File… shows the port beside the source and writes nothing", async () => {
  const { workbench, workspace } = editor;
  await portFile();
  const ported = workbench.page.locator(".monaco-diff-editor .editor.modified").first();
  await until("the ported text", async () => /import\spaddle/.test(await ported.innerText()));
  expect(await workbench.notification(/Nothing has been written yet/)).toMatch(/^\d+ changes/);
  expect(readdirSync(workspace.folder)).toEqual(["modeling_bert.py"]);
});

it("what is written is what the command line writes", async () => {
  const { workbench, workspace } = editor;
  await portFile();
  await workbench.command("Paddle Port: Write Port…");
  await workbench.answerFileDialog(workspace.path("written.py"));
  await workbench.tab("written.py").waitFor();
  paddlePort(["port", "modeling_bert.py", "expected.py"], workspace.folder, [0, 1]);
  expect(workspace.text("written.py")).toBe(workspace.text("expected.py"));
});
