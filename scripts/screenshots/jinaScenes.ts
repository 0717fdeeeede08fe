import { readFileSync } from "node:fs";
import path from "node:path";

import { paddlePort } from "../../test/editor/support/example.js";
import { breakEpsilon, epsilon } from "../../test/editor/support/jinaExample.js";
import { TensorTable } from "../../test/editor/support/tensorTable.js";
import { until } from "../../test/editor/support/until.js";
import type { Workbench } from "../../test/editor/support/workbench.js";
import type { Workspace } from "../../test/editor/support/workspace.js";
import { paddlePython } from "../../test/support/interpreters.js";
import { lineOf, openAt, type Scene } from "./scene.js";

/** Both models at once take some time on two cores. */
const RUN_MS = 300_000;

/** What is in the folder once the weights are converted, from the command line; the port is not written yet. */
export function prepareJina(workspace: Workspace): void {
  const run = (...args: string[]): string => paddlePort(args, workspace.folder);
  run("port", "reference", "paddle");
  const model = ["--model", "factories:tiny_merged", "--path", ".", "--path", "paddle"];
  run("modules", "--framework", "paddle", "--python", paddlePython("3.3.1"), ...model, "-o", "port.json");
  const trees = ["--source", "recordings/trees/tiny.json", "--target", "port.json"];
  run("plan", ...trees, "--checkpoint", "tiny", "-o", "plan.json");
  run("convert", "plan.json", "--checkpoint", "tiny", "--out", "converted");
  run("script", "plan.json", "-o", "convert.py");
}

/** The whole way of the main example, as its README tells it. */
export function jinaScenes(workspace: Workspace, titles: (key: string) => string): readonly Scene[] {
  const command = (workbench: Workbench, key: string): Promise<void> =>
    workbench.command(`Paddle Port: ${titles(`command.${key}.title`)}`);

  async function check(workbench: Workbench): Promise<void> {
    const call = ["x = F.scaled_dot_product_attention(q, k, v)", "scaled_dot"] as const;
    const file = "reference/jina_clip/vision.py";
    await openAt(workbench, file, ...call);
    await workbench.problems();
    await openAt(workbench, file, ...call);
    await workbench.code.hover(/attention_bhsd\(query/);
  }

  async function port(workbench: Workbench): Promise<void> {
    await workbench.command("View: Hide Panel");
    await command(workbench, "portFolder");
    await workbench.answerFileDialog(`${workspace.path("reference")}/`);
    await workbench.tab("reference ↔ Paddle").waitFor();
    await workbench.page.locator(".multiDiffEntry .view-line").first().waitFor();
    // The progress goes away a moment after what was made is there.
    await until("one notification", async () => (await workbench.notifications.count()) === 1);
  }

  async function weights(workbench: Workbench): Promise<void> {
    await workbench.openWith("tiny/model.safetensors", titles("editor.tensors.displayName"));
    const table = new TensorTable(workbench.webview);
    await table.filter("layers.0.mixer.Wqkv");
    const name = "text_model.transformer.roberta.encoder.layers.0.mixer.Wqkv";
    await table.row(`${name}.parametrizations.weight.original`).click();
  }

  async function script(workbench: Workbench): Promise<void> {
    await workbench.openFile("convert.py");
    await workbench.code.focus();
    await workbench.code.goTo(lineOf(workbench, "convert.py", "layers.0.mixer.Wqkv.parametrizations"));
  }

  async function align(workbench: Workbench): Promise<void> {
    await workbench.openFile("align.yaml");
    await command(workbench, "runAlignmentCheck");
    await workbench.webview.content.locator(".verdict").waitFor({ timeout: RUN_MS });
    await workbench.dismissNotifications();
  }

  async function diverged(workbench: Workbench): Promise<void> {
    breakEpsilon(workspace);
    await align(workbench);
    await openAt(workbench, epsilon.file, "self.emb_ln = ", "emb_ln");
    await workbench.problems();
    await openAt(workbench, epsilon.file, "self.emb_ln = ", "emb_ln");
    await workbench.code.hover(/emb_ln/);
  }

  return [
    { name: "check", show: check },
    { name: "port", show: port },
    { name: "weights", show: weights },
    { name: "script", show: script },
    { name: "align", show: align },
    { name: "diverged", show: diverged },
  ];
}

/** The titles of the manifest in one of its languages. */
export function manifestTitles(language?: string): (key: string) => string {
  const file = path.resolve(`package.nls${language === undefined ? "" : `.${language}`}.json`);
  const texts = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>;
  return (key) => {
    const text = texts[key];
    if (text === undefined) throw new Error(`${file} has no ${key}`);
    return text;
  };
}
