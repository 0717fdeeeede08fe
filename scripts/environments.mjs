// @ts-check
// Builds Python environments ahead of time: node scripts/environments.mjs [--python PATH] [NAME…]
import { parseArgs } from "node:util";

import { ensureEnvironment } from "./lib/pythonEnvironments.mjs";
import { runMain } from "./lib/steps.mjs";

const DEFAULT = [
  ...["tools", "example", "torch", "onnx"],
  ...["paddle-3.0.0", "paddle-3.1.1", "paddle-3.2.2", "paddle-3.3.1"],
];

await runMain(async () => {
  const { values, positionals } = parseArgs({
    options: { python: { type: "string" } },
    allowPositionals: true,
  });
  for (const name of positionals.length > 0 ? positionals : DEFAULT) {
    const environment = await ensureEnvironment(
      /** @type {import("./lib/pythonEnvironments.mjs").EnvironmentName} */ (name),
      { python: values.python },
    );
    process.stdout.write(`${name}\t${environment.python}\n`);
  }
  return 0;
});
