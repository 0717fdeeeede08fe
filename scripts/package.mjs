// @ts-check
// Makes VSIX packages into build/, from a fresh build, without a network:
// node scripts/package.mjs [--all] [--target PLATFORM]…; the one that runs on every platform if nothing is named.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";

import { ensureBuilt, ensureNpmPackages, root } from "./lib/bootstrap.mjs";
import { runMain, say, SetupError } from "./lib/steps.mjs";
import { binariesOf, ignoreFileText, platforms } from "./lib/vsixTargets.mjs";

/** What an editor downloads of the universal package; ONNX Runtime is many times as much. */
const mostBytes = 3_000_000;

const folder = path.join(root, "build");

await runMain(async () => {
  const { values } = parseArgs({
    options: { all: { type: "boolean" }, target: { type: "string", multiple: true } },
  });
  const targets = values.target ?? [];
  const unknown = targets.find((target) => !(target in platforms));
  if (unknown !== undefined)
    throw new SetupError(
      `There is no package for ${unknown}; there are ${Object.keys(platforms).join(", ")}.`,
    );
  await ensureNpmPackages();
  await ensureBuilt();
  mkdirSync(folder, { recursive: true });
  if (targets.length === 0) await universal();
  for (const target of values.all ? Object.keys(platforms) : targets) await withRuntime(target);
  return 0;
});

async function universal() {
  const packagePath = pathOf(undefined);
  // Everything is in the bundles, so no package of node_modules goes along.
  await createVSIX({ ...common(packagePath), dependencies: false });
  const { size } = statSync(packagePath);
  if (size > mostBytes)
    throw new SetupError(
      `${packagePath} has ${String(size)} bytes; at most ${String(mostBytes)} are allowed.`,
    );
  await report(packagePath, await listFiles({ cwd: root, packageManager: PackageManager.None }));
}

/** @param {string} target */
async function withRuntime(target) {
  const packagePath = pathOf(target);
  const ignoreFile = path.join(folder, `${target}.vscodeignore`);
  writeFileSync(ignoreFile, ignoreFileText(root, target));
  const files = await listFiles({ cwd: root, packageManager: PackageManager.Npm, ignoreFile });
  const missing = binariesOf(target).filter((file) => !files.includes(file));
  if (missing.length > 0)
    throw new SetupError(`${missing.join(", ")} is not there: run \`npm ci\` with optional packages.`);
  await createVSIX({ ...common(packagePath), target, ignoreFile, useYarn: false });
  rmSync(ignoreFile);
  await report(packagePath, files);
}

/** @param {string} packagePath */
function common(packagePath) {
  return { cwd: root, packagePath, allowMissingRepository: true, rewriteRelativeLinks: false };
}

/** @param {string | undefined} target */
function pathOf(target) {
  const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return path.join(folder, `${name}-${target === undefined ? "" : `${target}-`}${version}.vsix`);
}

/** @param {string} packagePath @param {readonly string[]} files */
async function report(packagePath, files) {
  const { size } = statSync(packagePath);
  say(`${path.relative(root, packagePath)}: ${String(size)} bytes, ${String(files.length)} files`);
}
