import path from "node:path";

import { Option, type Command } from "commander";

import { UserError } from "../../core/util/userError.js";
import { runAlignment } from "../../platform/align/alignment.js";
import type { DeviceWish } from "../../platform/align/device.js";
import { checkReportFolder, writeReport } from "../../platform/align/writeReport.js";
import { alignText } from "../alignText.js";
import type { CommandContext } from "../io.js";
import { interruptible, layerProgress } from "../layerProgress.js";
import { version } from "../version.js";

interface Options {
  readonly reference?: string;
  readonly port?: string;
  readonly device: DeviceWish;
  readonly report?: string;
  readonly referencePython?: string;
  readonly portPython?: string;
  readonly force?: true;
  readonly verbose?: true;
  readonly format: "text" | "json";
}

const details = `
Both sides run in interpreters of their own: --reference-python or PADDLE_PORT_TORCH_PYTHON, --port-python or
PADDLE_PORT_PADDLE_PYTHON, or \`python:\` in the specification. Each module of the port is fed with the reference's
inputs (isolated error), and the whole models are compared (propagated error), against the reference's own noise floor.
Exit code: 0 aligned; 1 diverged, or too little could be compared; 2 it could not be done.`;

/** `paddle-port align`: compares the port with the reference, layer by layer. */
export function registerAlign(program: Command, context: CommandContext): void {
  program
    .command("align")
    .description("Compare a port with its reference layer by layer, and say where and why they differ.")
    .argument("<align.yaml>", "the alignment specification")
    .option("--reference <dir>", "a capture of the reference, instead of what the specification names")
    .option("--port <dir>", "a capture of the port, instead of running it")
    .addOption(
      new Option("--device <device>", "auto: the GPU where both sides have one")
        .choices(["auto", "gpu", "cpu"])
        .default("auto"),
    )
    .option("--report <dir>", "write report.html and report.json there")
    .option("--reference-python <python>", "the interpreter with PyTorch")
    .option("--port-python <python>", "the interpreter with PaddlePaddle")
    .option("--force", "write the report into a folder that holds other files")
    .option("--verbose", "show what the frameworks and the models print")
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"))
    .addHelpText("after", details)
    .action(async (spec: string, options: Options) => {
      const { io } = context;
      const at = (name: string): string => path.resolve(io.cwd, name);
      const folder = options.report === undefined ? undefined : at(options.report);
      if (folder !== undefined) await checkReportFolder(folder, options.force === true);
      const progress = layerProgress(io);
      const interrupt = interruptible(new UserError("The alignment was stopped.", "Nothing was written."));
      try {
        const report = await runAlignment({
          specFile: at(spec),
          referenceFolder: options.reference === undefined ? undefined : at(options.reference),
          portFolder: options.port === undefined ? undefined : at(options.port),
          device: options.device,
          pythons: { ...options, env: process.env },
          producer: `paddle-port ${version}`,
          rerun: rerunCommand(spec, options),
          onProgress: (line) => progress.show(line),
          ...(options.verbose ? { onLog: (line: string) => io.stderr(`${line}\n`) } : {}),
          signal: interrupt.signal,
        });
        progress.end();
        const page = folder === undefined ? undefined : await writeReport(folder, report);
        io.stdout(
          options.format === "json"
            ? `${JSON.stringify(report, undefined, 2)}\n`
            : alignText(report) + (page === undefined ? "" : `\nReport: ${page}\n`),
        );
        context.done(report.verdict === "aligned" ? 0 : 1);
      } finally {
        interrupt.release();
        progress.end();
      }
    });
}

/** The command line that repeats this run; interpreters may come from the environment and are not repeated then. */
function rerunCommand(spec: string, options: Options): string {
  const named: readonly (readonly [string, string | undefined])[] = [
    ["--reference", options.reference],
    ["--port", options.port],
    ["--device", options.device],
    ["--reference-python", options.referencePython],
    ["--port-python", options.portPython],
    ["--report", options.report],
  ];
  const quote = (text: string): string =>
    /^[\w./:=@%+,-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
  const parts = named.flatMap(([name, value]) => (value === undefined ? [] : [name, quote(value)]));
  return ["paddle-port align", quote(spec), ...parts].join(" ");
}
