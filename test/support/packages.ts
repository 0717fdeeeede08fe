import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

import { environmentsFolder } from "../../scripts/lib/environmentPaths.mjs";

/**
 * A folder with packages from PyPI, unpacked without what they depend on: their files are read, and run beside an
 * environment that has the rest. Downloaded once into the cache of the environments.
 * @param pins such as "transformers==5.18.0"
 */
export function unpackedPackages(python: string, pins: readonly string[]): string {
  const cache = path.join(
    path.dirname(environmentsFolder(process.platform, process.env, homedir())),
    "packages",
  );
  const folder = path.join(cache, pins.join("+").replaceAll("==", "-"));
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const draft = `${folder}.${process.pid}`;
  const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--only-binary", ":all:"];
  const done = spawnSync(python, [...pip, "--target", draft, ...pins], { encoding: "utf8" });
  if (done.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`pip could not fetch ${pins.join(", ")}: ${done.stderr}`);
  }
  renameSync(draft, folder);
  return folder;
}

/** All Python files below a folder, in alphabetical order. */
export function pythonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.slice(folder.length).includes("site-packages"))
    .sort();
}
