import { existsSync } from "node:fs";
import path from "node:path";

import { UserError } from "../core/util/userError.js";
import { replaceFile } from "./outputs.js";

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
  await replaceFile(target, Buffer.from(text));
}
