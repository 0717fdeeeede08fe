import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";

import { UserError } from "../core/util/userError.js";
import { errorCode } from "./files.js";

/** Replaces a file's content whole or not at all. @throws UserError when it cannot be written */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${String(process.pid)}.tmp`);
  try {
    const mode = existsSync(file) ? (await stat(file)).mode : 0o644;
    const handle = await open(temporary, "w", mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(file, error);
  }
}

/**
 * Writes a folder whole or not at all: filled under a temporary name beside its place, then renamed.
 * @param fill writes into the temporary folder it is given
 * @throws UserError when the folder exists and `force` is false, or when writing fails
 */
export async function writeFolder(
  folder: string,
  force: boolean,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  if (existsSync(folder) && !force)
    throw new UserError(`${folder} exists already.`, "Choose another place, or give --force to replace it.");
  let temporary: string | null = null;
  try {
    await mkdir(path.dirname(folder), { recursive: true });
    temporary = await mkdtemp(path.join(path.dirname(folder), `.${path.basename(folder)}.`));
    await fill(temporary);
    const old = `${temporary}.old`;
    if (existsSync(folder)) await rename(folder, old);
    await rename(temporary, folder);
    await rm(old, { recursive: true, force: true });
  } catch (error) {
    if (temporary !== null) await rm(temporary, { recursive: true, force: true });
    throw error instanceof UserError ? error : unwritable(folder, error);
  }
}

function unwritable(target: string, error: unknown): Error {
  const code = errorCode(error);
  if (code === undefined) return error instanceof Error ? error : new Error(String(error));
  const why =
    code === "ENOSPC"
      ? "the disk is full"
      : code === "EACCES" || code === "EPERM" || code === "EROFS"
        ? "it may not be written"
        : code === "ENOENT" || code === "ENOTDIR"
          ? `${path.dirname(target)} is not a folder`
          : code;
  return new UserError(
    `Cannot write ${target}: ${why}.`,
    "Free space or choose another place; nothing was left behind.",
    { cause: error },
  );
}
