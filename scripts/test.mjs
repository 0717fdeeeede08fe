// @ts-check
// Runs the tests, from a fresh clone too: node scripts/test.mjs [--tier NAME]… [--full] [--python PATH]
// The last line is `N passed, N failed`, summed over all tiers; the exit code is 0 only if nothing failed.
import { parseArgs } from "node:util";

import { ensureBuilt, ensureEnvironment, ensureNode, ensureNpmPackages } from "./lib/bootstrap.mjs";
import { sum } from "./lib/reports.mjs";
import { runMain, say, SetupError } from "./lib/steps.mjs";
import { tiers } from "./lib/tiers.mjs";

/** @typedef {import("./lib/reports.mjs").Count} Count */

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      tier: { type: "string", multiple: true },
      full: { type: "boolean", default: false },
      python: { type: "string" },
    },
  });
  const chosen = choose(values.tier);
  ensureNode();
  await ensureNpmPackages();
  await ensureBuilt();

  /** @type {Record<string, string>} */
  const env = { CI: "true", ...(values.full ? { PADDLE_PORT_FULL: "1" } : {}) };
  // The tests locate the environments themselves, so they have to start from the same Python.
  if (values.python) process.env["PADDLE_PORT_PYTHON"] = values.python;

  /** @type {Count[]} */
  const counts = [];
  for (const tier of chosen) counts.push(await runTier(tier, env));

  for (const { name, lacking } of values.tier ? [] : tiers) {
    if (lacking) counts.push({ passed: 0, failed: 0, notes: [`${name} was not run: ${lacking}.`] });
  }

  const total = sum(counts);
  for (const note of total.notes) process.stdout.write(`${note}\n`);
  process.stdout.write(`${String(total.passed)} passed, ${String(total.failed)} failed\n`);
  return total.failed === 0 ? 0 : 1;
});

/** @param {string[] | undefined} names */
function choose(names) {
  if (names === undefined) return tiers.filter(({ alone }) => !alone);
  return names.map((name) => {
    // `--tier core` is the quick round while writing code: types and the fast tests.
    const tier = tiers.find((candidate) => candidate.name === (name === "core" ? "quick" : name));
    if (tier) return tier;
    throw new SetupError(
      `There is no tier "${name}"; there are: ${tiers.map((known) => known.name).join(", ")}.`,
    );
  });
}

/**
 * @param {import("./lib/tiers.mjs").Tier} tier
 * @param {Record<string, string>} env
 * @returns {Promise<Count>}
 */
async function runTier(tier, env) {
  const began = performance.now();
  /** @type {Count[]} */
  const counts = [];
  try {
    for (const name of tier.environments) await ensureEnvironment(name);
    for (const step of tier.steps) {
      say(`${tier.name}: ${step.what}`);
      counts.push(await step.run({ env }));
    }
  } catch (error) {
    // A tier that cannot run has not passed.
    const why = error instanceof Error ? error.message : String(error);
    counts.push({ passed: 0, failed: 1, notes: [`${tier.name} could not run: ${why}`] });
  }
  const count = sum(counts);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`${tier.name}: passed ${String(count.passed)}, failed ${String(count.failed)}, in ${seconds} s`);
  return count;
}
