// @ts-check
// Python environments for the tests and the demo. Plain Node without packages: this runs before `npm ci`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { withLock } from "./buildLock.mjs";
import { environmentKey, environmentPython, environmentsFolder, sitePackages } from "./environmentPaths.mjs";
import { findPython } from "./pythonInterpreter.mjs";
import { runStep, say, SetupError } from "./steps.mjs";

/** @typedef {"torch" | "paddle-3.0.0" | "paddle-3.1.1" | "paddle-3.2.2" | "paddle-3.3.1" | "onnx" | "tools" | "example" | "corpus" | "peers"} EnvironmentName */

/**
 * An environment on disk.
 * @typedef {object} Environment
 * @property {EnvironmentName} name
 * @property {string} folder
 * @property {string} python its interpreter
 * @property {string} packages its site-packages folder
 * @property {boolean} complete whether its installation was finished
 */

/**
 * What each environment is checked with before it counts as finished: a wheel can install and still not load.
 * @type {Readonly<Record<EnvironmentName, {check: string, dependencies: boolean}>>}
 */
const definitions = {
  torch: { check: "import torch, numpy, tokenizers, safetensors.torch", dependencies: true },
  "paddle-3.0.0": { check: "import paddle, numpy, safetensors.numpy", dependencies: true },
  "paddle-3.1.1": { check: "import paddle, numpy, safetensors.numpy", dependencies: true },
  "paddle-3.2.2": { check: "import paddle, numpy, safetensors.numpy", dependencies: true },
  "paddle-3.3.1": { check: "import paddle, numpy, safetensors.numpy", dependencies: true },
  // Lent to the interpreter of "torch", whose PyTorch is five gigabytes; onnxscript asks for what that one has.
  onnx: { check: "import google.protobuf", dependencies: false },
  tools: { check: "import pytest, mypy", dependencies: true },
  // Importing these would pull in PyTorch; only their files are used.
  example: { check: "pass", dependencies: false },
  corpus: { check: "pass", dependencies: false },
  peers: { check: "import paconvert", dependencies: true },
};

/** Written last, so a folder without it was never finished. */
const MARKER = "complete.json";

const requirementsFolder = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  "../../python/requirements",
);

/**
 * Says where an environment is or would be. Builds nothing.
 * @param {EnvironmentName} name
 * @param {{python?: string | undefined}} [options] the interpreter to make it from
 * @returns {Environment}
 */
export function locateEnvironment(name, options = {}) {
  const base = findPython(options.python);
  const requirements = readFileSync(requirementsFile(name), "utf8");
  const cache = environmentsFolder(process.platform, process.env, homedir());
  const folder = path.join(cache, environmentKey(name, requirements, base));
  return {
    name,
    folder,
    python: environmentPython(process.platform, folder),
    packages: sitePackages(process.platform, folder, base.version),
    complete: existsSync(path.join(folder, MARKER)),
  };
}

/**
 * Returns an environment, building it first where that is needed.
 * @param {EnvironmentName} name
 * @param {{python?: string | undefined}} [options] the interpreter to make it from
 * @returns {Promise<Environment>}
 */
export async function ensureEnvironment(name, options = {}) {
  const wanted = locateEnvironment(name, options);
  if (wanted.complete && runs(wanted.python)) return wanted;
  return withLock(`${wanted.folder}.lock`, { say, what: name }, async () => {
    const now = locateEnvironment(name, options);
    // Another process may have built it while this one waited.
    if (!now.complete || !runs(now.python)) await build(now, options);
    return { ...now, complete: true };
  });
}

/** @param {Environment} environment @param {{python?: string | undefined}} options */
async function build(environment, options) {
  const { name, folder, python } = environment;
  const base = findPython(options.python);
  const { check, dependencies } = definitions[name];
  await ensureVenv(base);
  // What an interrupted build left there is not to be trusted.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  say(`${name}: making a virtual environment with ${base.executable} (${base.version}) in ${folder}`);
  await must(name, base.executable, ["-m", "venv", folder]);
  say(`${name}: installing ${requirementsFile(name)} with pip`);
  await must(name, python, [
    ...["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"],
    // Wheels only: installing runs nobody's set-up code and needs no compiler.
    ...[
      "--only-binary",
      ":all:",
      ...(dependencies ? [] : ["--no-deps"]),
      "--requirement",
      requirementsFile(name),
    ],
  ]);
  say(`${name}: checking that it loads`);
  await must(name, python, ["-c", check]);
  const marker = { name, python: base.executable, version: base.version };
  writeFileSync(path.join(folder, MARKER), `${JSON.stringify(marker, undefined, 2)}\n`);
  say(`${name}: ready`);
}

/**
 * Runs a build step, showing what is downloaded and, on failure, all that it said.
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 */
async function must(name, command, args) {
  /** @type {string[]} */
  const lines = [];
  const code = await runStep(command, args, {
    onLine: (line) => {
      lines.push(line);
      const shown = /^\s*(Downloading .*|Installing collected packages)/.exec(line);
      if (shown?.[1] && !/\.metadata /.test(line)) say(`${name}: ${shown[1]}`);
    },
  });
  if (code === 0) return;
  throw new SetupError(
    `${lines.slice(-30).join("\n")}\n${name}: \`${path.basename(command)} ${args.join(" ")}\` failed (exit code ${String(code)}). ` +
      "If packages could not be downloaded, check the network, the proxy and pip's index (PIP_INDEX_URL), then run this again.",
  );
}

/**
 * Makes sure that `base` can make virtual environments: Debian and Ubuntu pack that separately.
 * @param {import("./pythonInterpreter.mjs").BasePython} base
 */
async function ensureVenv(base) {
  if (base.venv) return;
  const [major, minor] = base.version.split(".");
  const packageName = `python${major ?? ""}.${minor ?? ""}-venv`;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && spawnSync("apt-get", ["--version"]).status === 0) {
    say(
      `installing ${packageName} with apt-get, because ${base.executable} cannot make virtual environments`,
    );
    await runStep("apt-get", ["update", "-qq"]);
    const args = ["install", "-y", "-qq", packageName];
    if ((await runStep("apt-get", args, { env: { DEBIAN_FRONTEND: "noninteractive" } })) === 0) return;
  }
  throw new SetupError(
    `${base.executable} cannot make virtual environments. Install its venv module ` +
      `(on Debian and Ubuntu: sudo apt-get install ${packageName}), or name another Python with --python PATH.`,
  );
}

/** An environment breaks when the Python that it was made from is removed. @param {string} python */
function runs(python) {
  return spawnSync(python, ["-c", "pass"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}

/** @param {EnvironmentName} name */
function requirementsFile(name) {
  return path.join(requirementsFolder, `${name}.txt`);
}
