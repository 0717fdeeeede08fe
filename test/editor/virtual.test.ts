import path from "node:path";

import { expect, it } from "vitest";

import { inEditor } from "./support/inEditor.js";
import { TensorTable } from "./support/tensorTable.js";
import { until } from "./support/until.js";
import { Workspace } from "./support/workspace.js";

/** A workspace whose only folder is on no disk. */
const editor = inEditor(
  () =>
    new Workspace({
      "virtual.code-workspace": JSON.stringify({ folders: [{ uri: "memory:/model", name: "virtual" }] }),
    }),
  { name: "virtual", developed: path.resolve("test/editor/fixtures/memory") },
  "virtual.code-workspace",
);

it("files of a virtual workspace are checked together with what they import, and ported", async () => {
  const { workbench } = editor;
  await workbench.openFromExplorer("net.py");
  // That `make()` gives a tensor is said in base.py.
  await until("the finding about view", async () =>
    (await workbench.problems()).some((row) => row.includes("PP201") && row.includes("torch.Tensor.view")),
  );
  await workbench.command("Paddle Port: Port File…");
  await workbench.tab("net.py ↔ Paddle 3.0").waitFor();
  const ported = workbench.page.locator(".monaco-diff-editor .editor.modified").first();
  await until("the ported text", async () => (await ported.innerText()).includes(".reshape"));
});

it("a checkpoint of a virtual workspace is refused with a reason", async () => {
  const { workbench } = editor;
  await workbench.openFromExplorer("weights.safetensors");
  await workbench.command("View: Reopen Editor With...");
  await workbench.pick("Paddle Port: Tensors", /^Paddle Port: Tensors$/);
  await new TensorTable(workbench.webview).notice("is not on a disk of the machine");
  expect(await workbench.notifications.count()).toBe(0);
});
