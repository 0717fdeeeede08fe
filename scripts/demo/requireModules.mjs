// @ts-check
import { spawnSync } from "node:child_process";

import { SetupError } from "../lib/steps.mjs";

/**
 * Makes sure that an interpreter that somebody named has what is needed.
 * @param {string} python @param {readonly string[]} modules
 */
export function requireModules(python, modules) {
  const { status, error } = spawnSync(python, ["-c", `import ${modules.join(", ")}`], { stdio: "ignore" });
  if (status === 0) return;
  const why = error
    ? `${python} cannot be started (${error.message}). Name another interpreter`
    : `${python} cannot import ${modules.join(", ")}. Install them there`;
  throw new SetupError(`${why}, or leave out --python to have an environment made.`);
}
