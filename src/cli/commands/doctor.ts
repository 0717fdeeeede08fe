import os from "node:os";

import type { Command } from "commander";
import { Option } from "commander";

import { UserError } from "../../core/util/userError.js";
import { onnxRuntimeInstalled } from "../../platform/align/onnx/child.js";
import { readGrammar } from "../../platform/grammar.js";
import { interpreterChecks, type Check, type InterpreterRequest } from "../../platform/interpreterChecks.js";
import { packagedPythonPath } from "../../platform/interpreters.js";
import { probeInterpreter } from "../../platform/interpretersProbe.js";
import { checkTable } from "../doctorReport.js";
import type { CommandContext } from "../io.js";
import { version } from "../version.js";

interface Options {
  readonly python: readonly string[];
  readonly format: "text" | "json";
}

interface Section {
  readonly interpreter: InterpreterRequest;
  readonly checks: readonly Check[];
}

/** `paddle-port doctor`: says whether the program and the interpreters that it is to use are in working order. */
export function registerDoctor(program: Command, context: CommandContext): void {
  program
    .command("doctor")
    .description("Check this installation and the Python interpreters: versions, frameworks, GPUs.")
    .addOption(
      new Option("--python <path>", "an interpreter to check; may be repeated")
        .argParser((value: string, previous: readonly string[]) => [...previous, value])
        .default([], "those found"),
    )
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      "\nWithout --python it looks at PADDLE_PORT_TORCH_PYTHON, PADDLE_PORT_PADDLE_PYTHON and python3 on PATH." +
        "\nExits with 1 when the program is not whole, or when an interpreter that was named does not work.",
    )
    .action(async (options: Options) => {
      const own = await ownChecks(context.io.cwd);
      const sections: Section[] = [];
      for (const interpreter of requested(options.python, process.env)) {
        context.io.stderr(`Looking at ${interpreter.python} …\n`);
        sections.push({ interpreter, checks: await examine(interpreter) });
      }
      const everything = [...own, ...sections.flatMap(({ checks }) => checks)];
      const problems = everything.filter(({ status }) => status === "problem").length;
      context.io.stdout(
        options.format === "json" ? asJson(own, sections, problems) : asText(own, sections, problems),
      );
      context.done(problems === 0 ? 0 : 1);
    });
}

/** The interpreters to look at: those given, else those that the environment names, and the usual one. */
export function requested(
  given: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): InterpreterRequest[] {
  if (given.length > 0) return given.map((python) => ({ python, origin: "--python" }));
  const found: InterpreterRequest[] = [];
  const torch = env["PADDLE_PORT_TORCH_PYTHON"];
  const paddle = env["PADDLE_PORT_PADDLE_PYTHON"];
  if (torch) found.push({ python: torch, origin: "PADDLE_PORT_TORCH_PYTHON", framework: "torch" });
  if (paddle) found.push({ python: paddle, origin: "PADDLE_PORT_PADDLE_PYTHON", framework: "paddle" });
  found.push({ python: "python3", origin: "PATH" });
  return found;
}

async function ownChecks(folder: string): Promise<Check[]> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const recent = major > 20 || (major === 20 && minor >= 19);
  return [
    { what: "Paddle Port", status: "ok", detail: version },
    recent
      ? { what: "Node", status: "ok", detail: process.versions.node }
      : {
          what: "Node",
          status: "problem",
          detail: process.versions.node,
          remedy: "Install Node 20.19 or later.",
        },
    {
      what: "system",
      status: "ok",
      detail: `${os.type()} ${os.release()} ${os.arch()}, ${String(os.cpus().length)} CPUs`,
    },
    await filesCheck("grammar", async () => {
      const { runtime, grammar } = await readGrammar();
      return `present, ${String(Math.round((runtime.length + grammar.length) / 1024))} KiB`;
    }),
    await filesCheck("Python files", packagedPythonPath),
    await onnxCheck(folder),
  ];
}

/** ONNX Runtime is optional: a lack of it is worth a note and no problem. */
async function onnxCheck(folder: string): Promise<Check> {
  const what = "ONNX Runtime";
  try {
    return { what, status: "ok", detail: await onnxRuntimeInstalled(folder) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      what,
      status: "note",
      detail: `${error.what} Only references of kind onnx need it. ${error.remedy}`,
    };
  }
}

async function filesCheck(what: string, find: () => string | Promise<string>): Promise<Check> {
  try {
    return { what, status: "ok", detail: await find() };
  } catch (error) {
    if (error instanceof UserError)
      return { what, status: "problem", detail: error.what, remedy: error.remedy };
    throw error;
  }
}

async function examine(interpreter: InterpreterRequest): Promise<Check[]> {
  try {
    return interpreterChecks(interpreter, await probeInterpreter(interpreter.python));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const status = interpreter.origin === "PATH" ? "note" : "problem";
    return [{ what: "Python", status, detail: error.what, remedy: error.remedy }];
  }
}

function asJson(own: readonly Check[], sections: readonly Section[], problems: number): string {
  const document = {
    schemaVersion: 1,
    kind: "paddle-port/doctor",
    ok: problems === 0,
    program: own,
    interpreters: sections.map(({ interpreter, checks }) => ({ ...interpreter, checks })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function asText(own: readonly Check[], sections: readonly Section[], problems: number): string {
  const blocks = [`This installation\n${checkTable(own, "  ")}`];
  for (const { interpreter, checks } of sections) {
    blocks.push(`${interpreter.python} (from ${interpreter.origin})\n${checkTable(checks, "  ")}`);
  }
  const count = `${String(problems)} problem${problems === 1 ? "" : "s"}`;
  blocks.push(problems === 0 ? "All that was asked for works.\n" : `${count}: see the lines marked BAD.\n`);
  return blocks.join("\n");
}
