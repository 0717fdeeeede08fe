import { paddlePort } from "../../test/editor/support/example.js";
import { TensorTable } from "../../test/editor/support/tensorTable.js";
import { until } from "../../test/editor/support/until.js";
import type { Workbench } from "../../test/editor/support/workbench.js";
import { lineOf, openAt, type Scene } from "./scene.js";

const source = "bert_torch/modeling_bert.py";

export const scenes: readonly Scene[] = [
  { name: "diagnostics", show: diagnostics },
  { name: "quick-fix", show: quickFix },
  { name: "port", show: port },
  { name: "weights", show: weights },
  { name: "alignment", show: alignment },
];

async function diagnostics(workbench: Workbench): Promise<void> {
  const show = (): Promise<void> => openAt(workbench, source, "return x.permute(0, 2, 1, 3)", "permute");
  await show();
  await workbench.problems();
  await show();
  await workbench.code.hover(/paddle\.Tensor\.transpose/);
}

async function quickFix(workbench: Workbench): Promise<void> {
  await workbench.command("View: Hide Panel");
  await openAt(workbench, source, "= nn.Softmax(dim=-1)", "Softmax");
  await workbench.code.quickFixes();
}

async function port(workbench: Workbench): Promise<void> {
  await workbench.openFile(source);
  await workbench.command("Paddle Port: Port File…");
  await workbench.tab("↔ Paddle").waitFor();
  await workbench.notification(/Nothing has been written yet/);
  // Where the line stands in the port is only known from the port; "Go to Line" acts on that side.
  const ported = "../port.py";
  paddlePort(["port", source, ported, "--force"], workbench.folder, [0, 1]);
  await workbench.code.goTo(lineOf(workbench, ported, "self.word_embeddings = EmbeddingWithPadding("));
  const modified = workbench.page.locator(".monaco-diff-editor .editor.modified").first();
  await until("the ported line", async () => (await modified.innerText()).includes("self.word_embeddings"));
}

async function weights(workbench: Workbench): Promise<void> {
  await workbench.openWith("checkpoint/model.safetensors", "Paddle Port: Tensors");
  const table = new TensorTable(workbench.webview);
  await table.filter("encoder.layer.0");
  await table.row("encoder.layer.0.attention.self.query.weight").click();
}

async function alignment(workbench: Workbench): Promise<void> {
  await workbench.openFile("align.yaml");
  await workbench.command("Paddle Port: Run Alignment Check");
  await workbench.webview.content.locator(".verdict").waitFor({ timeout: 180_000 });
}
