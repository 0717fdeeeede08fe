// @ts-check
// Makes the VSIX that runs on every platform: node scripts/package.mjs. Into build/, from a fresh build, without a network.
import { mkdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";

import { ensureBuilt, ensureNpmPackages, root } from "./lib/bootstrap.mjs";
import { runMain, say, SetupError } from "./lib/steps.mjs";

/** What an editor downloads; ONNX Runtime would be many times as much. */
const mostBytes = 3_000_000;

await runMain(async () => {
  await ensureNpmPackages();
  await ensureBuilt();
  const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const folder = path.join(root, "build");
  mkdirSync(folder, { recursive: true });
  const packagePath = path.join(folder, `${name}-${version}.vsix`);
  // Everything is in the bundles, so no package of node_modules goes along.
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const { size } = statSync(packagePath);
  if (size > mostBytes)
    throw new SetupError(
      `${packagePath} has ${String(size)} bytes; at most ${String(mostBytes)} are allowed.`,
    );
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  say(`${path.relative(root, packagePath)}: ${String(size)} bytes, ${String(files.length)} files`);
  return 0;
});
