// @ts-check
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";

import { SetupError } from "./steps.mjs";

/**
 * A Python that the environments can be made from.
 * @typedef {object} BasePython
 * @property {string} executable absolute path; shims, launchers and virtual environments resolved
 * @property {string} version such as "3.11.7"
 * @property {string} machine such as "x86_64"
 * @property {boolean} venv whether it can make virtual environments with pip inside
 */

/** The versions for which every pinned package exists. */
const OLDEST = 10;
const NEWEST = 12;

const PROBE = `
import json, platform, sys
try:
    import ensurepip, venv
    can = True
except ImportError:
    can = False
in_venv = sys.prefix != sys.base_prefix
executable = getattr(sys, "_base_executable", sys.executable) if in_venv else sys.executable
print(json.dumps({"executable": executable, "version": platform.python_version(), "machine": platform.machine(), "venv": can}))
`;

/** @type {Map<string, BasePython>} */
const found = new Map();

/**
 * Finds a Python 3.10 to 3.12: the one that is named, else PADDLE_PORT_PYTHON, else the first on PATH that runs.
 * @param {string} [named] path given by the user
 * @returns {BasePython}
 */
export function findPython(named = process.env["PADDLE_PORT_PYTHON"]) {
  const key = named ?? "";
  const known = found.get(key);
  if (known) return known;
  const result = search(named);
  found.set(key, result);
  return result;
}

/** @param {string | undefined} named @returns {BasePython} */
function search(named) {
  if (named) {
    const python = probe([named]);
    if (!python)
      throw new SetupError(`${named} is not a Python that runs. Give the path of a Python 3.10 to 3.12.`);
    if (!isSupported(python.version)) {
      throw new SetupError(`${named} is Python ${python.version}; 3.10, 3.11 or 3.12 is needed.`);
    }
    return python;
  }
  /** @type {BasePython | undefined} */
  let second;
  /** @type {string[]} */
  const others = [];
  for (const command of candidates(process.platform, process.env)) {
    const python = probe(command);
    if (!python) continue;
    if (!isSupported(python.version)) others.push(`${python.executable} (${python.version})`);
    else if (python.venv) return python;
    else second ??= python;
  }
  if (second) return second;
  const seen = others.length > 0 ? ` Found only ${[...new Set(others)].join(", ")}.` : "";
  throw new SetupError(
    `Python 3.10, 3.11 or 3.12 is needed and was not found.${seen} Install one, or name it with --python PATH.`,
  );
}

/**
 * The commands to try, best first.
 * @param {string} platform as in process.platform
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string[][]}
 */
export function candidates(platform, env) {
  const versions = ["3.12", "3.11", "3.10"];
  const named = [["python3"], ...versions.map((version) => [`python${version}`]), ["python"]];
  if (platform === "win32")
    return [...versions.map((version) => ["py", `-${version}`]), ["python"], ["python3"]];
  return [...named, ...pyenvVersions(env)];
}

/** pyenv's shims fail for versions that are installed but not selected, so its own folder is looked at too. */
/** @param {Readonly<Record<string, string | undefined>>} env */
function pyenvVersions(env) {
  const root = env["PYENV_ROOT"] ?? (env["HOME"] ? path.join(env["HOME"], ".pyenv") : undefined);
  if (root === undefined) return [];
  try {
    const folder = path.join(root, "versions");
    return readdirSync(folder).map((version) => [path.join(folder, version, "bin", "python3")]);
  } catch {
    return [];
  }
}

/** @param {string} version */
export function isSupported(version) {
  const [major, minor] = version.split(".").map(Number);
  return major === 3 && minor !== undefined && minor >= OLDEST && minor <= NEWEST;
}

/** A file on PATH proves nothing (shims, store aliases), so each candidate is run. @param {string[]} command */
function probe([program = "", ...args]) {
  const { status, stdout } = spawnSync(program, [...args, "-c", PROBE], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 30_000,
    windowsHide: true,
  });
  if (status !== 0) return undefined;
  try {
    return /** @type {BasePython} */ (JSON.parse(stdout));
  } catch {
    return undefined;
  }
}
