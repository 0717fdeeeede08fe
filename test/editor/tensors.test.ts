import { appendFileSync, rmSync, statSync } from "node:fs";

import { expect, it } from "vitest";

import { nameOf, tensorNames, writeSparse } from "./support/checkpoints.js";
import { inEditor } from "./support/inEditor.js";
import { TensorTable } from "./support/tensorTable.js";
import { themes, useTheme } from "./support/themes.js";
import { Workspace } from "./support/workspace.js";

const manyTensors = 100_000;
const GB20 = 20_000_000_000;

const editor = inEditor(({ example }) => {
  const made = new Workspace({
    "minilm/model.safetensors": { from: `${example}/checkpoint/model.safetensors` },
  });
  writeSparse(made.path("big.safetensors"), manyTensors, GB20);
  writeSparse(made.path("changing.safetensors"), 3, 1200);
  return made;
});

async function open(file: string): Promise<TensorTable> {
  await editor.workbench.openWith(file, "Paddle Port: Tensors");
  return new TensorTable(editor.workbench.webview);
}

it("the tensors of a real checkpoint are shown, scrolled and filtered", async () => {
  const names = tensorNames(editor.workspace.path("minilm/model.safetensors"));
  const table = await open("model.safetensors");
  await table.count(`${names.length} rows`);
  await table.row(names[0] ?? "").waitFor();
  await table.scrollToEnd();
  await table.row(names.at(-1) ?? "").waitFor();
  await table.filter("layer.3.attention");
  const matching = names.filter((name) => name.includes("layer.3.attention"));
  await table.count(`${matching.length} of ${names.length} rows`);
  for (const name of matching) await table.row(name).waitFor();
});

it("the page breaks no security policy and axe finds nothing, in light, dark and high contrast", async () => {
  const { workbench, workspace, shared } = editor;
  const table = await open("model.safetensors");
  await table.row("embeddings.word_embeddings.weight").waitFor();
  for (const theme of themes) {
    await useTheme(workbench, workspace, theme);
    expect(await workbench.webview.faults(shared.editor), theme.theme).toEqual([]);
  }
  expect(workbench.policy.violations).toEqual([]);
});

it("a file of 20 GB with 100,000 tensors opens and scrolls, with few rows in the page", async () => {
  expect(statSync(editor.workspace.path("big.safetensors")).size).toBeGreaterThan(GB20);
  const table = await open("big.safetensors");
  await table.count("100,000 rows");
  await table.row(nameOf(0)).waitFor();
  await table.scrollToEnd();
  await table.row(nameOf(manyTensors - 1)).waitFor();
  expect(await table.rows.count()).toBeLessThan(200);
});

it("a checkpoint that changes or goes while it is open is noticed", async () => {
  const { workspace } = editor;
  const file = workspace.path("changing.safetensors");
  const table = await open("changing.safetensors");
  await table.count("3 rows");
  writeSparse(file, 5, 2000);
  await table.notice("The file changed on the disk");
  await table.press("Reload");
  await table.count("5 rows");
  appendFileSync(file, "more than the header says");
  await table.notice("The file changed on the disk");
  await table.press("Reload");
  await table.notice("This file cannot be shown");
  await table.notice("changing.safetensors");
  writeSparse(file, 2, 800);
  await table.press("Try Again");
  await table.count("2 rows");
  rmSync(file);
  await table.notice("The file was deleted");
  await table.count("2 rows");
});
