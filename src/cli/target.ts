import type { PaddleVersion } from "../core/api/schema.js";
import { paddleVersion } from "../core/api/schema.js";
import { UserError } from "../core/util/userError.js";

/** Reads `--paddle 3.3.1` as the minimum version 3.3. @throws UserError for a version that is not supported */
export function parseTarget(text: string): PaddleVersion {
  const found = paddleVersion.options.find((version) => text === version || text.startsWith(`${version}.`));
  if (found === undefined)
    throw new UserError(
      `Paddle ${text} is not supported.`,
      `Choose one of ${paddleVersion.options.join(", ")}.`,
    );
  return found;
}

export const defaultTarget: PaddleVersion = "3.0";
export const targetHelp = `lowest Paddle version to run on (${paddleVersion.options.join(", ")})`;
