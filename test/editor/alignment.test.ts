import { readFileSync, writeFileSync } from "node:fs";

import { expect, it } from "vitest";

import { transposeTensor } from "./support/checkpoints.js";
import { paddle } from "./support/example.js";
import { inEditor } from "./support/inEditor.js";
import { startedBy } from "./support/processes.js";
import { themes, useTheme } from "./support/themes.js";
import { until } from "./support/until.js";
import { Workspace } from "./support/workspace.js";

/** The whole example takes some time on two cores. */
const RUN_MS = 180_000;

const editor = inEditor(
  ({ example }) => new Workspace({ "": { from: example } }, { "paddlePort.paddle.interpreter": paddle() }),
);

/** Starts the check of the specification that is open. */
async function start(): Promise<void> {
  const { workbench } = editor;
  await workbench.openFile("align.yaml");
  await workbench.command("Paddle Port: Run Alignment Check");
}

async function runCheck(): Promise<void> {
  await start();
  await editor.workbench.webview.content.locator(".verdict").waitFor({ timeout: RUN_MS });
}

it("the real example is aligned, and the report's first line names the device", async () => {
  const { workbench } = editor;
  const said = await workbench.noteNotifications();
  await runCheck();
  const { content } = workbench.webview;
  expect(await content.locator(".verdict strong").innerText()).toMatch(/^aligned$/i);
  const progress = (await said()).join("\n");
  for (const stage of ["running", "layer by layer", "comparing"])
    expect(progress).toMatch(new RegExp(`${stage} \\d+/\\d+ \\S*(encoder\\.layer|embeddings)`));
  const lines = (await content.locator("main").innerText()).split("\n");
  expect(lines[0]).toMatch(/CPU|GPU/);
  expect(await workbench.problemTotal()).toBe(0);
});

it("the report has no fault for axe and breaks no security policy, in light, dark and high contrast", async () => {
  const { workbench, workspace, shared } = editor;
  await workbench.command("Paddle Port: Show Alignment Report");
  await workbench.webview.content.locator(".verdict").waitFor();
  for (const theme of themes) {
    await useTheme(workbench, workspace, theme);
    expect(await workbench.webview.faults(shared.editor), theme.theme).toEqual([]);
  }
  expect(workbench.policy.violations).toEqual([]);
});

it("cancel ends the Python processes", async () => {
  const { workbench, workspace, server } = editor;
  // A model that takes its time to load: a quick machine would be done before the button is pressed.
  const factories = workspace.path("factories.py");
  const original = readFileSync(factories, "utf8");
  writeFileSync(factories, `${original}\nimport time\n\ntime.sleep(600)\n`);
  try {
    await start();
    const python = (): string[] => startedBy(server.pid).filter((line) => line.startsWith(paddle()));
    await until("Python to run", () => python().length > 0);
    await workbench.pressNotificationButton(/Alignment of/, /Cancel/);
    await workbench.notification(/The alignment check was cancelled/);
    await until("Python to end", () => python().length === 0);
  } finally {
    writeFileSync(factories, original);
  }
});

it("with a broken checkpoint the diagnostic stands at the module that diverges, and goes once it is mended", async () => {
  const { workbench, workspace } = editor;
  const broken = "encoder.layer.3.attention.self.query";
  const weights = workspace.path("converted/model.safetensors");
  transposeTensor(weights, `${broken}.weight`);
  await runCheck();
  const { content } = workbench.webview;
  expect(await content.locator(".verdict strong").innerText()).toMatch(/^diverged$/i);
  expect(await content.locator(".verdict .cause").innerText()).toContain(broken);
  const lines = workspace.text("bert_paddle/modeling_bert.py").split("\n");
  const line = 1 + lines.findIndex((text) => text.includes("self.query = nn.Linear("));
  const rows = await workbench.problems();
  expect(rows[0]).toContain("modeling_bert.py");
  expect(rows.filter((row) => row.includes(broken) && row.includes(`[Ln ${line}, `))).toHaveLength(1);
  expect(rows[0]).toContain("bert_paddle");

  transposeTensor(weights, `${broken}.weight`);
  await content.getByRole("button", { name: "Run Again" }).click();
  await content.locator(".verdict.aligned").waitFor({ timeout: RUN_MS });
  expect(await workbench.problemTotal()).toBe(0);
});

it("earlier runs can be shown again", async () => {
  const { workbench } = editor;
  await workbench.command("Paddle Port: Show Alignment Report");
  // The newest comes first: it aligned, and the one before it diverged.
  await workbench.quickRows.nth(1).filter({ hasText: "Diverged" }).click();
  const { content } = workbench.webview;
  await content.locator(".verdict.diverged").waitFor();
  const runs = content.locator(".runs select");
  const labels = await runs.locator("option").allInnerTexts();
  expect(labels.length).toBeGreaterThan(1);
  await runs.selectOption({ index: 0 });
  await content.locator(".verdict.aligned").waitFor();
  await runs.selectOption({ index: labels.findIndex((label) => label.startsWith("Diverged")) });
  await content.locator(".verdict.diverged").waitFor();
  await content.getByRole("button", { name: /Open modeling_bert\.py:\d+/ }).click();
  await workbench.tab("modeling_bert.py").waitFor();
});

it("an interpreter is chosen only when it works, and is kept then", async () => {
  const { workbench, workspace } = editor;
  const choose = async (path: string): Promise<void> => {
    await workbench.command("Paddle Port: Select Paddle Interpreter");
    await workbench.pick("Enter a path", /^Enter a path…$/);
    await workbench.quickInput.fill(path);
    await workbench.page.keyboard.press("Enter");
  };
  await choose("/bin/cat");
  expect(await workbench.notification(/\/bin\/cat/)).not.toContain("defect");
  expect(workspace.text(".vscode/settings.json")).not.toContain("/bin/cat");
  await workbench.dismissNotifications();
  const python = editor.shared.editor.node.replace(/node$/, "no such python");
  await workbench.command("Paddle Port: Select Paddle Interpreter");
  await workbench.pick("Enter a path", /^Enter a path…$/);
  await workbench.quickInput.fill(python);
  await workbench.page.locator(".quick-input-widget").getByText("does not exist").waitFor();
  await workbench.page.keyboard.press("Escape");
  workspace.settings({ "paddlePort.paddle.interpreter": "" });
  await choose(paddle());
  expect(await workbench.notification(/paddlepaddle|PaddlePaddle/)).toContain("3.3.1");
  await until("the setting", () =>
    workspace.text(".vscode/settings.json").includes(JSON.stringify(paddle())),
  );
});

it("an interpreter that does not exist is named, with what to do", async () => {
  const { workbench, workspace } = editor;
  workspace.settings({ "paddlePort.paddle.interpreter": "/no such folder/bin/python" });
  await start();
  const said = await workbench.notification(/no such folder/);
  expect(said).toContain("/no such folder/bin/python does not exist.");
  expect(said).toContain("paddlePort.paddle.interpreter");
});

it("a program that is not Python is refused, by its name", async () => {
  const { workbench, workspace } = editor;
  workspace.settings({ "paddlePort.paddle.interpreter": "/bin/cat" });
  await start();
  expect(await workbench.notification(/\/bin\/cat/)).not.toContain("defect");
});
