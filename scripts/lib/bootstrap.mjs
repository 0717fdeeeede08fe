// @ts-check
// Brings a fresh clone to the point where its scripts can run. Plain Node without packages.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { runStep, say, SetupError } from "./steps.mjs";

export { ensureEnvironment, locateEnvironment } from "./pythonEnvironments.mjs";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

const OLDEST_NODE = [20, 19];

/** Checks the version of Node that runs this. */
export function ensureNode() {
  if (isNodeRecent(process.versions.node)) return;
  throw new SetupError(
    `Node ${OLDEST_NODE.join(".")} or later is needed; this is ${process.versions.node} (${process.execPath}).`,
  );
}

/** @param {string} version such as "20.19.0" */
export function isNodeRecent(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** Installs the npm packages when they are missing or not those of package-lock.json. */
export async function ensureNpmPackages() {
  const installed = path.join(root, "node_modules", ".package-lock.json");
  const wanted = readLock(path.join(root, "package-lock.json"));
  if (existsSync(installed) && isInstalled(wanted, readLock(installed))) return;
  say("npm packages: installing with `npm ci`");
  const args = ["ci", "--no-fund", "--no-audit", "--loglevel", "error"];
  // Under `npm test` npm says where it is; else it is found on PATH, which on Windows takes a shell (npm.cmd).
  const npm = process.env["npm_execpath"];
  const code = npm?.endsWith(".js")
    ? await runStep(process.execPath, [npm, ...args], { cwd: root })
    : await runStep("npm", args, { cwd: root, shell: process.platform === "win32" });
  if (code !== 0) {
    throw new SetupError(
      "`npm ci` failed. Check the network and npm's registry setting, then run this again.",
    );
  }
  say("npm packages: ready");
}

/** @typedef {Record<string, {version?: string, optional?: boolean}>} LockedPackages */

/** @param {string} file @returns {LockedPackages} */
function readLock(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

/**
 * True when all that is locked is installed. Optional packages may be missing: most are for other platforms.
 * @param {LockedPackages} wanted
 * @param {LockedPackages} installed
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted).every(([place, { version, optional }]) => {
    if (place === "") return true;
    const there = installed[place];
    return there ? there.version === version : optional === true;
  });
}

/** Builds the program. That takes about a second, so it is always done: a build that is there may be of older sources. */
export async function ensureBuilt() {
  const code = await runStep(process.execPath, [path.join(root, "scripts/build.mjs")], { cwd: root });
  if (code !== 0) throw new SetupError("The build failed; its messages are above.");
}
