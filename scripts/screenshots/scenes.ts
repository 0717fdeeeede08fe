import { readFileSync } from "node:fs";
import path from "node:path";

import { paddlePort } from "../../test/editor/support/example.js";
import { TensorTable } from "../../test/editor/support/tensorTable.js";
import { until } from "../../test/editor/support/until.js";
import type { Workbench } from "../../test/editor/support/workbench.js";

/** One picture: what is done until the window shows what it is about. */
export interface Scene {
  readonly name: string;
  readonly show: (workbench: Workbench) => Promise<void>;
}

const source = "bert_torch/modeling_bert.py";

export const scenes: readonly Scene[] = [
  { name: "diagnostics", show: diagnostics },
  { name: "quick-fix", show: quickFix },
  { name: "port", show: port },
  { name: "weights", show: weights },
  { name: "alignment", show: alignment },
];

async function diagnostics(workbench: Workbench): Promise<void> {
  const show = (): Promise<void> => openAt(workbench, "return x.permute(0, 2, 1, 3)", "permute");
  await show();
  await workbench.problems();
  await show();
  await workbench.code.hover(/paddle\.Tensor\.transpose/);
}

async function quickFix(workbench: Workbench): Promise<void> {
  await workbench.command("View: Hide Panel");
  await openAt(workbench, "= nn.Softmax(dim=-1)", "Softmax");
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

/** Opens the example's model and puts the cursor on a word of the line that holds `text`. */
async function openAt(workbench: Workbench, text: string, word: string): Promise<void> {
  await workbench.openFile(source);
  await workbench.waitForProblems("problems", (total) => total > 0);
  const line = lineOf(workbench, source, text);
  await workbench.code.focus();
  await workbench.code.goTo(line, (linesOf(workbench, source)[line - 1] ?? "").indexOf(word) + 2);
}

/** The number of the first line that holds a text. */
function lineOf(workbench: Workbench, file: string, text: string): number {
  const line = 1 + linesOf(workbench, file).findIndex((one) => one.includes(text));
  if (line === 0) throw new Error(`${file} holds no line with ${text}`);
  return line;
}

function linesOf(workbench: Workbench, file: string): string[] {
  return readFileSync(path.join(workbench.folder, file), "utf8").split("\n");
}
