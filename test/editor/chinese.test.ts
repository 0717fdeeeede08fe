import { expect, it } from "vitest";

import { inEditor } from "./support/inEditor.js";
import { Workspace } from "./support/workspace.js";

const editor = inEditor(
  ({ example }) =>
    new Workspace({
      "model.py": "import torch\n\ny = torch.cat([a, b], dim=1)\n",
      "model.safetensors": { from: `${example}/checkpoint/model.safetensors` },
    }),
  { name: "chinese", language: "zh-cn" },
);

const chinese = /\p{Script=Han}/u;

it("commands, diagnostics, hover and quick fixes speak Chinese", async () => {
  const { workbench } = editor;
  await workbench.openFile("model.py");
  await workbench.waitForProblems("problems", (total) => total > 0);
  const rows = (await workbench.problems()).filter((row) => row.includes("Paddle Port"));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row).toMatch(chinese);
  await workbench.code.focus();
  await workbench.code.goTo(3, 12);
  // The code of the diagnostic and the API's names stay; what is said about them is translated.
  const hover = await workbench.code.hover(/paddle\.concat/);
  for (const paragraph of hover.split("\n").filter((text) => /[a-z]{4,} [a-z]{2,} [a-z]{2,}/i.test(text)))
    expect(paragraph).toMatch(/View Problem|Quick Fix|\p{Script=Han}/u);
  await workbench.page.keyboard.press("Escape");
  const fixes = await workbench.code.quickFixes();
  expect(fixes.length).toBeGreaterThan(0);
  for (const title of fixes) expect(title).toMatch(chinese);
  await workbench.page.keyboard.press("Escape");
  const commands = await workbench.commandsLike("Paddle Port:");
  expect(commands.length).toBeGreaterThan(5);
  for (const title of commands) expect(title.replace("Paddle Port: ", "")).toMatch(chinese);
});

it("the tensor table speaks Chinese", async () => {
  const { workbench } = editor;
  await workbench.openFile("model.safetensors");
  await workbench.command("View: Reopen Editor With...");
  await workbench.pick("Paddle Port", /^Paddle Port.*\p{Script=Han}/u);
  const { content } = workbench.webview;
  await content.locator(".canvas [role=row]").first().waitFor();
  const labels = [
    ...(await content.locator("[role=columnheader]").allInnerTexts()),
    ...(await content.locator("button").allInnerTexts()),
    await content.locator(".toolbar .count").innerText(),
  ];
  for (const label of labels) expect(label).toMatch(chinese);
  expect(await content.locator(":root").getAttribute("lang")).toBe("zh-cn");
});
