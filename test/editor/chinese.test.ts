import { expect, it } from "vitest";

import { paddle } from "./support/example.js";
import { inEditor } from "./support/inEditor.js";
import { until } from "./support/until.js";
import { Workspace } from "./support/workspace.js";

const editor = inEditor(
  ({ example }) =>
    new Workspace(
      {
        "model.py": "import torch\n\ny = torch.cat([a, b], dim=1)\n",
        "model.safetensors": { from: `${example}/checkpoint/model.safetensors` },
        "plan.json": { from: `${example}/plan.json` },
        example: { from: example },
      },
      { "paddlePort.paddle.interpreter": paddle() },
    ),
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
  const rows = await content.locator(".canvas [role=row]").allInnerTexts();
  expect(rows.filter((row) => row.includes("使用"))).not.toEqual([]);
  for (const row of rows) expect(row).not.toMatch(/consumed|stored/);
  expect(await content.locator(":root").getAttribute("lang")).toBe("zh-cn");
});

it("the alignment report speaks Chinese", async () => {
  const { workbench } = editor;
  await workbench.openFile("example/align.yaml");
  await workbench.command("Paddle Port: 运行对齐检查");
  const { content } = workbench.webview;
  await content.locator(".verdict").waitFor({ timeout: 180_000 });
  const texts = [
    await content.locator(".device").innerText(),
    await content.locator(".verdict strong").innerText(),
    ...(await content.locator(".verdict li").allInnerTexts()),
    ...(await content.locator("h2").allInnerTexts()),
    ...(await content.locator(".tile span").allInnerTexts()),
    ...(await content.locator(".layers [role=columnheader]").allInnerTexts()),
    ...(await content.locator("button").allInnerTexts()),
  ];
  expect(texts.length).toBeGreaterThan(20);
  for (const text of texts.filter((one) => /[a-z]/i.test(one) && !one.startsWith("1 − cos"))) {
    expect(text).toMatch(chinese);
    expect(text).not.toMatch(/[a-z]{3,} [a-z]{2,} [a-z]{2,}/);
  }
});

it("the walkthrough speaks Chinese, and its example opens", async () => {
  const { workbench } = editor;
  await workbench.command("Welcome: Open Walkthrough...");
  await workbench.pick("Paddle Port", /Paddle Port/);
  const page = workbench.page.locator(".gettingStartedContainer");
  const titles = page.locator(".getting-started-step .step-title");
  await titles.first().waitFor();
  const texts = await titles.allInnerTexts();
  expect(texts).toHaveLength(5);
  for (const text of texts) expect(text).toMatch(chinese);
  const { content } = workbench.webview;
  let pictures = 0;
  for (const text of texts) {
    await titles.getByText(text, { exact: true }).click();
    // Until then the page of the step before is there.
    await content.locator("h2").getByText(text, { exact: true }).waitFor();
    for (const picture of await content.locator("img").all()) {
      const width = (image: { naturalWidth: number }): number => image.naturalWidth;
      await until(`the picture beside ${text}`, async () => (await picture.evaluate(width)) > 0);
      pictures += 1;
    }
  }
  // All steps but the choice of the version have one.
  expect(pictures).toBe(texts.length - 1);
  await titles.first().click();
  await page.getByRole("button", { name: "打开示例" }).click();
  await workbench.waitForProblems("problems", (total) => total > 0);
  expect(await workbench.code.visibleText()).toContain("import torch");
});
