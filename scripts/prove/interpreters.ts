import { existsSync } from "node:fs";

import type { EnvironmentName } from "../lib/pythonEnvironments.mjs";
import { locateEnvironment } from "../lib/pythonEnvironments.mjs";
import type { Interpreters } from "./runProofs.js";

/** The lowest and the highest supported Paddle. */
export const PROOF_VERSIONS = ["3.0.0", "3.3.1"] as const;

/** One release of each supported minor version of Paddle. */
export const ALL_VERSIONS = ["3.0.0", "3.1.1", "3.2.2", "3.3.1"] as const;

/**
 * Interpreters for the proofs: PADDLE_PORT_TORCH_PYTHON and PADDLE_PORT_PADDLE_3_0_0_PYTHON (3_3_1) where set,
 * else the environments that `node scripts/environments.mjs` builds.
 */
export function interpreters(
  versions: readonly (typeof ALL_VERSIONS)[number][] = PROOF_VERSIONS,
): Interpreters {
  return {
    torch: find("PADDLE_PORT_TORCH_PYTHON", "torch"),
    paddle: Object.fromEntries(
      versions.map((version) => [
        version,
        find(`PADDLE_PORT_PADDLE_${version.replaceAll(".", "_")}_PYTHON`, `paddle-${version}`),
      ]),
    ),
  };
}

function find(variable: string, name: EnvironmentName): string {
  const given = process.env[variable];
  if (given !== undefined && existsSync(given)) return given;
  const environment = locateEnvironment(name);
  if (!environment.complete)
    throw new Error(`The environment "${name}" is missing. Run: node scripts/environments.mjs ${name}`);
  return environment.python;
}
