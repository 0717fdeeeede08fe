// @ts-check
import { createHash } from "node:crypto";
import path from "node:path";

/** Raised when the way an environment is laid out changes, so that older ones are not taken for it. */
const LAYOUT = 1;

/**
 * The user's cache folder for Paddle Port's environments.
 * @param {string} platform as in process.platform
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {string} home
 */
export function environmentsFolder(platform, env, home) {
  if (platform === "win32") {
    const base = env["LOCALAPPDATA"] || path.win32.join(home, "AppData", "Local");
    return path.win32.join(base, "paddle-port", "envs");
  }
  const xdg = env["XDG_CACHE_HOME"];
  // The XDG specification: a relative path is invalid and must be ignored.
  if (xdg && path.posix.isAbsolute(xdg)) return path.posix.join(xdg, "paddle-port", "envs");
  const base =
    platform === "darwin" ? path.posix.join(home, "Library", "Caches") : path.posix.join(home, ".cache");
  return path.posix.join(base, "paddle-port", "envs");
}

/**
 * The interpreter inside a virtual environment.
 * @param {string} platform as in process.platform
 * @param {string} folder the environment's folder
 */
export function environmentPython(platform, folder) {
  return platform === "win32"
    ? path.win32.join(folder, "Scripts", "python.exe")
    : path.posix.join(folder, "bin", "python");
}

/**
 * Where packages are installed inside a virtual environment.
 * @param {string} platform as in process.platform
 * @param {string} folder the environment's folder
 * @param {string} version of its Python, such as "3.11.7"
 */
export function sitePackages(platform, folder, version) {
  if (platform === "win32") return path.win32.join(folder, "Lib", "site-packages");
  const [major, minor] = version.split(".");
  return path.posix.join(folder, "lib", `python${major ?? ""}.${minor ?? ""}`, "site-packages");
}

/**
 * The folder name of an environment: it changes with every pin and with the Python that it is made from, so an
 * existing folder of that name holds exactly what is asked for. Comments and blank lines do not count.
 * @param {string} name
 * @param {string} requirements text of the requirements file
 * @param {{executable: string, version: string, machine: string}} python
 */
export function environmentKey(name, requirements, python) {
  const pins = requirements
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
  const identity = JSON.stringify([LAYOUT, pins, python.version, python.machine, python.executable]);
  return `${name}-${createHash("sha256").update(identity).digest("hex").slice(0, 12)}`;
}
