import path from "node:path";

import type { PaddleVersion } from "../core/api/schema.js";
import { paddleVersion } from "../core/api/schema.js";
import { UserError } from "../core/util/userError.js";
import type { LocatedSettings } from "../platform/projectSettings.js";

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
export const targetHelp = `lowest Paddle version to run on (${paddleVersion.options.join(", ")}; else what paddle-port.toml says, else ${defaultTarget})`;

/** The lowest Paddle version to run on, and who says so. */
export interface Target {
  readonly version: PaddleVersion;
  /** `--paddle`, a project file relative to the working folder, or `default`. */
  readonly from: string;
}

/** What was given on the command line goes before the project's file. */
export function chooseTarget(
  given: PaddleVersion | undefined,
  project: LocatedSettings | undefined,
  cwd: string,
): Target {
  if (given !== undefined) return { version: given, from: "--paddle" };
  if (project?.settings.paddle === undefined) return { version: defaultTarget, from: "default" };
  return { version: project.settings.paddle, from: path.relative(cwd, project.file) };
}

/** `Paddle 3.2 (paddle-port.toml)`: who says so is worth saying only where it stands in a file. */
export function targetText({ version, from }: Target): string {
  return from === "default" || from === "--paddle" ? `Paddle ${version}` : `Paddle ${version} (${from})`;
}
