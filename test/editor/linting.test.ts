import { readFileSync, rmSync } from "node:fs";

import type { Locator } from "playwright-core";
import { expect, it } from "vitest";

import { paddlePort } from "./support/example.js";
import { inEditor } from "./support/inEditor.js";
import { until } from "./support/until.js";
import { Workspace } from "./support/workspace.js";

const head = `import torch
from torch import nn


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Linear(4, 8, bias=False)

    def forward(self, x: torch.Tensor):
        y = self.proj(x).permute(0, 2, 1)
        return torch.cat([y, y], dim=1)
`;

const notebook = JSON.stringify({
  cells: [
    { cell_type: "code", execution_count: null, metadata: {}, outputs: [], source: ["import torch\\n"] },
  ],
  metadata: { language_info: { name: "python" } },
  nbformat: 4,
  nbformat_minor: 5,
});

const editor = inEditor(
  () =>
    new Workspace({
      "head.py": head,
      "fixed.py": head,
      "typed.py": head,
      "gone.py": head,
      "embedding.py": "from torch import nn\n\ne = nn.Embedding(4, 8, padding_idx=0)\n",
      "一个 模型.py": head,
      "plain.py": "import os\nprint(os.name)\n",
      "notes.ipynb": notebook,
      // More than 5 MB of Python that imports PyTorch.
      "long.py": `import torch\n${"x = torch.cat([a, b], dim=1)  # a line of a generated file\n".repeat(95_000)}`,
    }),
);

/** What the command line finds in a file. */
function found(name: string): { code: string; range: { start: { line: number } } }[] {
  const output = paddlePort(["check", name, "--format", "json"], editor.workspace.folder, [0, 1]);
  const report = JSON.parse(output) as { files: { findings: ReturnType<typeof found> }[] };
  return report.files.flatMap(({ findings }) => findings);
}

it("diagnostics appear when a file is opened, the same that the command line finds", async () => {
  const { workbench } = editor;
  await workbench.openFile("head.py");
  const expected = found("head.py");
  expect(expected.length).toBeGreaterThan(3);
  await workbench.waitForProblems(`${expected.length} problems`, (total) => total === expected.length);
  const shown = await workbench.problems();
  for (const { code, range } of expected) {
    expect(
      shown.filter((row) => row.includes(code) && row.includes(`Ln ${range.start.line + 1},`)),
    ).not.toEqual([]);
  }
});

it("diagnostics follow what is typed", async () => {
  const { workbench } = editor;
  await workbench.openFile("head.py");
  const before = await workbench.waitForProblems("problems", (total) => total > 0);
  await workbench.code.focus();
  await workbench.code.goTo(13);
  await workbench.code.type("z = torch.zeros(2).permute(0)");
  await workbench.waitForProblems("more problems", (total) => total > before);
  await until("the text as it was", async () => {
    await workbench.code.undo();
    return !(await workbench.code.visibleText()).includes("z =");
  });
  await workbench.waitForProblems("the problems there were", (total) => total === before);
});

it("the hover names the Paddle counterpart and the reason", async () => {
  const { workbench } = editor;
  await workbench.openFile("head.py");
  await workbench.waitForProblems("problems", (total) => total > 0);
  await workbench.code.focus();
  await workbench.code.goTo(12, 23);
  const hover = await workbench.code.hover(/paddle\.concat/);
  expect(hover).toContain("paddle.concat");
  expect(hover).toContain("Paddle refuses tensors of different dtypes");
  await workbench.page.keyboard.press("Escape");
});

it("the hover of a call tells the form of this call", async () => {
  const { workbench } = editor;
  await workbench.openFile("embedding.py");
  await workbench.waitForProblems("problems", (total) => total > 0);
  await workbench.code.focus();
  await workbench.code.goTo(3, 10);
  const hover = await workbench.code.hover(/torch\.nn\.Embedding → /);
  const forms = hover.split("\n").filter((line) => line.startsWith("torch.nn.Embedding → "));
  expect(forms).toEqual([expect.stringContaining("EmbeddingWithPadding")]);
  await workbench.page.keyboard.press("Escape");
});

it("another target version changes the diagnostics", async () => {
  const { workbench, workspace } = editor;
  await workbench.openFile("typed.py");
  const says = (version: string): Promise<boolean> =>
    until(`diagnostics for ${version}`, async () =>
      (await workbench.problems()).some((row) => row.includes(`on Paddle ${version}`)),
    );
  await says("3.0");
  await workbench.command("Paddle Port: Select Target Paddle Version");
  await workbench.pick("3.3", /^3\.3$/);
  await says("3.3");
  expect(workspace.text(".vscode/settings.json")).toContain('"paddlePort.targetVersion": "3.3"');
  expect(await workbench.languageStatus()).toContain("Paddle 3.3 and up");
  workspace.settings({ "paddlePort.targetVersion": "3.0" });
  await says("3.0");
});

it("a rule is explained, and an API is looked up", async () => {
  const { workbench } = editor;
  const page = (): Locator =>
    workbench.page
      .locator("iframe.webview.ready:visible")
      .contentFrame()
      .locator("iframe#active-frame")
      .contentFrame()
      .locator("body");
  await workbench.openFile("head.py");
  await workbench.command("Paddle Port: Explain Rule");
  await workbench.pick("PP202", /^PP202$/);
  await page().getByRole("heading", { name: /PP202/ }).waitFor();
  await workbench.closeEditor();
  await workbench.command("Paddle Port: Look Up API…");
  await workbench.pick("torch.nn.Linear", /^torch\.nn\.Linear$/);
  await page().getByRole("heading", { name: "torch.nn.Linear" }).waitFor();
  expect(await page().innerText()).toContain("paddle.nn.Linear");
});

