// @ts-check
// Fills work/example, which F5 opens, with the example's model, checkpoint and specifications: node scripts/launchExample.mjs.
// What was worked on there stays as it is.
import { existsSync } from "node:fs";
import path from "node:path";

import { fillExample } from "./demo/folder.mjs";
import { ensureEnvironment, ensureNpmPackages, root } from "./lib/bootstrap.mjs";
import { runMain, say } from "./lib/steps.mjs";

await runMain(async () => {
  const folder = path.join(root, "work", "example");
  // The last file that is copied.
  if (existsSync(path.join(folder, "recordings"))) return 0;
  await ensureNpmPackages();
  const { packages } = await ensureEnvironment("example");
  fillExample(folder, packages);
  say(`${path.relative(root, folder)}: the example's model, checkpoint and specifications`);
  return 0;
});
