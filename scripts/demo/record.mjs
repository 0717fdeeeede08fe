// @ts-check
// Records anew what PyTorch computes for the example: npm run example:record
import { parseArgs } from "node:util";

import { ensureBuilt, ensureEnvironment, ensureNode, ensureNpmPackages } from "../lib/bootstrap.mjs";
import { runMain, say } from "../lib/steps.mjs";
import { exampleFolder } from "./folder.mjs";
import { recordReference } from "./recording.mjs";
import path from "node:path";

await runMain(async () => {
  const { values } = parseArgs({ options: { python: { type: "string" } } });
  ensureNode();
  await ensureNpmPackages();
  await ensureBuilt();
  const base = { python: values.python };
  const { packages } = await ensureEnvironment("example", base);
  const { python } = await ensureEnvironment("torch", base);
  const target = path.join(exampleFolder, "recordings");
  say(`recording into ${target}`);
  recordReference({ packages, python, target });
  say("done");
  return 0;
});
