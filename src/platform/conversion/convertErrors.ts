import { stat } from "node:fs/promises";

import { UserError } from "../../core/util/userError.js";
import { errorCode } from "../files.js";
import { diskFull, freeBytes } from "./outputFolder.js";

/** Thrown when the person cancelled. */
export function cancelled(): UserError {
  return new UserError(
    "The conversion was cancelled and what it had written was removed.",
    "Start it again when you like.",
  );
}

/**
 * Says what went wrong while writing; asked before the partial files are removed, because they tell what is missing.
 * @param total bytes that all weight files together will have
 */
export async function explainWriteError(
  error: unknown,
  folder: string,
  partials: readonly string[],
  total: number,
): Promise<unknown> {
  if (error instanceof UserError) return error;
  const code = errorCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") {
    let written = 0;
    for (const partial of partials) {
      // Blocks and not the size: a partial file has its full size from the start.
      const found = await stat(partial).catch(() => undefined);
      if (found !== undefined) written += Math.min(found.blocks * 512, found.size);
    }
    return diskFull(folder, Math.max(total - written, 1), await freeBytes(folder), error);
  }
  if (code === "EFBIG") {
    const what = `A file in ${folder} would pass the largest size allowed (${total.toLocaleString("en")} bytes are needed).`;
    return new UserError(what, 'Raise the limit ("ulimit -f unlimited") or use another file system.', {
      cause: error,
    });
  }
  if (code === "ESHRUNK") {
    const detail = error instanceof Error ? error.message : "";
    return new UserError(`The checkpoint changed: ${detail}.`, "Start again when nothing writes to it.", {
      cause: error,
    });
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new UserError(`${folder} may not be written to (${code}).`, "Check its permissions.", {
      cause: error,
    });
  }
  if (code !== undefined && /^E[A-Z0-9]+$/u.test(code)) {
    const detail = error instanceof Error ? error.message : code;
    return new UserError(`Writing to ${folder} failed: ${detail}.`, "Check the disk and start again.", {
      cause: error,
    });
  }
  return error;
}
