import path from "node:path";

import type { Command } from "commander";

import { generateScript } from "../../core/weights/script/generateScript.js";
import { requireFreeTarget, writeNewFile } from "../../platform/newFile.js";
import { loadPlan } from "../../platform/planFiles.js";
import type { CommandContext } from "../io.js";
import { version } from "../version.js";

interface Options {
  readonly output: string;
  readonly force: boolean;
}

/** `paddle-port script plan.json -o convert.py`: writes the plan as a Python script of its own. */
export function registerScript(program: Command, context: CommandContext): void {
  program
    .command("script")
    .description(
      "Write a weight plan as a plain Python script that needs only numpy (not PyTorch, Paddle or Paddle Port).",
    )
    .argument("<plan>", "weight plan (paddle-port plan)")
    .requiredOption("-o, --output <file>", "where to write the script")
    .option("--force", "replace an existing file", false)
    .action(async (planFile: string, options: Options) => {
      const { io } = context;
      const output = path.resolve(io.cwd, options.output);
      requireFreeTarget(output, options.force);
      const plan = await loadPlan(path.resolve(io.cwd, planFile));
      await writeNewFile(output, generateScript(plan, `Paddle Port ${version}`), options.force);
      io.stdout(`script for ${plan.entries.length} tensors written to ${options.output}\n`);
      context.done(0);
    });
}
