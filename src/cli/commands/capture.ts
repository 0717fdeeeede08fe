import path from "node:path";

import { Option, type Command } from "commander";

import { UserError } from "../../core/util/userError.js";
import { openCapture } from "../../platform/align/captureFolder.js";
import { prepareInputs } from "../../platform/align/inputs.js";
import { loadSpec } from "../../platform/align/loadSpec.js";
import { needsPython, pythonOf } from "../../platform/align/pythons.js";
import { runCapture, type Device, type Side } from "../../platform/align/runCapture.js";
import type { CommandContext } from "../io.js";
import { interruptible, layerProgress } from "../layerProgress.js";

interface Options {
  readonly side: Side;
  readonly out: string;
  readonly reference?: string;
  readonly onlyOutputs?: true;
  readonly set: "main" | "similarity";
  readonly device: Device;
  readonly referencePython?: string;
  readonly portPython?: string;
  readonly force?: true;
  readonly verbose?: true;
  readonly format: "text" | "json";
}

const details = `
The folder then holds capture.json and activations.safetensors, in which equal tensors are stored once. A capture of the
reference carries its noise floor (the same modules in float64, and a second float32 run), so that a recording can stand
in for PyTorch later. With --reference, the port's modules are also run one by one on the inputs recorded there.`;

/** `paddle-port capture`: runs one side of an alignment and writes what every module received and returned. */
export function registerCapture(program: Command, context: CommandContext): void {
  program
    .command("capture")
    .description("Run one side of an alignment and write what every module received and returned.")
    .argument("<align.yaml>", "the alignment specification")
    .addOption(
      new Option("--side <side>", "which side to run").choices(["reference", "port"]).makeOptionMandatory(),
    )
    .requiredOption("-o, --out <dir>", "folder to write; it appears when it is complete")
    .option("--reference <dir>", "a reference capture to feed the port's modules from (--side port)")
    .option("--only-outputs", "record the model's outputs alone, no layers")
    .addOption(
      new Option("--set <set>", "which inputs: the specification's, or those of `similarity` (outputs alone)")
        .choices(["main", "similarity"])
        .default("main"),
    )
    .addOption(new Option("--device <device>", "where to run").choices(["cpu", "gpu"]).default("cpu"))
    .option("--reference-python <python>", "the interpreter with PyTorch")
    .option("--port-python <python>", "the interpreter with PaddlePaddle")
    .option("--force", "replace a capture that is there")
    .option("--verbose", "show what the framework and the model print")
    .addOption(
      new Option("--format <format>", "how to print the summary").choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", details)
    .action(async (spec: string, options: Options) => {
      context.io.stdout(await capture(spec, options, context));
      context.done(0);
    });
}

async function capture(specFile: string, options: Options, { io }: CommandContext): Promise<string> {
  const at = (name: string): string => path.resolve(io.cwd, name);
  const { side } = options;
  const loaded = await loadSpec(at(specFile));
  const similar = options.set === "similarity" ? loaded.spec.similarity?.inputs : loaded.spec.inputs;
  if (!similar) {
    throw new UserError(`${specFile} names no inputs under \`similarity\`.`, "Add them, or leave out --set.");
  }
  const given =
    options.reference ??
    (side === "port" && options.set === "main" && loaded.spec.reference.kind === "recorded"
      ? loaded.resolve(loaded.spec.reference.folder)
      : undefined);
  const inputs = await prepareInputs(similar, loaded.spec.seed, loaded.resolve);
  const onlyOutputs = options.onlyOutputs === true || options.set === "similarity";
  const progress = layerProgress(io);
  const interrupt = interruptible(new UserError("The capture was stopped.", "Nothing was written."));
  try {
    await runCapture({
      loaded,
      side,
      python: needsPython(loaded, side)
        ? pythonOf(loaded, side, { ...options, env: process.env })
        : undefined,
      device: options.device,
      force: options.force === true,
      runs: [
        {
          inputs,
          out: at(options.out),
          onlyOutputs,
          ...(side === "port" && given !== undefined && !onlyOutputs ? { isolatedFrom: at(given) } : {}),
        },
      ],
      onProgress: (line) => progress.show(line),
      ...(options.verbose ? { onLog: (line: string) => io.stderr(`${line}\n`) } : {}),
      signal: interrupt.signal,
    });
  } finally {
    interrupt.release();
    progress.end();
  }
  const written = await openCapture(at(options.out), side);
  const { manifest } = written;
  await written.close();
  if (options.format === "json") {
    const { framework, frameworkVersion, device, inputsSha256 } = manifest;
    const summary = {
      folder: at(options.out),
      side,
      framework,
      frameworkVersion,
      device,
      inputsSha256,
      calls: manifest.calls.length,
    };
    return `${JSON.stringify({ schemaVersion: 1, kind: "paddle-port/capture-summary", ...summary }, undefined, 2)}\n`;
  }
  return `${options.out}: ${String(manifest.calls.length)} module calls of ${manifest.model} on ${manifest.framework} ${manifest.frameworkVersion} (${manifest.device})\n`;
}
