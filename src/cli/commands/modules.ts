import path from "node:path";

import type { Command } from "commander";
import { Option } from "commander";

import { countTree, formatTree } from "../../core/modules/formatTree.js";
import type { ModuleTree } from "../../core/modules/moduleTree.js";
import { UserError } from "../../core/util/userError.js";
import { requireFreeTarget, writeNewFile } from "../../platform/newFile.js";
import { readModules } from "../../platform/readModules.js";
import { recordModules } from "../../platform/recordModules.js";
import type { CommandContext } from "../io.js";

interface Options {
  readonly framework?: "torch" | "paddle";
  readonly python?: string;
  readonly model?: string;
  readonly path: readonly string[];
  readonly config?: string;
  readonly set: readonly string[];
  readonly output: string;
  readonly force: boolean;
  readonly format: "text" | "json";
}

const collect = (value: string, earlier: readonly string[]): string[] => [...earlier, value];

/** `paddle-port modules`: writes the module tree of a model, recorded in an interpreter or read from source. */
export function registerModules(program: Command, context: CommandContext): void {
  program
    .command("modules")
    .description(
      "Write the module tree of a model: recorded in an interpreter (--framework, --python, --model), " +
        "or read from source without running anything (SRC.py:Class).",
    )
    .argument("[source]", "SRC.py:Class, to read the tree from source")
    .addOption(new Option("--framework <name>", "which framework to record").choices(["torch", "paddle"]))
    .option("--python <path>", "interpreter that has the framework")
    .option("--model <module:factory>", "class or function that returns the model, called without arguments")
    .option("--path <folder>", "put this folder first on the import path (repeatable)", collect, [])
    .option("--config <file.json>", "constructor values for reading from source")
    .option("--set <key=value>", "one constructor value for reading from source (repeatable)", collect, [])
    .requiredOption("-o, --output <file>", "where to write the tree")
    .option("--force", "replace the file if it exists", false)
    .addOption(
      new Option("--format <format>", "how to print the summary").choices(["text", "json"]).default("text"),
    )
    .action(async (source: string | undefined, options: Options) => {
      const target = path.resolve(context.io.cwd, options.output);
      requireFreeTarget(target, options.force);
      const tree =
        source === undefined ? await recorded(options, context) : await fromSource(source, options, context);
      await writeNewFile(target, formatTree(tree), options.force);
      context.io.stdout(options.format === "json" ? asJson(tree, target) : asText(tree, options.output));
      context.done(tree.open.length > 0 ? 1 : 0);
    });
}

async function recorded(options: Options, { io }: CommandContext): Promise<ModuleTree> {
  const { framework, python, model } = options;
  if (framework === undefined || python === undefined || model === undefined) {
    throw new UserError(
      "There is nothing to read: neither SRC.py:Class nor all of --framework, --python and --model are given.",
      "Run `paddle-port modules --help` for both forms.",
    );
  }
  if (options.config !== undefined || options.set.length > 0) {
    throw new UserError(
      "--config and --set have no meaning for a recorded tree.",
      "Let the factory pass these values to the model.",
    );
  }
  if (io.interactive) io.stderr(`Building ${model} in ${python} …\n`);
  return recordModules({ framework, python, model, paths: options.path, cwd: io.cwd });
}

async function fromSource(source: string, options: Options, { io }: CommandContext): Promise<ModuleTree> {
  if (options.framework !== undefined || options.python !== undefined || options.model !== undefined) {
    throw new UserError(
      `Both a source (${source}) and --framework, --python or --model are given.`,
      "Give one form or the other: run `paddle-port modules --help`.",
    );
  }
  return readModules({
    source,
    cwd: io.cwd,
    paths: options.path,
    set: options.set,
    ...(options.config === undefined ? {} : { config: options.config }),
  });
}

function asJson(tree: ModuleTree, output: string): string {
  const { framework, origin, model, open, notes = [] } = tree;
  const document = { schemaVersion: 1, kind: "paddle-port/modules", output, framework, origin, model };
  return `${JSON.stringify({ ...document, counts: countTree(tree), open, notes }, undefined, 2)}\n`;
}

function asText(tree: ModuleTree, output: string): string {
  const counts = countTree(tree);
  const elements = counts.elements === null ? "" : ` with ${counts.elements.toLocaleString("en")} elements`;
  const lines = [
    ...(tree.notes ?? []).map((note) => `note: ${note}`),
    ...tree.open.map((sentence) => `open: ${sentence}`),
    `${output}: ${tree.origin} ${tree.framework} tree of ${tree.model}: ${String(counts.modules)} modules, ` +
      `${String(counts.parameters)} parameters${elements}, ${String(counts.buffers)} buffers` +
      (tree.open.length > 0 ? `, ${String(tree.open.length)} open` : ""),
  ];
  return `${lines.join("\n")}\n`;
}
