// @ts-check
// Takes an example from its PyTorch source to a port that is shown to compute the same: npm run example -- jina-clip-v2
import path from "node:path";
import { parseArgs } from "node:util";

import { requireModules } from "./demo/requireModules.mjs";
import { table } from "./demo/text.mjs";
import { paddle, torch } from "./demo/walk.mjs";
import { runJina } from "./example/run.mjs";
import { ensureBuilt, ensureEnvironment, ensureNode, ensureNpmPackages, root } from "./lib/bootstrap.mjs";
import { runMain, say, SetupError } from "./lib/steps.mjs";

const help = `Usage: npm run example -- jina-clip-v2 [options]

Ports the reference, compares the port with the committed one, records the module trees, plans the weights
at a tiny and at the full size, converts with the converter and with the generated script, and aligns the
port with what was recorded of PyTorch and with the exported ONNX model, at two sizes of images. What is
missing is installed first: the npm packages and PaddlePaddle.

  --live            run PyTorch too (installs it): its module trees, its exporter, and itself as a reference
  --paddle VERSION  3.0, 3.1, 3.2 or 3.3 (default)
  --python PATH     use this interpreter, which has paddle, numpy and safetensors; installs no Paddle
  --help            show this

All it makes is in work/jina-clip-v2, which is emptied at each start: the reports, summary.json, the logs.
Exit code: 0 if all of it holds.
`;

/** @typedef {import("./lib/pythonEnvironments.mjs").EnvironmentName} EnvironmentName */

/** @type {Readonly<Record<string, string>>} */
const releases = { "3.0": "3.0.0", 3.1: "3.1.1", 3.2: "3.2.2", 3.3: "3.3.1" };

await runMain(async () => {
  const { values, positionals } = readOptions();
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (positionals.join(" ") !== "jina-clip-v2") {
    throw new SetupError(`There is one example to run: npm run example -- jina-clip-v2.\n\n${help}`);
  }
  const release = releases[values.paddle] ?? values.paddle;
  if (!Object.values(releases).includes(release)) {
    throw new SetupError(`--paddle takes one of ${Object.keys(releases).join(", ")}, not ${values.paddle}.`);
  }

  const began = performance.now();
  say("setting up");
  ensureNode();
  if (values.python !== undefined) requireModules(values.python, ["paddle", "numpy", "safetensors"]);
  await ensureNpmPackages();
  await ensureBuilt();
  const python =
    values.python ?? (await ensureEnvironment(/** @type {EnvironmentName} */ (`paddle-${release}`))).python;
  /** @type {Record<string, string>} */
  const variables = { [paddle]: python };
  if (values.live) variables[torch] = (await ensureEnvironment("torch", { python: values.python })).python;
  const setUp = (performance.now() - began) / 1000;
  say("ready\n");

  const folder = path.join(root, "work", "jina-clip-v2");
  const { rows, failure, summary, towers } = await runJina({ folder, variables, live: values.live });
  const total = (performance.now() - began) / 1000;
  const head = [
    ["step", "result", "seconds"],
    ["set-up", "packages, environments, build", setUp.toFixed(1)],
  ];
  process.stdout.write(`\n${table([...head, ...rows, ["total", "", total.toFixed(1)]])}\n`);
  if (towers !== "") process.stdout.write(`\n${towers}\n`);
  process.stdout.write(`\nSummary: ${summary}\n`);
  if (failure === undefined) return 0;
  process.stderr.write(`\n${failure}\n`);
  return 1;
});

/** @throws {SetupError} naming the option that there is not */
function readOptions() {
  try {
    return parseArgs({
      options: {
        live: { type: "boolean", default: false },
        paddle: { type: "string", default: "3.3" },
        python: { type: "string" },
        help: { type: "boolean", default: false },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}
