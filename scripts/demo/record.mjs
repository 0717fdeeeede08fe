// @ts-check
// Records anew what PyTorch computes for an example: npm run example:record -- [minilm-chinese-clip | jina-clip-v2]
import { parseArgs } from "node:util";

import { jinaFolder } from "../example/jina.mjs";
import { recordJina } from "../example/recordJina.mjs";
import { ensureBuilt, ensureEnvironment, ensureNode, ensureNpmPackages } from "../lib/bootstrap.mjs";
import { runMain, say, SetupError } from "../lib/steps.mjs";
import { exampleFolder } from "./folder.mjs";
import { recordReference } from "./recording.mjs";
import path from "node:path";

await runMain(async () => {
  const { values, positionals } = parseArgs({
    options: { python: { type: "string" } },
    allowPositionals: true,
  });
  const [name = path.basename(exampleFolder)] = positionals;
  ensureNode();
  await ensureNpmPackages();
  await ensureBuilt();
  const base = { python: values.python };
  const { python } = await ensureEnvironment("torch", base);
  if (name === path.basename(jinaFolder)) {
    const { packages } = await ensureEnvironment("onnx", base);
    say(`recording into ${jinaFolder}`);
    recordJina({ python, onnxPackages: packages, target: jinaFolder });
  } else if (name === path.basename(exampleFolder)) {
    const { packages } = await ensureEnvironment("example", base);
    const target = path.join(exampleFolder, "recordings");
    say(`recording into ${target}`);
    recordReference({ packages, python, target });
  } else {
    throw new SetupError(
      `There is no example ${name}; there are ${path.basename(exampleFolder)} and ${path.basename(jinaFolder)}.`,
    );
  }
  say("done");
  return 0;
});
