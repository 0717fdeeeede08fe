import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
} from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { paddle, paddlePort } from "./support/example.js";
import { keepAll, nameOf, writeSparse } from "./support/checkpoints.js";
import { inEditor } from "./support/inEditor.js";
import { TensorTable } from "./support/tensorTable.js";
import { themes, useTheme } from "./support/themes.js";
import { until } from "./support/until.js";
import { Workspace } from "./support/workspace.js";

const LARGE_TENSORS = 120;

const editor = inEditor(({ example }) => {
  const from = (name: string): { from: string } => ({ from: path.join(example, name) });
  const workspace = new Workspace({
    "plan.json": from("plan.json"),
    "checkpoint/model.safetensors": from("checkpoint/model.safetensors"),
    "reference.json": from("reference.json"),
    // A port in which two layers of one size have other names: only a person can say which is which.
    "renamed.json": readFileSync(path.join(example, "port.json"), "utf8")
      .replaceAll("encoder.layer.2.attention.self.query", "encoder.layer.2.attention.self.first")
      .replaceAll("encoder.layer.2.attention.self.key", "encoder.layer.2.attention.self.second"),
  });
  mkdirSync(workspace.path("open"));
  const trees = ["--source", "reference.json", "--target", "renamed.json"];
  paddlePort(["plan", ...trees, "--checkpoint", "checkpoint", "-o", "open/plan.json"], workspace.folder, [1]);
  // Large enough to be still written when it is cancelled.
  mkdirSync(workspace.path("large"));
  writeSparse(workspace.path("large/large.safetensors"), LARGE_TENSORS, 12_000_000_000);
  workspace.add("large/plan.json", JSON.stringify(keepAll(workspace.path("large/large.safetensors"))));
  mkdirSync(workspace.path("broken"));
  const broken = workspace.path("broken/broken.safetensors");
  writeSparse(broken, 2, 800);
  // The last value becomes NaN.
  truncateSync(broken, statSync(broken).size - 4);
  appendFileSync(broken, Buffer.from([0, 0, 0xc0, 0x7f]));
  workspace.add("broken/plan.json", JSON.stringify(keepAll(broken)));
  return workspace;
});

/** The weight files of a folder with their hashes. */
function digest(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".safetensors"));
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(path.join(folder, name)))
        .digest("hex"),
    ]),
  );
}

async function openTable(): Promise<TensorTable> {
  await editor.workbench.openWith("model.safetensors", "Paddle Port: Tensors");
  const table = new TensorTable(editor.workbench.webview);
  await table.row("embeddings.word_embeddings.weight").waitFor();
  return table;
}

it("the plan beside a checkpoint is shown with it: name, operation and reason", async () => {
  const table = await openTable();
  await table.filter("layer.0.attention.self.query.weight");
  const text = await table.row("encoder.layer.0.attention.self.query.weight").innerText();
  expect(text).toContain("transpose");
  expect(text).toMatch(/Linear/);
});

it("the table with a plan has no fault for axe, in light, dark and high contrast", async () => {
  const { workbench, workspace, shared } = editor;
  const table = await openTable();
  await table.row("embeddings.word_embeddings.weight").click();
  for (const theme of themes) {
    await useTheme(workbench, workspace, theme);
    expect(await workbench.webview.faults(shared.editor), theme.theme).toEqual([]);
  }
  expect(workbench.policy.violations).toEqual([]);
});

it("Generate Conversion Script writes what the command line writes, and opens it", async () => {
  const { workbench, workspace } = editor;
  await openTable();
  await workbench.command("Paddle Port: Generate Conversion Script");
  await workbench.answerFileDialog(workspace.path("from editor.py"));
  await until("the script", () => existsSync(workspace.path("from editor.py")));
  await workbench.tab("from editor.py").waitFor();
  paddlePort(["script", "plan.json", "-o", "expected.py"], workspace.folder);
  expect(workspace.text("from editor.py")).toBe(workspace.text("expected.py"));
  // Outside the workspace, where no other test finds a second model.safetensors.
  const out = path.join(path.dirname(workspace.folder), "by script");
  const run = spawnSync(paddle(), ["from editor.py", "--checkpoint", "checkpoint", "--out", out], {
    cwd: workspace.folder,
    encoding: "utf8",
  });
  expect(run.status, run.stderr).toBe(0);
  expect(digest(out)).toEqual(digest(path.join(editor.shared.example, "converted")));
});

it("Convert Weights… writes what the command line wrote", async () => {
  const { workbench, workspace, shared } = editor;
  const table = await openTable();
  await table.press("Convert Weights…");
  await workbench.pick("checkpoint-paddle", /checkpoint-paddle$/);
  await workbench.notification(/tensors \(.*\) written to/);
  expect(digest(workspace.path("checkpoint-paddle"))).toEqual(digest(path.join(shared.example, "converted")));
});

it("a plan with undecided questions shows them first, and no script can be made of it", async () => {
  const { workbench } = editor;
  await workbench.openFile("open/plan.json");
  await workbench.command("Paddle Port: Open Weight Plan");
  const table = new TensorTable(workbench.webview);
  const first = table.rows.first();
  await first.waitFor();
  expect(await first.innerText()).toMatch(/undecided/);
  const script = workbench.webview.content.getByRole("button", { name: "Generate Conversion Script" });
  expect(await script.isDisabled()).toBe(true);
  await workbench.webview.content.getByText("The plan has undecided questions.").first().waitFor();
});

it("a conversion that is cancelled leaves nothing behind", async () => {
  const { workbench, workspace } = editor;
  await workbench.openWith("large.safetensors", "Paddle Port: Tensors");
  const table = new TensorTable(workbench.webview);
  await table.row(nameOf(0)).waitFor();
  const said = await workbench.noteNotifications();
  await table.press("Convert Weights…");
  await workbench.pick("large-paddle", /large-paddle$/);
  await until("the progress", async () => (await said()).some((text) => text.includes("iB of 11.2 GiB")));
  await workbench.pressNotificationButton(/Converting weights/, /Cancel/);
  await workbench.notification(/The conversion was cancelled and what it had written was removed/);
  expect(
    existsSync(workspace.path("large-paddle")) ? readdirSync(workspace.path("large-paddle")) : [],
  ).toEqual([]);
});

it("NaN in a checkpoint is named, and written only when the person says so", async () => {
  const { workbench, workspace } = editor;
  await workbench.openWith("broken.safetensors", "Paddle Port: Tensors");
  const table = new TensorTable(workbench.webview);
  const out = workspace.path("broken-paddle");
  for (const answer of ["Cancel", "Convert Them As They Are"]) {
    await table.row(nameOf(0)).waitFor();
    await table.press("Convert Weights…");
    await workbench.pick("broken-paddle", /broken-paddle$/);
    const dialog = workbench.page.locator(".monaco-dialog-box");
    await dialog.waitFor();
    const said = await dialog.innerText();
    expect(said).toContain(`"${nameOf(1)}" in broken.safetensors (1 NaN, the first at [99])`);
    expect(existsSync(out) ? readdirSync(out) : []).toEqual([]);
    await dialog.getByRole("button", { name: answer }).click();
    await dialog.waitFor({ state: "detached" });
  }
  await workbench.notification(/2 tensors \(.*\) written to .*broken-paddle/);
  expect(readdirSync(out).length).toBeGreaterThan(0);
});
