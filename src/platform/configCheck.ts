import { readFile } from "node:fs/promises";
import path from "node:path";

import { UserError } from "../core/util/userError.js";
import { configProblems } from "../core/weights/configProblems.js";
import type { WeightPlan } from "../core/weights/plan.js";
import type { Checkpoint } from "./checkpoints.js";
import { errorCode } from "./files.js";

/**
 * Compares the config.json beside a checkpoint, if there is one, with the checkpoint and the plan.
 * @throws UserError when it is no JSON object, or contradicts them
 */
export async function checkConfig(checkpoint: Checkpoint, plan: WeightPlan): Promise<void> {
  const file = path.join(checkpoint.directory, "config.json");
  let config: unknown;
  try {
    config = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${file} is not a JSON object.`, "Repair it or move it out of the folder.", {
      cause: error,
    });
  }
  const [first, ...others] = configProblems(config, checkpoint.tensors, plan);
  if (first === undefined) return;
  throw new UserError(
    `${file} contradicts the checkpoint: ${[first, ...others].join("; ")}.`,
    "Correct it, or take the configuration and the weights of one model; without a config.json nothing is compared.",
  );
}
