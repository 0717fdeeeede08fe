import { availableParallelism } from "node:os";
import path from "node:path";

import { InvalidArgumentError, Option, type Command } from "commander";

import { openCheckpoint, isFolder } from "../../platform/checkpoints.js";
import { convertCheckpoint, type ConvertResult } from "../../platform/conversion/convert.js";
import { cancelled } from "../../platform/conversion/convertErrors.js";
import { loadPlan } from "../../platform/planFiles.js";
import type { CommandContext } from "../io.js";
import { progressLine } from "../progress.js";

interface Options {
  readonly checkpoint: string;
  readonly out: string;
  readonly workers: number;
  readonly resume?: true;
  readonly force?: true;
  readonly allowNonfinite?: true;
  readonly format: "text" | "json";
}

const details = `
Writes safetensors files with the names of the source's, and with them config.json (torch_dtype becomes dtype), the
tokenizer's files and, for a sharded checkpoint, its index. Nothing appears under its final name before all of it is
written and on the disk. After a crash, --resume goes on where the last run stopped.`;

/** `paddle-port convert`: writes the converted weights natively. */
export function registerConvert(program: Command, context: CommandContext): void {
  program
    .command("convert")
    .description("Convert a safetensors checkpoint by a weight plan.")
    .argument("<plan.json>", "the plan (paddle-port plan)")
    .requiredOption(
      "--checkpoint <file-or-dir>",
      "the weights to convert: a safetensors file, an index, or their folder",
    )
    .requiredOption("--out <dir>", "folder to write to; made if it does not exist")
    .addOption(
      new Option("--workers <n>", "threads that convert")
        .argParser(readWorkers)
        .default(Math.min(2, availableParallelism())),
    )
    .option("--resume", "go on with an interrupted conversion in the folder, if there is one")
    .option("--force", "replace files that exist; start over after an interrupted conversion")
    .option(
      "--allow-nonfinite",
      "take NaN and infinity over as they are, instead of ending with their places",
    )
    .addOption(
      new Option("--format <format>", "how to print the summary").choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", details)
    .action(async (plan: string, options: Options) => {
      const result = await convert(plan, options, context);
      context.io.stdout(options.format === "json" ? asJson(result, options) : asText(result, options));
      context.done(0);
    });
}

function readWorkers(text: string): number {
  const count = Number(text);
  if (!/^\d+$/u.test(text) || count < 1 || count > 64)
    throw new InvalidArgumentError("It must be a number from 1 to 64.");
  return count;
}

async function convert(planFile: string, options: Options, { io }: CommandContext): Promise<ConvertResult> {
  const at = (name: string): string => path.resolve(io.cwd, name);
  const plan = await loadPlan(at(planFile));
  const checkpoint = await openCheckpoint(at(options.checkpoint));
  const controller = new AbortController();
  const cancel = (): void => {
    controller.abort(cancelled());
  };
  process.once("SIGINT", cancel).once("SIGTERM", cancel);
  const progress = progressLine(io, `converting ${plan.entries.length} tensors`);
  try {
    return await convertCheckpoint({
      plan,
      checkpoint,
      wholeFolder: await isFolder(at(options.checkpoint)),
      out: at(options.out),
      workers: options.workers,
      workerScript: bundle(),
      resume: options.resume === true,
      force: options.force === true,
      allowNonFinite: options.allowNonfinite === true,
      signal: controller.signal,
      onProgress: (done, total) => {
        progress.update(total === 0 ? 1 : done / total);
      },
    });
  } finally {
    progress.end();
    process.off("SIGINT", cancel).off("SIGTERM", cancel);
    await checkpoint.close();
  }
}

/** The program itself when it is bundled, which then serves as the workers' script; sources run without workers. */
function bundle(): string | undefined {
  return __filename.endsWith(".cjs") ? __filename : undefined;
}

function asJson(result: ConvertResult, options: Options): string {
  const document = { schemaVersion: 1, kind: "paddle-port/conversion", out: options.out, ...result };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function asText(result: ConvertResult, options: Options): string {
  const resumed =
    result.resumedBytes > 0 ? ` (${result.resumedBytes.toLocaleString("en")} of them by an earlier run)` : "";
  const bytes = result.bytes.toLocaleString("en");
  return `${result.tensors} tensors, ${bytes} bytes${resumed} written to ${options.out}: ${result.files.join(", ")}\n`;
}
