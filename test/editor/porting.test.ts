import { readdirSync } from "node:fs";

import { expect, it } from "vitest";

import { paddlePort } from "./support/example.js";
import { inEditor } from "./support/inEditor.js";
import { until } from "./support/until.js";
import { Workspace } from "./support/workspace.js";

const editor = inEditor(
  ({ example }) =>
    new Workspace({
      "modeling_bert.py": { from: `${example}/bert_torch/modeling_bert.py` },
      bert_torch: { from: `${example}/bert_torch` },
    }),
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
  expect(readdirSync(workspace.folder).sort()).toEqual(["bert_torch", "modeling_bert.py"]);
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

it("Port Folder… shows every change, writes nothing until it is told to, and then what the command line writes", async () => {
  const { workbench, workspace } = editor;
  const before = readdirSync(workspace.folder);
  await workbench.command("Paddle Port: Port Folder…");
  // With the slash it is the folder that is meant; without it the dialog would first go into it.
  await workbench.answerFileDialog(`${workspace.path("bert_torch")}/`);
  await workbench.tab("bert_torch ↔ Paddle 3.0").waitFor();
  // Collapsed, all files are in view.
  await workbench.page.getByRole("button", { name: /Collapse All Diffs/ }).click();
  const shown = workbench.page.locator(".multiDiffEditor");
  await until("the changed files", async () => {
    const text = await shown.innerText();
    return text.includes("modeling_bert.py") && text.includes("paddle_port_helpers.py");
  });
  expect(await workbench.notification(/Nothing has been written yet/)).toMatch(
    /^\d+ of \d+ files: \d+ changes/,
  );
  expect(readdirSync(workspace.folder)).toEqual(before);
  await workbench.pressNotificationButton(/Nothing has been written yet/, /Write…/);
  await workbench.answerFileDialog(workspace.path("新的 port"));
  await workbench.notification(/The port was written to/);
  paddlePort(["port", "bert_torch", "expected"], workspace.folder, [0, 1]);
  const files = readdirSync(workspace.path("expected")).sort();
  expect(readdirSync(workspace.path("新的 port")).sort()).toEqual(files);
  for (const name of files)
    expect(workspace.text(`新的 port/${name}`), name).toBe(workspace.text(`expected/${name}`));
});
