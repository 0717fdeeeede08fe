// @ts-check
// Prints how fast the parts are, each beside a peer in the same run: npm run bench [-- --mib N] [--runs N]
import { cpus } from "node:os";
import { parseArgs } from "node:util";

import { ensureBuilt, ensureNode, ensureNpmPackages } from "./lib/bootstrap.mjs";
import { runMain } from "./lib/steps.mjs";

await runMain(async () => {
  const { values } = parseArgs({ options: { mib: { type: "string" }, runs: { type: "string" } } });
  ensureNode();
  await ensureNpmPackages();
  await ensureBuilt();
  // They need the packages that were only now made sure of.
  const { benchCheck } = await import("./bench/check.mjs");
  const { benchKeystroke } = await import("./bench/keystroke.mjs");
  const { benchRepository } = await import("./bench/repository.mjs");
  const { benchConversion } = await import("./bench/conversion.mjs");
  const { benchLora } = await import("./bench/lora.mjs");
  const { benchScript } = await import("./bench/script.mjs");
  const runs = values.runs === undefined ? {} : { runs: Number(values.runs) };
  const mib = values.mib === undefined ? {} : { mib: Number(values.mib) };
  print([
    `${cpus()[0]?.model ?? "unknown processor"}, ${String(cpus().length)} threads, Node ${process.version}`,
    "",
  ]);
  print(await benchCheck(runs));
  print(["", ...(await benchKeystroke())]);
  print(["", ...(await benchRepository())]);
  print(["", ...benchConversion({ ...mib, ...runs })]);
  print(["", ...(await benchLora({ ...runs, script: true }))]);
  print(["", ...(await benchScript(runs))]);
  return 0;
});

/** @param {readonly string[]} lines */
function print(lines) {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
