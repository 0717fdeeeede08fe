import { lstat, mkdir, open, realpath, rm, rmdir, stat, statfs } from "node:fs/promises";
import path from "node:path";

import { UserError } from "../../core/util/userError.js";
import type { Checkpoint } from "../checkpoints.js";
import { errorCode } from "../files.js";

/** Path under which a file is written until it is whole; the same in every run, so that a later one finds it. */
export function partialPath(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.partial`);
}

/** True when something, even a broken link, has this path. */
export async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

/**
 * Refuses to write over what is read, also through links.
 * @throws UserError when `folder` is the checkpoint's folder, or one of `names` in it is one of the checkpoint's files
 */
export async function refuseInPlace(
  folder: string,
  names: readonly string[],
  checkpoint: Checkpoint,
): Promise<void> {
  const remedy = "Name another folder with --out; a conversion never works in place.";
  if (await exists(folder)) {
    if (!(await stat(folder)).isDirectory())
      throw new UserError(`${folder} is not a folder.`, "Name a folder with --out.");
    if ((await realpath(folder)) === (await realpath(checkpoint.directory))) {
      throw new UserError(`${folder} is the checkpoint's own folder.`, remedy);
    }
  }
  const sources = await Promise.all(checkpoint.files.map((file) => stat(file.path, { bigint: true })));
  for (const name of names) {
    const target = path.join(folder, name);
    if (!(await exists(target))) continue;
    const found = await stat(target, { bigint: true }).catch(() => undefined);
    if (
      found !== undefined &&
      sources.some((source) => source.ino === found.ino && source.dev === found.dev)
    ) {
      throw new UserError(`${target} is one of the checkpoint's own files.`, remedy);
    }
  }
}

/** @throws UserError naming the first file that exists already */
export async function refuseExisting(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (await exists(path.join(folder, name))) {
      throw new UserError(
        `${path.join(folder, name)} exists already.`,
        "Name another folder with --out, or pass --force.",
      );
    }
  }
}

/** Makes the folder; returns the outermost folder that had to be made, for the clean-up, or undefined. */
export async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    return await mkdir(folder, { recursive: true });
  } catch (error) {
    const code = errorCode(error) ?? "unknown error";
    throw new UserError(`${folder} could not be made (${code}).`, "Check the path and its permissions.", {
      cause: error,
    });
  }
}

/** Removes a folder and those between it and `outermost`, as far as they are empty. */
export async function removeEmptyFolders(folder: string, outermost: string): Promise<void> {
  for (let current = folder; ; current = path.dirname(current)) {
    try {
      await rmdir(current);
    } catch {
      return;
    }
    if (current === outermost || path.dirname(current) === current) return;
  }
}

/**
 * Checks that the files will fit before anything is written.
 * @param bytes what is still to be written
 * @throws UserError saying how many bytes are missing
 */
export async function checkSpace(folder: string, bytes: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free < bytes) throw diskFull(folder, bytes, free);
}

/** Bytes that may be written in a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** The message for a full disk. */
export function diskFull(folder: string, needed: number, free: number, cause?: unknown): UserError {
  const [want, have, missing] = [needed, free, Math.max(needed - free, 1)].map((value) =>
    value.toLocaleString("en"),
  );
  const what = `The disk of ${folder} is too full: ${want ?? ""} bytes are still needed, ${have ?? ""} are free, ${missing ?? ""} are missing.`;
  return new UserError(what, "Free some space or name a folder on another disk with --out.", { cause });
}

/** Makes renames durable. Windows cannot open a folder; there the rename itself is journalled. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes files that may or may not exist. */
export async function removeFiles(files: readonly string[]): Promise<void> {
  await Promise.all(files.map((file) => rm(file, { force: true })));
}
