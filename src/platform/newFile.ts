import { existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";

import { UserError } from "../core/util/userError.js";

/** Fails early when the result of long work could not be written: the target exists, or its folder does not. */
export function requireFreeTarget(target: string, force: boolean): void {
  if (existsSync(target) && !force) {
    throw new UserError(`${target} exists already.`, "Give --force to replace it, or another name with -o.");
  }
  if (!existsSync(path.dirname(target))) {
    throw new UserError(`The folder ${path.dirname(target)} does not exist.`, "Create it first.");
  }
}

/**
 * Writes a text file whole or not at all: into a temporary file in the same folder, then renamed.
 * @throws UserError when the target exists and `force` is false, or when it cannot be written
 */
export async function writeNewFile(target: string, text: string, force: boolean): Promise<void> {
  requireFreeTarget(target, force);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${String(process.pid)}.tmp`);
  try {
    const handle = await open(temporary, "w");
    try {
      await handle.writeFile(text, "utf8");
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot write ${target}: ${reason}.`, "Free space or choose another place.", {
      cause: error,
    });
  }
}
