import { Command, CommanderError } from "commander";

import { UserError } from "../core/util/userError.js";
import { registerAlign } from "./commands/align.js";
import { registerCapture } from "./commands/capture.js";
import { registerCheck } from "./commands/check.js";
import { registerConvert } from "./commands/convert.js";
import { registerDoctor } from "./commands/doctor.js";
import { registerExplain } from "./commands/explain.js";
import { registerModules } from "./commands/modules.js";
import { registerPlan } from "./commands/plan.js";
import { registerPort } from "./commands/port.js";
import { registerQuery } from "./commands/query.js";
import { registerScript } from "./commands/script.js";
import { registerTensors } from "./commands/tensors.js";
import { registerVerify } from "./commands/verify.js";
import type { CliIo, CommandContext } from "./io.js";
import { version } from "./version.js";

type Register = (program: Command, context: CommandContext) => void;

/** One entry per file of commands/, in the order in which `--help` lists them. */
const commands: readonly Register[] = [
  registerCheck,
  registerPort,
  registerExplain,
  registerQuery,
  registerTensors,
  registerModules,
  registerPlan,
  registerScript,
  registerConvert,
  registerVerify,
  registerCapture,
  registerAlign,
  registerDoctor,
];

/**
 * Runs the program once.
 * @param args the arguments after `paddle-port`
 * @returns 0 all well, 1 findings or a divergence, 2 the job could not be done
 */
export async function run(args: readonly string[], io: CliIo): Promise<0 | 1 | 2> {
  let code: 0 | 1 = 0;
  const program = new Command("paddle-port")
    .description(
      "Port PyTorch models to PaddlePaddle, convert their weights, and show that both compute the same.",
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError("(run with --help for the options)")
    .configureOutput({ writeOut: (text) => io.stdout(text), writeErr: (text) => io.stderr(text) });
  for (const register of commands) register(program, { io, done: (given) => (code = given) });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UserError) {
      io.stderr(`paddle-port: ${error.message.replaceAll(/\s*\n\s*/g, " ")}\n`);
      return 2;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.stderr(`paddle-port: internal error, please report it: ${detail}\n`);
    return 2;
  }
}