it("a file that is deleted while it is open keeps its text and its diagnostics until it is closed", async () => {
  const { workbench, workspace } = editor;
  await workbench.openFile("gone.py");
  const before = await workbench.waitForProblems("problems", (total) => total > 0);
  rmSync(workspace.path("gone.py"));
  await workbench.tab("gone.py").locator(".strikethrough").first().waitFor();
  await workbench.code.focus();
  await workbench.code.goTo(13);
  await workbench.code.type("z = torch.zeros(2).permute(0)");
  await workbench.waitForProblems("more problems", (total) => total > before);
  await workbench.closeEditor();
  await workbench.waitForProblems("no problems", (total) => total === 0);
  expect(await workbench.notifications.count()).toBe(0);
});

it("a quick fix makes its edit and its diagnostic goes", async () => {
  const { workbench, workspace } = editor;
  const isThere = async (): Promise<boolean> =>
    (await workbench.problems()).some((row) => row.includes("PP202") && row.includes("Ln 11,"));
  await workbench.openFile("head.py");
  await until("the diagnostic", isThere);
  await workbench.code.focus();
  await workbench.code.goTo(11, 28);
  await workbench.code.applyFix(/^PP202/);
  await until("the diagnostic to go", async () => !(await isThere()));
  await workbench.code.save();
  expect(readFileSync(workspace.path("head.py"), "utf8")).toBe(
    head.replace("permute(0, 2, 1)", "transpose([0, 2, 1])"),
  );
});

it("a quick fix that is chosen after the file changed on the disk edits nothing", async () => {
  const { workbench, workspace } = editor;
  workspace.add("changed.py", head);
  await workbench.openFile("changed.py");
  await workbench.waitForProblems("problems", (total) => total > 0);
  await workbench.code.focus();
  await workbench.code.goTo(11, 28);
  const offered = await workbench.code.quickFixes();
  const changed = `# another first line\n${head}`;
  workspace.add("changed.py", changed);
  await until("the new text", async () => (await workbench.code.visibleText()).startsWith("# another"));
  const rows = workbench.page.locator(".action-widget .monaco-list-row.action");
  // The editor may have closed the list by itself.
  if ((await rows.count()) > 0) await rows.nth(offered.findIndex((name) => name.startsWith("PP202"))).click();
  await workbench.code.focus();
  await workbench.code.save();
  expect(workspace.text("changed.py")).toBe(changed);
});

it("diagnostics go when the file is closed", async () => {
  const { workbench } = editor;
  await workbench.openFile("head.py");
  await workbench.waitForProblems("problems", (total) => total > 0);
  await workbench.closeEditor();
  await workbench.waitForProblems("no problems", (total) => total === 0);
});

it("Fix All Safe Problems does what `check --fix` does", async () => {
  const { workbench, workspace } = editor;
  workspace.add("expected.py", head);
  paddlePort(["check", "--fix", "expected.py"], workspace.folder, [0, 1]);
  await workbench.openFile("fixed.py");
  await workbench.waitForProblems("problems", (total) => total > 0);
  await workbench.command("Paddle Port: Fix All Safe Problems");
  await workbench.waitForProblems("no problems", (total) => total === 0);
  await workbench.code.save();
  const fixed = readFileSync(workspace.path("fixed.py"), "utf8");
  expect(fixed).toBe(readFileSync(workspace.path("expected.py"), "utf8"));
  expect(fixed).not.toContain("torch");
});

it("what is typed while fixes are made is kept, and nothing else changes", async () => {
  const { workbench, workspace } = editor;
  await workbench.openFile("typed.py");
  await workbench.waitForProblems("problems", (total) => total > 0);
  await workbench.code.focus();
  await workbench.code.goTo(1);
  await workbench.command("Paddle Port: Fix All Safe Problems");
  await workbench.code.focus();
  await workbench.code.type("# typed\n");
  await until("the typed line", async () => (await workbench.code.visibleText()).includes("# typed"));
  await workbench.code.save();
  const text = readFileSync(workspace.path("typed.py"), "utf8");
  const fixed = readFileSync(workspace.path("expected.py"), "utf8");
  expect([`# typed\n${head}`, `# typed\n${fixed}`]).toContain(text);
});

it("a file with spaces and Chinese characters in its path is checked", async () => {
  const { workbench } = editor;
  await workbench.openFile("一个 模型.py");
  await workbench.waitForProblems("problems", (total) => total === found("一个 模型.py").length && total > 0);
  await workbench.closeEditor();
  await workbench.waitForProblems("no problems", (total) => total === 0);
});

it("a file of 5 MB is left alone, and the language status says so", async () => {
  const { workbench } = editor;
  await workbench.openFile("long.py");
  await until("the remark on the length", async () =>
    (await workbench.languageStatus()).includes("not checked: the file is too long"),
  );
  expect(await workbench.problemTotal()).toBe(0);
  expect(await workbench.notifications.count()).toBe(0);
});

it("a notebook is not checked, which is said once in the status bar", async () => {
  const { workbench } = editor;
  await workbench.openFile("notes.ipynb");
  const said = workbench.page.locator(".statusbar").getByText("Paddle Port does not check notebooks yet.");
  await said.waitFor();
  expect(await workbench.problemTotal()).toBe(0);
  expect(await workbench.notifications.count()).toBe(0);
});
