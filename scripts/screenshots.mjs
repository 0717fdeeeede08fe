// @ts-check
// Takes the pictures of the READMEs and the walkthrough in a real editor: npm run screenshots [-- jina|minilm]. Into
// media/screenshots and media/walkthrough.
import path from "node:path";

import { ensureEnvironment, ensureNode, ensureNpmPackages, root } from "./lib/bootstrap.mjs";
import { ensureEditor } from "./lib/editor.mjs";
import { runMain, runStep, SetupError } from "./lib/steps.mjs";

await runMain(async () => {
  ensureNode();
  await ensureNpmPackages();
  for (const name of /** @type {const} */ (["example", "torch", "paddle-3.3.1"]))
    await ensureEnvironment(name);
  await ensureEditor();
  const node = (/** @type {readonly string[]} */ args) => runStep(process.execPath, args, { cwd: root });
  if ((await node([path.join(root, "scripts/package.mjs")])) !== 0) {
    throw new SetupError("The extension could not be packaged; the messages are above.");
  }
  return node([
    path.join(root, "node_modules/tsx/dist/cli.mjs"),
    path.join(root, "scripts/screenshots/take.ts"),
    ...process.argv.slice(2),
  ]);
});
