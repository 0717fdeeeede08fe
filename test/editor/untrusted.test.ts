import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { inEditor } from "./support/inEditor.js";
import { startedBy } from "./support/processes.js";
import { TensorTable } from "./support/tensorTable.js";
import { Workspace } from "./support/workspace.js";

const model = "import torch\n\ny = torch.cat([a, b], dim=1)\n";

const editor = inEditor(
  ({ example }) => {
    const made = new Workspace({
      "model.py": model,
      "checkpoint/model.safetensors": { from: `${example}/checkpoint/model.safetensors` },
      "plan.json": { from: `${example}/plan.json` },
      "align.yaml": { from: `${example}/align.yaml` },
    });
    // An interpreter that a workspace from elsewhere brings along: it leaves a trace when it is run.
    made.add("evil/python", `#!/bin/sh\ntouch "${made.path("was run")}"\n`);
    chmodSync(made.path("evil/python"), 0o755);
    const python = made.path("evil/python");
    made.settings({ "paddlePort.paddle.interpreter": python, "paddlePort.reference.interpreter": python });
    return made;
  },
  { name: "untrusted", trusted: false, settings: { "security.workspace.trust.startupPrompt": "never" } },
);

/** All files with what is in them. */
function snapshot(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [file, createHash("sha256").update(readFileSync(file)).digest("hex")];
    }),
  );
}

it("a workspace that is not trusted is checked and shown, runs no Python and writes nothing", async () => {
  const { workbench, workspace, server } = editor;
  const before = snapshot(workspace.folder);
  await workbench.page.locator("#status\\.workspaceTrust").waitFor();

  await workbench.openFile("model.py");
  await workbench.waitForProblems("problems", (total) => total > 0);
  const offered = await workbench.commandsLike("Paddle Port:");
  expect(offered).toContain("Paddle Port: Fix All Safe Problems");
  for (const refused of [
    "Port File…",
    "Port Folder…",
    "Generate Conversion Script",
    "Convert Weights…",
    "Run Alignment Check",
    "Select Reference Interpreter",
    "Select Paddle Interpreter",
  ]) {
    expect(offered).not.toContain(`Paddle Port: ${refused}`);
  }
  expect(await workbench.languageStatus()).toContain("restricted mode: checks, but runs no Python");

  await workbench.openWith("model.safetensors", "Paddle Port: Tensors");
  const table = new TensorTable(workbench.webview);
  await table.row("embeddings.word_embeddings.weight").waitFor();
  const { content } = workbench.webview;
  for (const name of ["Generate Conversion Script", "Convert Weights…"]) {
    expect(await content.getByRole("button", { name }).isDisabled()).toBe(true);
  }
  await content.getByText("Writing files needs a trusted workspace.").first().waitFor();

  expect(startedBy(server.pid).length).toBeGreaterThan(0);
  expect(startedBy(server.pid).filter((line) => /python/i.test(line))).toEqual([]);
  expect(existsSync(workspace.path("was run"))).toBe(false);
  expect(snapshot(workspace.folder)).toEqual(before);
});
