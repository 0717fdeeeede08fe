import { readFile, stat } from "node:fs/promises";

import { UserError } from "../core/util/userError.js";
import type { WeightPlan } from "../core/weights/plan.js";
import { readPlan } from "../core/weights/readPlan.js";
import { errorCode } from "./files.js";

/** Largest plan that is read; a plan of 100,000 tensors takes about 50 MB. */
const maximumBytes = 512 * 2 ** 20;

/**
 * Reads a weight plan from a file.
 * @throws UserError naming the file and what is wrong with it
 */
export async function loadPlan(file: string): Promise<WeightPlan> {
  let text: string;
  try {
    if ((await stat(file)).size > maximumBytes)
      throw new UserError(`${file} is too large for a plan.`, "Check the path.");
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = errorCode(error);
    const why = code === "ENOENT" ? "does not exist" : `could not be read (${code ?? String(error)})`;
    throw new UserError(`${file} ${why}.`, "Name a plan made by paddle-port plan.", { cause: error });
  }
  return readPlan(text, file);
}
