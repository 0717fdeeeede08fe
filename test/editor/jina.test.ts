import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { torchPython } from "../support/interpreters.js";
import { paddlePort } from "./support/example.js";
import { inEditor } from "./support/inEditor.js";
import { breakEpsilon, jina, jinaWorkspace } from "./support/jinaExample.js";
import { TensorTable } from "./support/tensorTable.js";

/*
 * The whole way of the main example, as its README and the walkthrough tell it. The tests follow one another: each works
 * on what the one before it left.
 */

/** Both models at once take some time on two cores. */
const RUN_MS = 180_000;

const editor = inEditor(() => jinaWorkspace());

async function openTable(): Promise<TensorTable> {
  await editor.workbench.openWith("model.safetensors", "Paddle Port: Tensors");
  const table = new TensorTable(editor.workbench.webview);
  await table.row("logit_scale").waitFor();
  return table;
}

async function runCheck(): Promise<void> {
  const { workbench } = editor;
  await workbench.openFile("align.yaml");
  await workbench.command("Paddle Port: Run Alignment Check");
  await workbench.webview.content.locator(".verdict").waitFor({ timeout: RUN_MS });
}

it("the reference is opened, and its differences are underlined", async () => {
  const { workbench, workspace } = editor;
  await workbench.openFile("text.py");
  const output = paddlePort(
    ["check", "reference/jina_clip/text.py", "--format", "json"],
    workspace.folder,
    [0, 1],
  );
  const { files } = JSON.parse(output) as { files: { findings: unknown[] }[] };
  const expected = files.flatMap(({ findings }) => findings).length;
  expect(expected).toBeGreaterThan(20);
  await workbench.waitForProblems(`${expected} problems`, (total) => total === expected);
});

it("Port Folder… writes the port that is committed", async () => {
  const { workbench, workspace } = editor;
  await workbench.command("Paddle Port: Port Folder…");
  await workbench.answerFileDialog(`${workspace.path("reference")}/`);
  await workbench.tab("reference ↔ Paddle 3.0").waitFor();
  await workbench.pressNotificationButton(/Nothing has been written yet/, /Write…/);
  await workbench.answerFileDialog(workspace.path("paddle"));
  await workbench.notification(/The port was written to/);
  const committed = path.join(jina, "paddle/jina_clip");
  const names = readdirSync(committed).filter((name) => name.endsWith(".py"));
  expect(readdirSync(workspace.path("paddle/jina_clip")).sort()).toEqual(names.sort());
  for (const name of names)
    expect(workspace.text(`paddle/jina_clip/${name}`), name).toBe(
      readFileSync(path.join(committed, name), "utf8"),
    );
});

it("the checkpoint is opened, a plan is made of align.yaml's models, and the script is written and opened", async () => {
  const { workbench, workspace } = editor;
  const table = await openTable();
  await table.press("Generate Conversion Script");
  await workbench.pick("Make a weight plan", /^Make a weight plan…$/);
  await workbench.pick("From the models", /^From the models of an align\.yaml$/);
  await workbench.pick("align.yaml", /^align\.yaml$/);
  const saving = (title: string): Promise<void> =>
    workbench.page.locator(".quick-input-title").getByText(title).waitFor({ timeout: RUN_MS });
  await saving("Save the weight plan");
  await workbench.answerFileDialog(workspace.path("plan.json"));
  await saving("Generate Conversion Script");
  await workbench.answerFileDialog(workspace.path("convert.py"));
  await workbench.tab("convert.py").waitFor();
  paddlePort(["script", "plan.json", "-o", "expected.py"], workspace.folder);
  expect(workspace.text("convert.py")).toBe(workspace.text("expected.py"));
  // As the README tells it.
  execFileSync(torchPython(), ["convert.py", "--checkpoint", "tiny", "--out", "converted"], {
    cwd: workspace.folder,
  });
});

it("the weight table shows what is merged and transposed", async () => {
  const { workbench } = editor;
  const table = await openTable();
  const name = "text_model.transformer.roberta.encoder.layers.0.mixer.Wqkv";
  await table.filter(`${name}.`);
  const merged = table.row(`${name}.parametrizations.weight.original`);
  await merged.waitFor();
  expect(await merged.innerText()).toContain("merge + transpose");
  expect(await merged.innerText()).toContain(`${name}.weight`);
  await merged.click();
  await workbench.webview.content.getByText(`${name}.parametrizations.weight.0.lora_B`).first().waitFor();
  expect(workbench.policy.violations).toEqual([]);
});

it("Convert Weights… writes what the script wrote", async () => {
  const { workbench, workspace } = editor;
  const table = await openTable();
  await table.press("Convert Weights…");
  await workbench.pick("tiny-paddle", /tiny-paddle$/);
  await workbench.notification(/tensors \(.*\) written to/);
  const [byScript, byEditor] = ["converted", "tiny-paddle"].map((folder) =>
    readFileSync(workspace.path(folder, "model.safetensors")),
  );
  expect(byEditor?.equals(byScript ?? Buffer.alloc(0))).toBe(true);
});

it("Run Alignment Check finds the port aligned, and the report names the device", async () => {
  const { workbench } = editor;
  await runCheck();
  const { content } = workbench.webview;
  expect(await content.locator(".verdict strong").innerText()).toMatch(/^aligned$/i);
  const lines = (await content.locator("main").innerText()).split("\n");
  expect(lines[0]).toMatch(/CPU|GPU/);
  expect(await workbench.problemTotal()).toBe(0);
});

it("a broken port has its diagnostic at the faulty line", async () => {
  const { workbench, workspace } = editor;
  const line = breakEpsilon(workspace);
  await runCheck();
  const { content } = workbench.webview;
  expect(await content.locator(".verdict strong").innerText()).toMatch(/^diverged$/i);
  const rows = await workbench.problems();
  expect(rows[0]).toContain("text.py");
  expect(rows.filter((row) => row.includes("emb_ln") && row.includes(`[Ln ${line}, `))).toHaveLength(1);
});
